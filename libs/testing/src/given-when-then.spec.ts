/** The canary of the harness: whatever a spec could get wrong must make it fail. */
import type { CreditAccountDraft } from '@haber/ledger';
import { allocated, approved, fellPastDue, paid, rejected, requested, used } from './credit-events';
import { audited, type Decide, givenFor, unopened } from './given-when-then';

type Command = { readonly write: readonly CreditAccountDraft[] } | { readonly refuse: string } | { readonly bug: true };
const obey: Decide<Command, { code: string }> = (_state, command) => {
  if ('bug' in command) throw new RangeError('no such amount');
  return 'refuse' in command ? { reject: { code: command.refuse } } : { accept: command.write };
};
const given = givenFor(obey);
const open = [requested(), approved()];

describe('given/when/then passes', () => {
  it('when the events, or the rejection, are exactly those', () => {
    given([])
      .when({ write: [requested()] })
      .then([requested()])
      .effectiveAt('2025-11-24T10:00:00.000Z');
    given([]).when({ refuse: 'no' }).then({ code: 'no' });
    given([])
      .when({ bug: true })
      .thenThrows(/no such amount/);
  });

  it('with what had fallen due in front', () => {
    const write = [used('5.00', '2026-02-01')];
    given([...open, used('7.00', '2025-11-24')])
      .when({ write }, '2026-02-01T00:00:00.000Z')
      .then([fellPastDue('7.00', '2025-12-24'), ...write]);
  });
});

describe('given/when/then fails', () => {
  it.each([
    [
      'an event is missing',
      () =>
        given(open)
          .when({ write: [] })
          .then([used('1.00', '2025-11-24')]),
    ],
    [
      'there is one too many',
      () =>
        given([])
          .when({ write: [requested()] })
          .then([]),
    ],
    [
      'an amount differs',
      () =>
        given(open)
          .when({ write: [used('1.00', '2025-11-24')] })
          .then([used('1.01', '2025-11-24')]),
    ],
    ['a rejection was expected', () => given([]).when({ write: [] }).then({ code: 'no' })],
    ['events were expected', () => given([]).when({ refuse: 'no' }).then([])],
    ['another rejection was expected', () => given([]).when({ refuse: 'yes' }).then({ code: 'no' })],
    [
      'what had fallen due is not expected',
      () =>
        given([...open, used('7.00', '2025-11-24')])
          .when({ write: [] }, '2026-02-01T00:00:00.000Z')
          .then([]),
    ],
    ['the business time differs', () => given([]).when({ write: [] }).effectiveAt('2025-11-25T00:00:00.000Z')],
    ['no event has a business time', () => given([]).when({ refuse: 'no' }).effectiveAt('2025-11-24T10:00:00.000Z')],
    ['the command throws', () => given([]).when({ bug: true }).then([])],
    ['the command should throw', () => given([]).when({ write: [] }).thenThrows(/x/)],
  ])('when %s', (_, act) => {
    expect(act).toThrow();
  });

  it.each([
    ['spends above the limit', [...open, used('10000.01', '2025-11-24')], /* allowed by the fold: */ false],
    ['uses nothing', [...open, used('0.00', '2025-11-24')], true],
    ['uses a negative amount', [...open, used('-1.00', '2025-11-24')], true],
    ['pays a debt that is not there', [...open, paid('2025-11-24', [allocated('1.00', '2025-11-24')])], true],
    ['rejects what was never asked for', [rejected()], true],
    ['ages more than is owed', [...open, used('1.00', '2025-11-24'), fellPastDue('1.01', '2025-12-24')], true],
    ['closes with a debt', [...open, used('1.00', '2025-11-24'), rejected()], true],
  ])('when the given past %s', (_, past, fails) => {
    const act = (): unknown => past.reduce(audited, unopened);
    if (fails) expect(act).toThrow();
    else expect(act).not.toThrow();
  });

  it('when what the command writes breaks an invariant', () => {
    const owes = { write: [used('1.00', '2025-11-24'), rejected()] };
    expect(() => given(open).when(owes).then(owes.write)).toThrow(/rejected with a limit or a debt/);
  });
});
