/** What the comparison of answers and effects must find, or it finds nothing. */
import { type Effect, effectOf, type Ending, owedBy, type Told, wrongEffects } from './effects';

const told = (reference: string, ending: Ending): Told => ({
  command: { kind: 'use', customer: 'c', reference, amountMinor: 5n },
  ending,
});
const effect = (reference: string, more: Partial<Effect> = {}): Effect => ({
  ...{ kind: 'use', stream: 'account-1', reference, amountMinor: 5n },
  ...more,
});

it('is content with one effect of what was done, one or none of what nobody knows, none of what was refused', () => {
  const all = [told('done', 'done'), told('lost', 'unknown'), told('found', 'unknown'), told('refused', 'none')];
  expect(wrongEffects(all, [effect('done'), effect('found')])).toEqual([]);
});

it.each<[string, readonly Told[], readonly Effect[], string]>([
  ['a lost one', [told('a', 'done')], [], 'use a was acknowledged, and has no effect'],
  ['a doubled one', [told('a', 'done')], [effect('a'), effect('a')], 'use a was done, and has 2 effects'],
  ['a doubled unknown one', [told('a', 'unknown')], [effect('a'), effect('a')], 'use a was unknown, and has 2 effects'],
  ['an effect of what was refused', [told('a', 'none')], [effect('a')], 'use a was none, and has 1 effects'],
  ['what nobody asked for', [], [effect('a')], 'use a stands in the log, and nobody asked for it'],
  ['another amount', [told('a', 'done')], [effect('a', { amountMinor: 6n })], 'was of 5, its effect is of 6'],
  ['another kind', [told('a', 'done')], [effect('a', { kind: 'payment' })], 'payment a stands in the log'],
])('finds %s', (_, answers, effects, breach) => {
  expect(wrongEffects(answers, effects).join()).toContain(breach);
});

it('reads effects from events, and passes over others', () => {
  const read = (type: string, data: object) =>
    effectOf({ type, stream: 'account-1', data: Buffer.from(JSON.stringify(data)) });
  expect(read('credit-account.credit-used.v1', { orderId: 'a', amountMinor: '5' })).toEqual(effect('a'));
  expect(read('credit-account.approved.v1', {})).toBeUndefined();
});

it('sums what each account owes', () => {
  const of = [effect('a'), effect('b', { kind: 'payment', amountMinor: 2n }), effect('c', { stream: 'account-2' })];
  expect([...owedBy(of)]).toEqual([
    ['account-1', 3n],
    ['account-2', 5n],
  ]);
});
