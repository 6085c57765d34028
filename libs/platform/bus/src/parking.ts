/**
 * Where a group's messages wait that it could not handle, and whatever came behind them. The rows in Postgres are the
 * truth in both transports (docs/decisions/0017); a parked account's row lock orders who parks behind and who frees.
 */
import { hash } from 'node:crypto';
import type { ClientBase, Pool } from 'pg';
import type { BusMessage } from './cloud-event';

/** A message, and where its transport has it. */
export interface Delivered {
  readonly message: BusMessage;
  /** Unique within the transport: the same place is the same message. */
  readonly place: string;
  /** What it parks under, and waits behind: its account. Often the message's key, but that is for its reader to say. */
  readonly key: string;
}

export interface Failure {
  readonly cause: string;
  readonly attempts: number;
}

export interface ParkedMessage extends Omit<Delivered, 'key'> {
  readonly ordinal: number;
  /** Undefined: parked only because it came behind another one. */
  readonly cause: string | undefined;
  readonly attempts: number;
  readonly parkedAt: Date;
}

export interface ParkedAccount {
  readonly group: string;
  readonly key: string;
  readonly messages: number;
  readonly parkedAt: Date;
  readonly redriveAskedAt: Date | null;
  /** Of the first message: why the account is here. */
  readonly cause: string | null;
}

type Database = Pool | ClientBase;

const MAX_CAUSE = 2_000;

/** A topic that was deleted and made anew has others at the old places: none may pass for one that is parked. */
const PLACE = `CASE WHEN EXISTS (
    SELECT FROM bus.parked_messages AS p WHERE p.reaction_group = $1 AND p.key = $2 AND p.place = $4
      AND (p.headers, p.value) IS DISTINCT FROM ($5::bytea, $6::bytea)
  ) THEN $4 || ' sha256:' || encode(sha256($5::bytea || coalesce($6::bytea, '')), 'hex') ELSE $4 END`;
const COLUMNS = '(reaction_group, key, ordinal, topic, place, headers, value, cause, attempts)';
const ROW = `$1, $2, nextval('bus.parked_ordinal'), $3, ${PLACE}, $5, $6`;

const PARK = `WITH account AS (
    INSERT INTO bus.parked_accounts AS a (reaction_group, key) VALUES ($1, $2)
    ON CONFLICT (reaction_group, key) DO UPDATE SET parked_at = a.parked_at RETURNING 1
  )
  INSERT INTO bus.parked_messages ${COLUMNS} SELECT ${ROW}, $7, $8 FROM account
  ON CONFLICT (reaction_group, key, place) DO NOTHING`;

const PARK_BEHIND = `WITH account AS (
    SELECT 1 FROM bus.parked_accounts WHERE reaction_group = $1 AND key = $2 FOR UPDATE
  ), parked AS (
    INSERT INTO bus.parked_messages ${COLUMNS} SELECT ${ROW}, NULL, 0 FROM account
    ON CONFLICT (reaction_group, key, place) DO NOTHING
  )
  SELECT count(*)::integer AS there FROM account`;

/** What one group has parked. Two who park on one account at once may clash: the caller tries again. */
export class Parking {
  constructor(
    private readonly pool: Pool,
    private readonly group: string,
  ) {}

  async parkedAmong(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ key: string }>({
      name: 'bus-parked-among',
      text: 'SELECT key FROM bus.parked_accounts WHERE reaction_group = $1 AND key = ANY ($2)',
      values: [this.group, keys.map(storedKey)],
    });
    const parked = new Set(rows.map(({ key }) => key));
    return new Set(keys.filter((key) => parked.has(storedKey(key))));
  }

  async park(delivered: Delivered, { cause, attempts }: Failure): Promise<void> {
    await this.pool.query(PARK, [...this.valuesOf(delivered), storable(cause), attempts]);
  }

  /** Behind what is parked of its account. False: the account flows again, and nothing was done. */
  async parkBehind(delivered: Delivered): Promise<boolean> {
    const { rows } = await this.pool.query<{ there: number }>(PARK_BEHIND, this.valuesOf(delivered));
    return rows[0]?.there === 1;
  }

  /** Keys of accounts that somebody wants to flow again, those who asked first in front. */
  async askedToRedrive(limit: number): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ key: string }>(
      `SELECT key FROM bus.parked_accounts WHERE reaction_group = $1 AND redrive_asked_at IS NOT NULL
       ORDER BY redrive_asked_at, key LIMIT $2`,
      [this.group, limit],
    );
    return rows.map(({ key }) => key);
  }

  private valuesOf({ message, place, key }: Delivered): unknown[] {
    const { topic, headers, value } = message;
    const bytes = Buffer.from(JSON.stringify({ key: message.key, headers }));
    return [this.group, storedKey(key), topic, place, bytes, value === null ? null : Buffer.from(value)];
  }
}

/**
 * Keys of ours are stream ids. Whatever else stands in a topic must be parkable too, also what is no text at all; and
 * none may pass for another one's hash.
 */
function storedKey(key: string): string {
  return /^(?!sha256:)[\x21-\x7e]{0,200}$/.test(key) ? key : `sha256:${hash('sha256', key, 'hex')}`;
}

function storable(text: string): string {
  return text.replaceAll('\u0000', '').slice(0, MAX_CAUSE);
}

export async function parkedMessages(
  database: Database,
  account: { readonly group: string; readonly key: string },
  limit: number,
): Promise<readonly ParkedMessage[]> {
  const { rows } = await database.query<
    Omit<ParkedMessage, 'message' | 'cause'> & {
      topic: string;
      raw: Buffer;
      value: Buffer | null;
      cause: string | null;
    }
  >(
    `SELECT ordinal, topic, place, headers AS raw, value, cause, attempts, parked_at AS "parkedAt"
     FROM bus.parked_messages WHERE reaction_group = $1 AND key = $2 ORDER BY ordinal LIMIT $3`,
    [account.group, account.key, limit],
  );
  return rows.map(({ raw, topic, value, cause, ...row }) => {
    const { key, headers } = JSON.parse(raw.toString('utf8')) as Pick<BusMessage, 'key' | 'headers'>;
    return { ...row, cause: cause ?? undefined, message: { topic, key, headers, value } };
  });
}

export async function removeParked(
  database: Database,
  { group, key, ordinal }: { readonly group: string; readonly key: string; readonly ordinal: number },
): Promise<void> {
  await database.query('DELETE FROM bus.parked_messages WHERE reaction_group = $1 AND key = $2 AND ordinal = $3', [
    group,
    key,
    ordinal,
  ]);
}

export async function parkAgain(
  database: Database,
  { group, key, ordinal, cause, attempts }: Failure & { group: string; key: string; ordinal: number },
): Promise<void> {
  await database.query(
    `WITH failed AS (
       UPDATE bus.parked_messages SET cause = $4, attempts = attempts + $5
       WHERE reaction_group = $1 AND key = $2 AND ordinal = $3
     )
     UPDATE bus.parked_accounts SET redrive_asked_at = NULL WHERE reaction_group = $1 AND key = $2`,
    [group, key, ordinal, storable(cause), attempts],
  );
}

/**
 * Lets the account flow if nothing of it is parked any more; true if it flows. The lock first, and a statement of its
 * own for the look: it sees what was parked while the lock was waited for.
 */
export async function freeIfEmpty(client: ClientBase, group: string, key: string): Promise<boolean> {
  await client.query('BEGIN');
  try {
    const account = [group, key];
    const there = await client.query(
      'SELECT FROM bus.parked_accounts WHERE reaction_group = $1 AND key = $2 FOR UPDATE',
      account,
    );
    const { rowCount } = await client.query(
      `DELETE FROM bus.parked_accounts AS a WHERE a.reaction_group = $1 AND a.key = $2 AND NOT EXISTS (
         SELECT FROM bus.parked_messages AS m WHERE m.reaction_group = $1 AND m.key = $2)`,
      account,
    );
    await client.query('COMMIT');
    return there.rowCount === 0 || rowCount === 1;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the connection may be what failed
    throw error;
  }
}

export interface AccountFilter {
  readonly group?: string;
  readonly key?: string;
}

/** Of all groups, or as the filter says; oldest first. */
export async function parkedAccounts(
  database: Database,
  { group, key }: AccountFilter = {},
): Promise<readonly ParkedAccount[]> {
  const { rows } = await database.query<ParkedAccount>(
    `SELECT a.reaction_group AS "group", a.key, a.parked_at AS "parkedAt", a.redrive_asked_at AS "redriveAskedAt",
       (SELECT count(*)::integer FROM bus.parked_messages AS m
        WHERE m.reaction_group = a.reaction_group AND m.key = a.key) AS messages,
       (SELECT m.cause FROM bus.parked_messages AS m WHERE m.reaction_group = a.reaction_group AND m.key = a.key
        ORDER BY m.ordinal LIMIT 1) AS cause
     FROM bus.parked_accounts AS a
     WHERE ($1::text IS NULL OR a.reaction_group = $1) AND ($2::text IS NULL OR a.key = $2)
     ORDER BY a.parked_at, a.key`,
    [group ?? null, key ?? null],
  );
  return rows;
}

/** @returns how many accounts the group has parked */
export async function countParkedAccounts(database: Database, group: string): Promise<number> {
  const { rows } = await database.query<{ accounts: number }>(
    'SELECT count(*)::integer AS accounts FROM bus.parked_accounts WHERE reaction_group = $1',
    [group],
  );
  return rows[0]?.accounts ?? 0;
}

/** A running process of the group does it. @returns how many accounts were asked for */
export async function askToRedrive(database: Database, { group, key }: AccountFilter): Promise<number> {
  const { rowCount } = await database.query(
    `UPDATE bus.parked_accounts SET redrive_asked_at = now()
     WHERE ($1::text IS NULL OR reaction_group = $1) AND ($2::text IS NULL OR key = $2)`,
    [group ?? null, key ?? null],
  );
  return rowCount ?? 0;
}
