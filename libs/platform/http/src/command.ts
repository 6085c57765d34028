/**
 * From a request to a command and back: the part that is the same for every command of every dialect. What the caller
 * may repeat (keys and their fingerprints), what a write's answer carries in headers, and what a writer that cannot
 * answer now means on the wire (ARCHITECTURE.md, “The way of a command”).
 */
import type { AccountWriter, Command, Outcome } from '@haber/account-writer';
import type { CommandKey, PlainEvent } from '@haber/ledger';
import type { FastifyReply } from 'fastify';
import type { CarriedOut } from './dry-run';
import { platformProblem, Problem, type ProblemFields } from './problem';
import type { Principal, RequestContext } from './request-context';

/** HMAC under the tenant's key over the parts: equal only for a repeat of the same command. */
export type Fingerprint = (tenant: string, ...parts: readonly (string | Uint8Array)[]) => string;

/** A name that the command has in the partner's own business, with what a repeat must have in common with the first. */
export interface BusinessKey {
  readonly kind: Exclude<CommandKey['kind'], 'header'>;
  readonly key: string;
  readonly fingerprintOf: readonly string[];
}

export type CommandOrigin = Pick<
  Command<never, never, never>,
  'tenant' | 'actor' | 'assertedBy' | 'keyId' | 'correlationId' | 'keys' | 'expectedRevision'
>;

/**
 * Whose command it is, under which keys, and which revision `If-Match` demands of the stream that it is for. The
 * header's key comes first, its fingerprint over method, path and body.
 */
export function commandOrigin(
  context: RequestContext,
  fingerprint: Fingerprint,
  business?: BusinessKey,
): CommandOrigin {
  const { tenant, actor, assertedBy, keyId } = callerOf(context);
  const keys: CommandKey[] = [];
  if (context.idempotencyKey !== undefined) {
    const print = fingerprint(tenant, 'header', context.method, context.target, context.rawBody);
    keys.push({ kind: 'header', key: context.idempotencyKey, fingerprint: print });
  }
  if (business) {
    const { kind, key, fingerprintOf } = business;
    keys.push({ kind, key, fingerprint: fingerprint(tenant, kind, ...fingerprintOf) });
  }
  const { requestId: correlationId, expectedRevision } = context;
  return {
    tenant,
    actor,
    ...(assertedBy !== undefined && { assertedBy }),
    keyId,
    correlationId,
    keys,
    ...(expectedRevision !== undefined && { expectedRevision }),
  };
}

export function callerOf({ principal }: RequestContext): Principal {
  if (!principal) throw new Error('a public route has no caller');
  return principal;
}

export type Accepted<E extends PlainEvent> = Extract<Outcome<E, never>, { kind: 'accepted' }>;

export interface Refusals<R> {
  readonly rejected: (rejection: R) => Problem | Promise<Problem>;
  /** `revision`: of the event that bound the key. */
  readonly keyReused: (kind: CommandKey['kind'], revision: number) => Problem;
}

/** Executes and answers with what was accepted; everything else is thrown. @throws Problem, WriterUnavailable */
export async function executed<S, E extends PlainEvent, D, R>(
  writer: AccountWriter<S, E, D>,
  command: Command<S, D, R>,
  refusals: Refusals<R>,
): Promise<Accepted<E>> {
  return settled(await writer.execute<R>(command), refusals);
}

/** What was accepted. @throws Problem */
export async function settled<E extends PlainEvent, R>(
  outcome: Outcome<E, R>,
  refusals: Refusals<R>,
): Promise<Accepted<E>> {
  if (outcome.kind === 'rejected') throw await refusals.rejected(outcome.rejection);
  if (outcome.kind === 'key-reused') throw refusals.keyReused(outcome.key.kind, outcome.revision);
  if (outcome.kind === 'stale') throw platformProblem('precondition_failed');
  return outcome;
}

/**
 * The evidence that every write's answer carries: the account's revision, and the hash of its last event. A dry run has
 * none, says so, and creates nothing: 200. Both say whether an earlier request has done it.
 */
export function sendEvidence(
  reply: FastifyReply,
  { revision, hash, replayed }: Omit<CarriedOut<PlainEvent>, 'events'>,
): void {
  if (replayed) void reply.header('idempotent-replayed', 'true');
  if (hash === undefined) void reply.header('haber-dry-run', 'true').code(200);
  else void reply.header('etag', `"${revision}"`).header('haber-hash', hash);
}

/** The same evidence, as members of an object of Haber's own API. */
export function evidenceOf({ revision, hash }: Pick<CarriedOut<PlainEvent>, 'revision' | 'hash'>): {
  readonly revision: number;
  readonly hash: string | null;
} {
  return { revision, hash: hash ?? null };
}

/** A key that is bound to one customer sees no other one. */
export function mayActFor({ principal }: RequestContext, customerId: string): boolean {
  return principal?.customerId === undefined || principal.customerId === customerId;
}

/** The event of one type that a command wrote: what its answer is built from. @throws when it wrote none. */
export function eventOf<W extends { readonly event: PlainEvent }, const T extends W['event']['type']>(
  { events }: { readonly events: readonly W[] },
  type: T,
): W & { readonly event: Extract<W['event'], { readonly type: T }> } {
  const found = events.find(({ event }) => event.type === type);
  if (!found) throw new Error(`the command wrote no ${type}`);
  return found as W & { readonly event: Extract<W['event'], { readonly type: T }> };
}

type Checked<T, F> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: F };

/** The value of a request that a dialect could read. @throws Problem */
export function valid<T, F>(checked: Checked<T, F>, problemOf: (errors: F) => ProblemFields): T {
  if (!checked.ok) throw new Problem(problemOf(checked.errors));
  return checked.value;
}
