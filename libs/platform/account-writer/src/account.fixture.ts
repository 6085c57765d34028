/**
 * Credit accounts for the writer's own tests: commands whose rules are the ledger's balances and nothing more, a writer
 * over any store, and the auditor that reads a stream and checks what must hold whatever happened to the writer.
 */
import { type EventStore, GENESIS_HASH, hashOf, type StoredEvent } from '@haber/event-store';
import {
  accountBreaches,
  addDays,
  addPostings,
  businessDate,
  COMMERCIAL_PRODUCT,
  NO_DESCRIPTION,
  type CommandKey,
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  type CreditAccountEvent,
  creditAccountDefinition,
  type Decision,
  type NamedDecideContext,
  noPostings,
  publicId,
  type StreamId,
} from '@haber/ledger';
import type { Command, Outcome } from './command';
import { written } from './folded';
import { GroupCommit, type GroupCommitOptions } from './group-commit';
import { keyName } from './remembered-keys';
import { StreamWriter, type WriterOptions } from './writer';

export type AccountDecision = Decision<CreditAccountDraft, string>;
export type AccountCommand = Command<CreditAccount, CreditAccountDraft, string>;
export type AccountOutcome = Outcome<CreditAccountEvent, string>;
export type TestWriter = StreamWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;

const TENANT = 'demo/test';
export const START_MS = Date.parse('2025-11-24T10:00:00.000Z');
export const DAY_MS = 86_400_000;

export function account(customer: string): StreamId {
  return commercialCreditStream(TENANT, customer);
}

export function key(name: string, fingerprint = 'f', kind: CommandKey['kind'] = 'header'): CommandKey {
  return { kind, key: name, fingerprint };
}

type Decide = (state: CreditAccount, context: NamedDecideContext) => AccountDecision;

export function command(stream: StreamId, decide: Decide, keys: readonly CommandKey[] = []): AccountCommand {
  return { stream, tenant: TENANT, actor: 'tester', correlationId: 'c', keys, decide };
}

/** Requests and approves at once: two events of one command. */
export function open(stream: StreamId, limitMinor: bigint, keys: readonly CommandKey[] = []): AccountCommand {
  const accountId = stream;
  const asked = { accountId, customerId: 'c', kind: 'commercial', terms: COMMERCIAL_PRODUCT } as const;
  const request = { ...asked, requestedLimitMinor: limitMinor, paymentTermDays: 30, requestedBy: 'tester' };
  const approval = { accountId, limitMinor, paymentTermDays: 30, approvedBy: 'tester', notes: null };
  const accept: CreditAccountDraft[] = [
    { type: 'credit-account.requested.v1', data: request },
    { type: 'credit-account.approved.v1', data: approval },
  ];
  return command(stream, (state) => (state.status === 'absent' ? { accept } : { reject: 'exists' }), keys);
}

export function use(stream: StreamId, amountMinor: bigint, keys: readonly CommandKey[] = []): AccountCommand {
  const decide: Decide = (state, { now, commandId }) => {
    if (state.status !== 'approved') return { reject: 'not approved' };
    if (amountMinor > state.balances.availableMinor) return { reject: 'insufficient' };
    const usedOn = businessDate(now, state.terms.timeZone);
    const dueOn = addDays(usedOn, state.paymentTermDays);
    const ids = { accountId: state.accountId, usageId: publicId('usage', commandId), orderId: keys[0]?.key ?? '' };
    const data = { ...ids, bucket: 'single_payment', amountMinor, usedOn, dueOn, ...NO_DESCRIPTION } as const;
    return { accept: [{ type: 'credit-account.credit-used.v1', data }] };
  };
  return command(stream, decide, keys);
}

/** Pays from the first tranche, or is refused when that owes less. */
export function pay(stream: StreamId, amountMinor: bigint, keys: readonly CommandKey[] = []): AccountCommand {
  const decide: Decide = (state, { now, commandId }) => {
    const [tranche] = state.status === 'approved' ? state.tranches : [];
    if (state.status !== 'approved' || !tranche || tranche.owedMinor < amountMinor) return { reject: 'not owed' };
    const { bucket, age, usedOn, dueOn } = tranche;
    const effectiveOn = usedOn;
    const allocation = { component: 'principal', bucket, age, usedOn, dueOn, effectiveOn, amountMinor } as const;
    const ids = { accountId: state.accountId, paymentId: publicId('payment', commandId), paymentReference: 'p' };
    const paid = { ...ids, amountMinor, paymentDate: businessDate(now, 'UTC'), allocations: [allocation] };
    const data = { ...paid, ...NO_DESCRIPTION };
    return { accept: [{ type: 'credit-account.payment-received.v1', data }] };
  };
  return command(stream, decide, keys);
}

/** Writes nothing itself, and thereby only what has fallen due. */
export function catchUp(stream: StreamId): AccountCommand {
  return command(stream, () => ({ accept: [] }));
}

export interface WriterParts extends Partial<Omit<WriterOptions, 'store' | 'groupCommit'>> {
  readonly group?: Partial<GroupCommitOptions>;
}

/** One process's writer over a store. Time stands at `START_MS` unless told otherwise; ids count. */
export function writerOver(store: EventStore, { group, ...parts }: WriterParts = {}): TestWriter {
  const random = parts.random ?? seededRandom(7);
  const groupCommit = new GroupCommit({ store, random, ...group });
  return new StreamWriter(creditAccountDefinition, {
    store,
    groupCommit,
    clock: () => START_MS,
    newId: nextId,
    random,
    ...parts,
  });
}

/** Same seed, same numbers in [0, 1) (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

let ids = 0;

/** Counts over all writers: two processes never make the same one. */
function nextId(): string {
  ids += 1;
  return `00000000-0000-4000-8000-${ids.toString(16).padStart(12, '0')}`;
}

export async function eventsOf(store: EventStore, stream: StreamId): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let full = true; full;) {
    const page = await store.read(stream, events.length, 1_000);
    events.push(...page);
    full = page.length === 1_000;
  }
  return events;
}

export interface Audit {
  readonly breaches: readonly string[];
  /** Command key → how many commands wrote under it: more than 1 is a double effect. */
  readonly effects: ReadonlyMap<string, number>;
  readonly state: CreditAccount;
  readonly types: readonly string[];
}

/** The whole stream, read anew: chain, ids, order of time, balances, postings, and the effects of each key. */
export async function audit(store: EventStore, stream: StreamId): Promise<Audit> {
  const breaches: string[] = [];
  const effects = new Map<string, number>();
  const ids = new Set<string>();
  const types: string[] = [];
  let before = { state: creditAccountDefinition.initial, hash: GENESIS_HASH, recordedAt: '', totals: noPostings };
  for (const [revision, stored] of (await eventsOf(store, stream)).entries()) {
    const { event, metadata } = written(creditAccountDefinition, stored);
    const state = creditAccountDefinition.evolve(before.state, event);
    const totals = addPostings(before.totals, event);
    const checks: [boolean, string][] = [
      [stored.revision === revision, `revision ${stored.revision} stands at ${revision}`],
      [metadata.prevHash === before.hash, `the chain breaks at ${revision}`],
      [metadata.recordedAt >= before.recordedAt, `time goes back at ${revision}`],
      [!ids.has(stored.id), `id ${stored.id} stands twice`],
    ];
    breaches.push(...checks.flatMap(([holds, breach]) => (holds ? [] : [breach])));
    breaches.push(...accountBreaches(state, totals, event.data.balances));
    before = { state, hash: hashOf(stream, revision, stored), recordedAt: metadata.recordedAt, totals };
    ids.add(stored.id);
    types.push(event.type);
    // A command of two events (`open`) writes its key twice: it counts by its first event.
    if (event.type !== 'credit-account.approved.v1') countEffects(metadata.commandKeys, effects);
  }
  return { breaches, effects, state: before.state, types };
}

function countEffects(keys: readonly CommandKey[], effects: Map<string, number>): void {
  for (const key of keys) effects.set(keyName(key), (effects.get(keyName(key)) ?? 0) + 1);
}
