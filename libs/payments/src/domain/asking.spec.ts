import { afterAsking, type AskedAnswer } from './asking';

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
