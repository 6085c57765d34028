import { heldAgainstBank, type Movement } from './against-bank';
import type { LoggedPayout } from './logged-payouts';

const PAYOUT: LoggedPayout = {
  ...{ tenant: 'demo/test', executionId: 'OP-1', amountMinor: 100n, currency: 'USD', bankAdapter: 'simulator' },
  outcome: { kind: 'approved', bankReference: 'REF', learnedFrom: 'response' },
};
const PAID = { kind: 'approved', amountMinor: 100n, currency: 'USD' } as const;

async function* book(...movements: Movement[]): AsyncGenerator<Movement> {
  yield* movements;
}

const held = (payouts: Record<string, LoggedPayout>, ...movements: Movement[]) =>
  heldAgainstBank(new Map(Object.entries(payouts)), book(...movements));

describe('our payouts against a bank’s book', () => {
  it('agree where each has one movement of its amount, and a refusal none that paid', async () => {
    const rejected: LoggedPayout = {
      ...PAYOUT,
      outcome: { kind: 'rejected', bankReference: null, learnedFrom: 'query' },
    };
    const found = await held(
      { a: PAYOUT, b: rejected, c: rejected },
      { reference: 'a', said: PAID },
      { reference: 'b', said: { ...PAID, kind: 'rejected' } },
    );
    expect(found).toEqual({ movements: 2, payouts: 3, differences: [], notes: [] });
  });

  it.each<[string, Record<string, LoggedPayout>, Movement[], string]>([
    ['paid twice', { a: PAYOUT }, [PAID, PAID].map((said) => ({ reference: 'a', said })), 'a moved more than once'],
    ['never ordered', {}, [{ reference: 'a', said: PAID }], 'nobody ordered it'],
    ['never paid', { a: PAYOUT }, [], 'not in the bank'],
    ['another amount', { a: PAYOUT }, [{ reference: 'a', said: { ...PAID, amountMinor: 101n } }], 'approved 1.01 USD'],
    ['another currency', { a: PAYOUT }, [{ reference: 'a', said: { ...PAID, currency: 'GTQ' } }], 'approved 1.00 GTQ'],
    ['another outcome', { a: PAYOUT }, [{ reference: 'a', said: { ...PAID, kind: 'rejected' } }], 'rejected 1.00 USD'],
  ])('differ: %s', async (_, payouts, movements, said) => {
    const { differences } = await held(payouts, ...movements);
    expect(differences).toEqual([expect.stringContaining(said)]);
  });

  it('differ where the bank has paid another amount of what we wait for', async () => {
    const open = { ...PAYOUT, outcome: null };
    const { differences, notes } = await held({ open }, { reference: 'open', said: { ...PAID, amountMinor: 101n } });
    expect([differences, notes]).toEqual([['open: the bank has it as approved 1.01 USD, we as open 1.00 USD'], []]);
  });

  it('only note what is still to come, and what a person has decided', async () => {
    const open = { ...PAYOUT, outcome: null };
    const byHand: LoggedPayout = {
      ...PAYOUT,
      outcome: { kind: 'approved', bankReference: 'R', learnedFrom: 'operator' },
    };
    const found = await held(
      { open, waiting: open, byHand, unseen: byHand },
      { reference: 'open', said: PAID },
      { reference: 'byHand', said: { ...PAID, amountMinor: 101n } },
    );
    expect(found.differences).toEqual([]);
    expect(found.notes).toHaveLength(4);
  });
});
