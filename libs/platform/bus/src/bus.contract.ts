/** What both transports must do, as a suite that each one's spec runs. Groups and accounts are new in every test. */
import type { ContractBus } from './contract/fixture';
import { order, sharing } from './contract/order.contract';
import { poison } from './contract/poison.contract';

export function describeBusContract(name: string, make: () => Promise<ContractBus>): void {
  describe(`the bus contract on ${name}`, () => {
    let made: ContractBus | undefined;
    const bus = (): ContractBus => {
      if (!made) throw new Error('the bus is not made');
      return made;
    };
    beforeAll(async () => {
      made = await make();
    }, 120_000);
    afterAll(() => made?.close(), 60_000);
    jest.setTimeout(90_000);

    describe('order', () => order(bus));
    describe('sharing', () => sharing(bus));
    describe('poison', () => poison(bus));
  });
}
