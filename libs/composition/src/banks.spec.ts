import { readEnvironment } from '@haber/boot';
import { paidInModes } from './banks';

const LIVE = { HABER_BANK_URL: 'https://bank.example' };
const TEST = { HABER_BANK_SIMULATOR_URL: 'http://bank:4010' };

/** Whether a live and a test tenant are paid. */
const paid = (env: Readonly<Record<string, string>>, bringsSimulator: boolean): readonly boolean[] => {
  const isPaid = paidInModes(readEnvironment(env), bringsSimulator);
  return [isPaid('demo/live'), isPaid('demo/test')];
};

describe('a tenant is paid', () => {
  it.each([
    [{}, [false, false]],
    [LIVE, [true, false]],
    [TEST, [false, true]],
    [{ ...LIVE, ...TEST }, [true, true]],
  ])('by a service that is told of %j', (env, expected) => expect(paid(env, false)).toEqual(expected));

  it('by a standalone in test mode always, since it brings a bank, and in live mode only where one is named', () => {
    expect([paid({}, true), paid(LIVE, true), paid(TEST, true)]).toEqual([
      [false, true],
      [true, true],
      [false, true],
    ]);
  });
});
