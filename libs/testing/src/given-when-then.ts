/**
 * Given the events of a credit account, when a command is decided at some time, then exactly these events are written
 * or the rules refuse. Whatever had fallen due is written first, as the account writer does, and the invariants of
 * domain.md §10 are checked at every revision, those of the given past included.
 */
import assert from 'node:assert/strict';
import {
  accountBreaches,
  addPostings,
  type CreditAccount,
  type CreditAccountDraft,
  type CreditAccountEvent,
  type DecideContext,
  type Decision,
  due,
  eventBreaches,
  initialCreditAccount,
  noPostings,
  type PostingTotals,
  stamp,
} from '@haber/ledger';

export type Decide<C, R> = (
  state: CreditAccount,
  command: C,
  context: DecideContext,
) => Decision<CreditAccountDraft, R>;

/** An account with the running totals of its postings, as the auditor of its invariants sees it. */
export interface AuditedAccount {
  readonly state: CreditAccount;
  readonly totals: PostingTotals;
}

export const unopened: AuditedAccount = { state: initialCreditAccount, totals: noPostings };

/** One more event on top, with its balances. @throws AssertionError when an invariant does not hold after it. */
export function audited(
  before: AuditedAccount,
  draft: CreditAccountDraft,
): AuditedAccount & { event: CreditAccountEvent } {
  const { event, state } = stamp(before.state, draft);
  const totals = addPostings(before.totals, event);
  const breaches = [...eventBreaches(event), ...accountBreaches(state, totals, event.data.balances)];
  assert.deepEqual(breaches, [], `after ${event.type}`);
  return { state, totals, event };
}

export interface Outcome<R> {
  /**
   * The events written, what had fallen due first; or the rejection. Balances are not compared here.
   * @throws AssertionError
   */
  then(expected: readonly CreditAccountDraft[] | R): Outcome<R>;
  /** Business time of the command's events. @throws AssertionError */
  effectiveAt(expected: string): Outcome<R>;
  /** The command is a bug of the caller's: nothing is decided. @throws AssertionError */
  thenThrows(expected: RegExp): void;
  /** The account afterwards. */
  readonly account: AuditedAccount;
}

/** Any UUID: the id of a command's first event. */
export const COMMAND_ID = '22222222-2222-5222-8222-222222222222';

/** `given` for the commands of one context. */
export function givenFor<C, R extends object>(decide: Decide<C, R>) {
  return (past: readonly CreditAccountDraft[]) => ({
    when: (command: C, now = '2025-11-24T10:00:00.000Z'): Outcome<R> =>
      outcomeOf(past.reduce<AuditedAccount>(audited, unopened), now, (state) =>
        decide(state, command, { now, commandId: COMMAND_ID, revision: 0 }),
      ),
  });
}

type Drafts = readonly CreditAccountDraft[];

function outcomeOf<R extends object>(
  before: AuditedAccount,
  now: string,
  decideOn: (state: CreditAccount) => Decision<CreditAccountDraft, R>,
): Outcome<R> {
  const overdue = due(before.state, now).map(({ draft }) => draft);
  const afterDue = overdue.reduce<AuditedAccount>(audited, before);
  const attempt = attempted(() => decideOn(afterDue.state));
  const decision = (): Decision<CreditAccountDraft, R> => {
    if ('thrown' in attempt) throw attempt.thrown;
    return attempt.value;
  };
  const outcome: Outcome<R> = {
    then(expected) {
      const decided = decision();
      if (isList(expected)) assert.deepEqual('reject' in decided ? decided : [...overdue, ...decided.accept], expected);
      else assert.deepEqual(decided, { reject: expected });
      void outcome.account;
      return outcome;
    },
    effectiveAt(expected) {
      const decided = decision();
      assert.ok('accept' in decided, 'was refused');
      assert.equal(decided.effectiveAt ?? now, expected);
      return outcome;
    },
    thenThrows: (expected) => assert.throws(decision, expected),
    get account() {
      const decided = decision();
      return 'reject' in decided ? before : decided.accept.reduce<AuditedAccount>(audited, afterDue);
    },
  };
  return outcome;
}

function isList<R extends object>(expected: Drafts | R): expected is Drafts {
  return Array.isArray(expected);
}

function attempted<T>(act: () => T): { readonly value: T } | { readonly thrown: unknown } {
  try {
    return { value: act() };
  } catch (thrown) {
    return { thrown };
  }
}
