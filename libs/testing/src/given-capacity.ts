/**
 * A merchant's capacity for the specs of its rules: events go on top with their balances, the invariants of domain.md
 * §10 are checked at every revision, and the names that they bind are known as the account writer knows them.
 */
import assert from 'node:assert/strict';
import {
  addCapacityPostings,
  type BoundName,
  type CapacityAccount,
  type CapacityAccountDraft,
  type CapacityAccountEvent,
  capacityBreaches,
  capacityEventBreaches,
  capacityNamesOf,
  type Decision,
  initialCapacityAccount,
  type NamedDecideContext,
  noPostings,
  type PostingTotals,
  stampCapacity,
  type UsedName,
} from '@haber/ledger';

export class CapacityUnderTest {
  state: CapacityAccount = initialCapacityAccount;
  readonly events: CapacityAccountEvent[] = [];
  private totals: PostingTotals = noPostings;
  private readonly names = new Map<string, UsedName>();

  constructor(past: readonly CapacityAccountDraft[] = []) {
    past.forEach((draft) => this.add(draft));
  }

  /** @throws AssertionError when an invariant does not hold, or a name is bound a second time */
  add(draft: CapacityAccountDraft): void {
    const { event, state } = stampCapacity(this.state, draft);
    this.totals = addCapacityPostings(this.totals, event);
    const breaches = [...capacityEventBreaches(this.state, event), ...capacityBreaches(state, this.totals, event)];
    assert.deepEqual(breaches, [], `after ${event.type}`);
    for (const name of capacityNamesOf(event)) {
      assert.ok(!this.names.has(textOf(name)), `${textOf(name)} is bound a second time`);
      this.names.set(textOf(name), { revision: this.events.length, fingerprint: name.fingerprint });
    }
    this.events.push(event);
    this.state = state;
  }

  context(now = '2025-11-24T10:00:00.000Z'): NamedDecideContext {
    const before = new Map(this.names);
    const used: NamedDecideContext['used'] = (name) => before.get(textOf(name));
    return { now, commandId: '22222222-2222-5222-8222-222222222222', revision: this.events.length - 1, used };
  }

  /** Decides, and takes on what was accepted. */
  when<C, R>(
    decide: (state: CapacityAccount, command: C, context: NamedDecideContext) => Decision<CapacityAccountDraft, R>,
    command: C,
    now?: string,
  ): Decision<CapacityAccountDraft, R> {
    const decision = decide(this.state, command, this.context(now));
    if ('accept' in decision) decision.accept.forEach((draft) => this.add(draft));
    return decision;
  }
}

function textOf({ kind, key }: Pick<BoundName, 'kind' | 'key'>): string {
  return `${kind}:${key}`;
}
