import { afterAsking, type AskedAnswer, weighCallback } from './asking';

const RESERVED = { amountMinor: 60n, currency: 'USD' };
const APPROVED = { kind: 'approved', ...RESERVED, bankReference: 'REF-1' } as const;
const REJECTED = { kind: 'rejected', ...RESERVED, code: 'account_closed' } as const;

it.each<[string, AskedAnswer, unsettled: string, settled: string]>([
  ['an unknown reference', { kind: 'unknown-reference' }, 'ask-once-settled', 'send'],
  ['no answer', { kind: 'no-answer' }, 'ask-soon', 'ask-soon'],
  ['a pending one', { kind: 'pending' }, 'ask-soon', 'ask-soon'],
  ['an approval', APPROVED, 'hear', 'hear'],
  ['a rejection', REJECTED, 'hear', 'hear'],
  ['another amount', { ...APPROVED, amountMinor: 61n }, 'ask-once-settled', 'hear'],
  ['another currency', { ...REJECTED, currency: 'GTQ' }, 'ask-once-settled', 'hear'],
])('%s: sent again only when it is known and settled, heard once it must be true', (_, answer, unsettled, settled) => {
  const after = (isSettled: boolean) => afterAsking(answer, { ...RESERVED, isSettled }).then;
  expect([after(false), after(true)]).toEqual([unsettled, settled]);
});

it('hears the word as it was said', () => {
  expect(afterAsking(APPROVED, { ...RESERVED, isSettled: false })).toEqual({ then: 'hear', word: APPROVED });
});

describe('a callback', () => {
  const PENDING = { kind: 'pending', ...RESERVED } as const;
  const TOO_MUCH = { ...APPROVED, amountMinor: 61n };

  it.each<[string, Parameters<typeof weighCallback>[0], unsettled: unknown, settled: unknown]>([
    ['an unknown reference', { kind: 'unknown-reference' }, 'later', 'later'],
    ['no answer', { kind: 'no-answer' }, 'later', 'later'],
    ['a pending one', PENDING, { isSameAmount: true }, { isSameAmount: true }],
    ['a pending one of another amount', { ...PENDING, amountMinor: 61n }, 'later', 'later'],
    ['the same', APPROVED, { isSameAmount: true }, { isSameAmount: true }],
    ['another outcome', REJECTED, { word: REJECTED, isSameAmount: true }, { word: REJECTED, isSameAmount: true }],
    ['another amount', TOO_MUCH, 'later', { word: TOO_MUCH, isSameAmount: false }],
  ])('beside %s', (_, answer, unsettled, settled) => {
    const weighed = (isSettled: boolean) => weighCallback(answer, { said: APPROVED, isSettled });
    expect([weighed(false), weighed(true)]).toEqual([unsettled, settled]);
  });
});
