/**
 * One account's random life, played through the account writer's pure planner and held, command by command, against
 * the expected books. Beside the answers it checks what must hold at every revision: the invariants, the read model's
 * row, and that the stored bytes alone give the same state again.
 */
import 'reflect-metadata'; // before Nest, which the contexts' modules bring
import { emptyFold, type Folded, foldOne, planBatch, type Planned } from '@haber/account-writer';
import { changeRow, type CreditAccountRow } from '@haber/credit-lines';
import type { StoredEvent } from '@haber/event-store';
import {
  accountBreaches,
  addPostings,
  type CommandKey,
  commercialCreditStream,
  type CreditAccount,
  creditAccountDefinition,
  type CreditAccountEvent,
  eventBreaches,
  noPostings,
  type PostingTotals,
} from '@haber/ledger';
import {
  type Books,
  commandOf,
  emptyBooks,
  type Expected,
  expectedOf,
  type Life,
  type LifeCommand,
  type LifeStep,
  owedIn,
  pastDueIn,
  TIME_ZONES,
} from '@haber/testing';
import assert from 'node:assert/strict';
import { type Customer, ruleOf, TENANT } from './rules.fixture';

interface Sent {
  readonly command: LifeCommand;
  readonly keys: readonly CommandKey[];
}

/** What the books say of one sent command; a repeat of an accepted one says which keys were its first ones. */
type Foreseen = { readonly kind: 'decided'; readonly expected: Expected } | { readonly kind: 'replay' | 'key-reused' };

const START_MS = Date.parse('2025-01-15T10:00:00.000Z');

export class AccountRun {
  /** Event types, rejection codes and kinds of outcome that occurred. */
  readonly seen = new Set<string>();
  readonly stream: string;
  private readonly customer: Customer;
  private books: Books;
  private readonly accepted = new Map<string, { fingerprint: string }>();
  private readonly sent: Sent[] = [];
  readonly stored: StoredEvent[] = [];
  private folded: Folded<CreditAccount> = emptyFold(creditAccountDefinition.initial);
  private totals: PostingTotals = noPostings;
  /** The read model's row, as the pure row change makes it. */
  row: CreditAccountRow | undefined;
  private clockMs = START_MS;

  constructor(
    private readonly life: Life,
    customerId = 'customer-42',
  ) {
    this.customer = { customerId, timeZone: TIME_ZONES[life.offsetHours] };
    this.stream = commercialCreditStream(TENANT, customerId);
    this.books = emptyBooks(life.offsetHours);
  }

  /** @throws AssertionError at the first difference. */
  play(): void {
    const { steps } = this.life;
    for (let from = 0; from < steps.length;) {
      let to = from + 1;
      while (steps[to]?.joins) to += 1;
      this.playBatch(steps.slice(from, to));
      from = to;
    }
    this.replayFromBytes();
    this.repeatAll();
  }

  private playBatch(steps: readonly LifeStep[]): void {
    this.clockMs += steps[0]?.passMs ?? 0;
    const nowMs = Math.max(this.clockMs, this.folded.recordedAt ? Date.parse(this.folded.recordedAt) : 0);
    const foreseen: Foreseen[] = [];
    const sent = steps.map((step) => {
      const one = this.next(step, nowMs);
      foreseen.push(this.foresee(one, nowMs));
      this.sent.push(one);
      return one;
    });
    const outcomes = this.plan(sent);
    assert.equal(outcomes.length, sent.length);
    outcomes.forEach((outcome, i) => this.compare(outcome, foreseen[i] as Foreseen));
    this.compareBooks();
  }

  /** The step's command under keys of its own; or an earlier one again, perhaps under another header key or changed. */
  private next(step: LifeStep, nowMs: number): Sent {
    const earlier = this.sent.at(-1 - step.back);
    const number = this.sent.length;
    if (step.kind === 'repeat' || step.kind === 'reuse-key') {
      if (!earlier) return { command: { kind: 'catch-up' }, keys: [] };
      if (step.kind === 'repeat') return step.asAsked ? earlier : { ...earlier, keys: renewedHeader(earlier, number) };
      return { ...earlier, keys: earlier.keys.map((key) => ({ ...key, fingerprint: `${key.fingerprint}!` })) };
    }
    const command = commandOf({ ...step, kind: step.kind }, this.books, nowMs);
    return { command, keys: keysFor(command, number) };
  }

  private foresee({ command, keys }: Sent, nowMs: number): Foreseen {
    for (const key of keys) {
      const done = this.accepted.get(`${key.kind} ${key.key}`);
      if (done) return { kind: done.fingerprint === key.fingerprint ? 'replay' : 'key-reused' };
    }
    const expected = expectedOf(this.books, command, nowMs);
    this.books = expected.books;
    // What is accepted and changes nothing (nothing does so but catching up, which has no keys) binds no key.
    if (!expected.rejection) {
      for (const { kind, key, fingerprint } of keys) this.accepted.set(`${kind} ${key}`, { fingerprint });
    }
    return { kind: 'decided', expected };
  }

  private plan(sent: readonly Sent[]): readonly Planned<CreditAccountEvent>[] {
    const commands = sent.map(({ command, keys }, i) => ({
      stream: this.stream,
      tenant: TENANT,
      actor: 'actor',
      correlationId: 'request',
      keys,
      decide: ruleOf(command, keys.at(-1)?.key ?? `none ${i}`, this.customer),
    }));
    const plan = planBatch({
      definition: creditAccountDefinition,
      stream: this.stream,
      folded: this.folded,
      commands,
      oldKeys: new Map(),
      nowMs: this.clockMs,
      newId: () => '33333333-3333-4333-8333-333333333333',
      maxBytes: 1_000_000,
    });
    for (const event of plan.events) {
      const revision = this.stored.length;
      const stored = { ...event, stream: this.stream, revision, position: BigInt(revision) };
      this.stored.push(stored);
      this.folded = foldOne(creditAccountDefinition, this.folded, stored);
    }
    for (const written of plan.written) this.audit(written);
    assert.deepEqual(this.folded.state, plan.state);
    assert.equal(this.folded.hash, plan.hash);
    return plan.outcomes;
  }

  private auditedState: CreditAccount = creditAccountDefinition.initial;

  /** Everything that must hold at one revision. */
  private audit({ event, revision, metadata }: WrittenEvent): void {
    this.seen.add(event.type);
    this.auditedState = creditAccountDefinition.evolve(this.auditedState, event);
    this.totals = addPostings(this.totals, event);
    const breaches = [...eventBreaches(event), ...accountBreaches(this.auditedState, this.totals, event.data.balances)];
    assert.deepEqual(breaches, [], `revision ${revision}`);
    this.row = changeRow(this.row, event, { stream: this.stream, revision, metadata });
    assert.deepEqual(shownRow(this.row), shownState(this.auditedState), `row at revision ${revision}`);
  }

  private compare(outcome: Planned<CreditAccountEvent>, foreseen: Foreseen): void {
    if (foreseen.kind !== 'decided') {
      const repeated = outcome.kind === 'replay' || (outcome.kind === 'accepted' && outcome.replayed);
      assert.equal(repeated ? 'replay' : outcome.kind, foreseen.kind);
      this.seen.add(foreseen.kind);
      return;
    }
    const { rejection, events } = foreseen.expected;
    if (rejection) {
      assert.ok(outcome.kind === 'rejected', `${outcome.kind} instead of ${String(rejection['code'])}`);
      assert.deepEqual(outcome.rejection, rejection);
      this.seen.add(String(rejection['code']));
      return;
    }
    assert.ok(
      outcome.kind === 'accepted',
      JSON.stringify(outcome, (_, v: unknown) => (typeof v === 'bigint' ? `${v}` : v)),
    );
    assert.equal(outcome.replayed, false);
    this.expectedEvents.push(...events);
  }

  private readonly expectedEvents: Expected['events'][number][] = [];

  /** All events so far, in order and no others; and the balances that they leave. */
  private compareBooks(): void {
    const { state } = this.folded;
    const from = this.comparedEvents;
    this.comparedEvents = this.stored.length;
    const events = this.decodedFrom(from);
    const told = events.map(({ type, data }, i) => ({
      type,
      data: pick(data, this.expectedEvents[from + i]?.data ?? {}),
    }));
    assert.deepEqual(told, this.expectedEvents.slice(from));
    if (state.status === 'absent') return assert.equal(this.books.status, 'absent');
    const { limitMinor, utilisedMinor, availableMinor, buckets } = state.balances;
    const usedMinor = owedIn(this.books);
    assert.deepEqual(
      [state.status, limitMinor, utilisedMinor, availableMinor, buckets['single_payment']?.pastDueMinor],
      [this.books.status, this.books.limitMinor, usedMinor, this.books.limitMinor - usedMinor, pastDueIn(this.books)],
    );
    assert.deepEqual({ externalId: state.externalId, metadata: state.metadata }, this.books.said);
  }

  private comparedEvents = 0;

  private decodedFrom(from: number): readonly CreditAccountEvent[] {
    const decoder = new TextDecoder();
    return this.stored
      .slice(from)
      .map(({ type, data }) => creditAccountDefinition.codec.decode(type, decoder.decode(data)));
  }

  /** The bytes alone, read from the beginning, are the account. */
  private replayFromBytes(): void {
    const empty = emptyFold<CreditAccount>(creditAccountDefinition.initial);
    const again = this.stored.reduce((folded, stored) => foldOne(creditAccountDefinition, folded, stored), empty);
    assert.deepEqual(again.state, this.auditedState);
    assert.deepEqual([again.hash, again.revision], [this.folded.hash, this.stored.length - 1]);
    this.folded = again;
  }

  /** Years later every accepted command is sent again: all are answered from the stream, and nothing is written. */
  private repeatAll(): void {
    const { length } = this.stored;
    this.clockMs += 1_000 * 86_400_000;
    const repeats = this.sent.filter(({ keys }) =>
      keys.some(({ kind, key, fingerprint }) => this.accepted.get(`${kind} ${key}`)?.fingerprint === fingerprint),
    );
    if (repeats.length > 0) this.plan(repeats).forEach(({ kind }) => assert.equal(kind, 'replay'));
    assert.equal(this.stored.length, length);
  }
}

type WrittenEvent = ReturnType<typeof planBatch<CreditAccount, CreditAccountEvent, never>>['written'][number];

/** Header and business key, as the dialect gives them; catching up has none. */
function keysFor(command: LifeCommand, number: number): readonly CommandKey[] {
  if (command.kind === 'catch-up') return [];
  const header = { kind: 'header', key: `h${number}`, fingerprint: `${command.kind} ${number}` } as const;
  if (command.kind === 'use')
    return [header, { kind: 'order', key: `o${number}`, fingerprint: `${command.amountMinor}` }];
  if (command.kind !== 'pay') return [header];
  return [header, { kind: 'payment', key: `p${number}`, fingerprint: `${command.amountMinor}` }];
}

/** A repeat under another `Idempotency-Key`: only the business key tells that it is one. */
function renewedHeader({ keys }: Sent, number: number): readonly CommandKey[] {
  return keys.length < 2 ? keys : keys.map((key) => (key.kind === 'header' ? { ...key, key: `again ${number}` } : key));
}

function pick(data: object, like: object): object {
  return Object.fromEntries(Object.keys(like).map((name) => [name, (data as Record<string, unknown>)[name]]));
}

function shownRow(row: CreditAccountRow) {
  const { status, balances, paymentTermDays, externalId, metadata } = row;
  return { status, balances, paymentTermDays, externalId, metadata, debts: sorted(row.debts) };
}

function shownState(state: CreditAccount) {
  if (state.status === 'absent') return {};
  const { status, balances, paymentTermDays, externalId, metadata } = state;
  return { status, balances, paymentTermDays, externalId, metadata, debts: sorted(state.tranches) };
}

function sorted(
  debts: readonly { dueOn: string; usedOn: string; age: string; owedMinor: bigint }[],
): readonly string[] {
  return debts.map(({ dueOn, usedOn, age, owedMinor }) => `${dueOn} ${usedOn} ${age} ${owedMinor}`).toSorted();
}
