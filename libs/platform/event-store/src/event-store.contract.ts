/**
 * What every driver of the event store must do, as a suite that each driver's spec runs. The log need not be empty when
 * the suite begins, and nobody else may append to it meanwhile.
 */
import { assertions, exactRevisions, groups, refusals, repeats } from './contract/appends';
import { concurrency } from './contract/concurrency';
import type { ContractLog } from './contract/fixture';
import { bytes, places, streams, wholeLog } from './contract/reads';
import { catchingUp, stopping } from './contract/subscriptions';

export type { ContractLog } from './contract/fixture';

export function describeEventStoreContract(name: string, make: () => Promise<ContractLog>): void {
  describe(`the event store contract on ${name}`, () => {
    let opened: ContractLog | undefined;
    const log = (): ContractLog => {
      if (!opened) throw new Error('the log is not open');
      return opened;
    };
    beforeAll(async () => {
      opened = await make();
    });
    afterAll(() => opened?.close());

    describe('exact revisions', () => exactRevisions(log));
    describe('assertions', () => assertions(log));
    describe('repeats', () => repeats(log));
    describe('groups', () => groups(log));
    describe('refusals', () => refusals(log));
    describe('bytes', () => bytes(log));
    describe('streams', () => streams(log));
    describe('the whole log', () => wholeLog(log));
    describe('places', () => places(log));
    describe('catching up', () => catchingUp(log));
    describe('stopping', () => stopping(log));
    describe('concurrency', () => concurrency(log));
  });
}
