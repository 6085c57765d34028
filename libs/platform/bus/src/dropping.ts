/**
 * Takes a message out that no redrive will ever mend, when a person says so: into `bus.dropped_messages`, in the same
 * transaction, so that it is in one of the two tables and never in both. Only the first of its account, so that no
 * order is broken by accident. The group's redrive lock keeps a redrive from handling what is being dropped (but for
 * one whose session broke off: what it had begun goes on); the account's row lock orders it among those who park
 * behind.
 */
import { withSession } from '@haber/read-store';
import type { ClientBase, Pool } from 'pg';
import { redriveLock } from './redrive';

export type DropOutcome =
  /** `waiting`: so many messages of the account are left, and asked to be redriven. 0: the account flows again. */
  | { readonly kind: 'dropped'; readonly place: string; readonly cause: string; readonly waiting: number }
  | { readonly kind: 'dropped_before'; readonly place: string; readonly droppedAt: Date; readonly reason: string }
  | { readonly kind: 'not_parked' }
  | { readonly kind: 'not_first'; readonly first: number }
  /** It is the first because those in front of it are done, and has not been tried by itself. */
  | { readonly kind: 'untried' }
  /** The group redrives, or somebody else drops, and it did not end while we waited. */
  | { readonly kind: 'busy' };

interface DropRequest {
  readonly group: string;
  readonly key: string;
  readonly ordinal: number;
  readonly reason: string;
}

const PATIENCE_MS = 10_000;

const DROP = `WITH gone AS (
    DELETE FROM bus.parked_messages WHERE reaction_group = $1 AND key = $2 AND ordinal = $3 RETURNING *
  )
  INSERT INTO bus.dropped_messages
    (reaction_group, key, ordinal, topic, place, headers, value, cause, attempts, parked_at, reason)
  SELECT reaction_group, key, ordinal, topic, place, headers, value, cause, attempts, parked_at, $4 FROM gone`;

/** May be repeated. @param patienceMs how long a redrive of the group is waited for */
export function dropParked(pool: Pool, request: DropRequest, patienceMs = PATIENCE_MS): Promise<DropOutcome> {
  return withSession(pool, async (client) => {
    await client.query('BEGIN');
    try {
      await client.query(`SELECT set_config('lock_timeout', $1, true)`, [`${patienceMs}ms`]);
      const outcome = await dropUnderLocks(client, request);
      await client.query('COMMIT');
      return outcome;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
      if (isLockTimeout(error)) return { kind: 'busy' };
      throw error;
    }
  });
}

function isLockTimeout(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === '55P03';
}

/** The locks first, and statements of their own for the look: they see what was done while a lock was waited for. */
async function dropUnderLocks(client: ClientBase, request: DropRequest): Promise<DropOutcome> {
  const { group, key, ordinal, reason } = request;
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [redriveLock(group)]);
  await client.query('SELECT FROM bus.parked_accounts WHERE reaction_group = $1 AND key = $2 FOR UPDATE', [group, key]);
  const before = await droppedBefore(client, request);
  if (before) return before;
  const first = await firstOf(client, request);
  if (!first) return { kind: 'not_parked' };
  if (first.ordinal !== ordinal) return { kind: 'not_first', first: first.ordinal };
  if (first.cause === null) return { kind: 'untried' };
  await client.query(DROP, [group, key, ordinal, reason]);
  const { place, cause, messages } = first;
  await (messages > 1 ? askFor(client, request) : free(client, request));
  return { kind: 'dropped', place, cause, waiting: messages - 1 };
}

async function droppedBefore(client: ClientBase, request: DropRequest): Promise<DropOutcome | undefined> {
  const { rows } = await client.query<{ place: string; droppedAt: Date; reason: string }>(
    `SELECT place, dropped_at AS "droppedAt", reason FROM bus.dropped_messages
     WHERE reaction_group = $1 AND key = $2 AND ordinal = $3`,
    [request.group, request.key, request.ordinal],
  );
  return rows[0] && { kind: 'dropped_before', ...rows[0] };
}

interface First {
  readonly ordinal: number;
  readonly place: string;
  readonly cause: string | null;
  /** Of the account, itself included. */
  readonly messages: number;
}

async function firstOf(client: ClientBase, { group, key }: DropRequest): Promise<First | undefined> {
  const { rows } = await client.query<First>(
    `SELECT ordinal, place, cause, (count(*) OVER ())::integer AS messages FROM bus.parked_messages
     WHERE reaction_group = $1 AND key = $2 ORDER BY ordinal LIMIT 1`,
    [group, key],
  );
  return rows[0];
}

async function askFor(client: ClientBase, { group, key }: DropRequest): Promise<void> {
  await client.query('UPDATE bus.parked_accounts SET redrive_asked_at = now() WHERE reaction_group = $1 AND key = $2', [
    group,
    key,
  ]);
}

async function free(client: ClientBase, { group, key }: DropRequest): Promise<void> {
  await client.query('DELETE FROM bus.parked_accounts WHERE reaction_group = $1 AND key = $2', [group, key]);
}
