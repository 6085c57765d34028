/**
 * `command_index(stream, key → revision, fingerprint)`: the keys of accepted commands, and the names that events bind
 * by their data, that a fold no longer remembers.
 * A projection like any other, with its own checkpoint; whoever asks learns how far it reaches.
 */
import type { Pool } from 'pg';
import { categoryOf, type StoredEvent } from '@haber/event-store';
import { accountCodec, accountNamesOf, decodeMetadata, isCreditAccountType } from '@haber/ledger';
import type { Projection } from '@haber/read-store';
import { LOOK_UP_PATIENCE_MS } from './in-time';
import { type AnyName, keyName, type RememberedKey } from './remembered-keys';

export interface OldKeys {
  /** Keys of this stream that the index knows, by `keyName`. */
  readonly found: ReadonlyMap<string, RememberedKey>;
  /** Every event up to this position is in the index. */
  readonly through: bigint;
}

export type LookUpKeys = (stream: string, keys: readonly AnyName[]) => Promise<OldKeys>;

const decoder = new TextDecoder();

export const commandIndex: Projection = {
  name: 'command-index',
  version: 1,
  schema: 'writer',
  categories: ['account'],
  tables: ['command_index'],
  ddl: (table) => `
    CREATE TABLE ${table('command_index')} (
      stream text NOT NULL,
      key text NOT NULL,
      revision bigint NOT NULL,
      fingerprint text NOT NULL,
      PRIMARY KEY (stream, key)
    )`,
  async apply(events, { query, table }) {
    const rows = firstOfEach(events.flatMap(keysOf));
    if (rows.length === 0) return;
    // A key's first event counts: what is there stays.
    await query(
      `INSERT INTO ${table('command_index')} (stream, key, revision, fingerprint)
       SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) ON CONFLICT DO NOTHING`,
      [rows.map((r) => r.stream), rows.map((r) => r.key), rows.map((r) => r.revision), rows.map((r) => r.fingerprint)],
    );
  },
};

interface IndexedKey {
  readonly stream: string;
  readonly key: string;
  readonly revision: number;
  readonly fingerprint: string;
}

function keysOf(stored: StoredEvent): IndexedKey[] {
  const { commandKeys } = decodeMetadata(decoder.decode(stored.metadata));
  const { stream, revision } = stored;
  return [...commandKeys, ...boundBy(stored)].map((name) => ({
    stream,
    key: keyName(name),
    revision,
    fingerprint: name.fingerprint,
  }));
}

/** Only the data of events that may bind a name is read: no credit account's does. @throws UnreadableEvent */
function boundBy({ type, data }: StoredEvent): readonly AnyName[] {
  return isCreditAccountType(type) ? [] : accountNamesOf(accountCodec.decode(type, decoder.decode(data)));
}

function firstOfEach(rows: readonly IndexedKey[]): IndexedKey[] {
  const first = new Map<string, IndexedKey>();
  for (const row of rows) {
    const name = `${row.stream} ${row.key}`;
    if (!first.has(name)) first.set(name, row);
  }
  return [...first.values()];
}

interface Row {
  readonly through: bigint | string | null;
  /** Whose it is of those who ask together, from 1. */
  readonly asker: number | null;
  readonly key: string | null;
  readonly revision: bigint | string | null;
  readonly fingerprint: string | null;
}

interface Asker {
  readonly stream: string;
  readonly keys: readonly AnyName[];
  readonly resolve: (found: OldKeys) => void;
  readonly reject: (error: unknown) => void;
}

/** Names of one statement, unless its only asker has more: so it is never long on its way. */
const MOST_NAMES = 8_192;

/** Accounts that ask in one tick, as after a group commit, share a statement. */
export function postgresLookUp(pool: Pool): LookUpKeys {
  let asking: Asker[] = [];
  const askAll = (): void => {
    const all = asking;
    asking = [];
    for (const group of groupsOf(all)) void answer(pool, group);
  };
  return (stream, keys) => {
    // Its checkpoint passes over streams that it does not index, and would promise what it does not hold.
    if (!commandIndex.categories.includes(categoryOf(stream))) return Promise.resolve(NOT_INDEXED);
    return new Promise((resolve, reject) => {
      if (asking.length === 0) setImmediate(askAll);
      asking.push({ stream, keys, resolve, reject });
    });
  };
}

const NOT_INDEXED: OldKeys = { found: new Map(), through: 0n };

function groupsOf(askers: readonly Asker[]): readonly (readonly Asker[])[] {
  const groups: Asker[][] = [];
  let names = Infinity;
  for (const asker of askers) {
    names += asker.keys.length;
    if (names > MOST_NAMES) {
      groups.push([]);
      names = asker.keys.length;
    }
    groups.at(-1)?.push(asker);
  }
  return groups;
}

/** Never rejects. */
async function answer(pool: Pool, askers: readonly Asker[]): Promise<void> {
  try {
    const { rows } = await pool.query<Row>(questionOf(askers));
    const through = BigInt(rows[0]?.through ?? 0);
    const byAsker = Map.groupBy(rows, ({ asker }) => asker);
    askers.forEach(({ resolve }, i) => resolve({ found: foundIn(byAsker.get(i + 1) ?? []), through }));
  } catch (error) {
    for (const { reject } of askers) reject(error);
  }
}

function foundIn(rows: readonly Row[]): ReadonlyMap<string, RememberedKey> {
  const found = new Map<string, RememberedKey>();
  for (const { key, revision, fingerprint } of rows) {
    if (key !== null && fingerprint !== null) found.set(key, { revision: Number(revision), fingerprint });
  }
  return found;
}

/** One statement: rows and checkpoint are of one moment. An index look-up a name, whatever the planner thinks. */
function questionOf(askers: readonly Asker[]) {
  return {
    name: 'command-index-look-up',
    text: `SELECT c.position AS through, k.asker, k.key, k.revision, k.fingerprint
           FROM (SELECT 1) one
           LEFT JOIN read_store.checkpoints c ON c.projection = 'command-index'
           LEFT JOIN (
             SELECT asked.asker, i.key, i.revision, i.fingerprint
             FROM unnest($2::integer[], $3::text[]) AS asked (asker, key)
             CROSS JOIN LATERAL (
               SELECT x.key, x.revision, x.fingerprint FROM writer.command_index x
               WHERE x.stream = ($1::text[])[asked.asker] AND x.key = asked.key OFFSET 0
             ) i
           ) k ON true`,
    values: [
      askers.map(({ stream }) => stream),
      askers.flatMap(({ keys }, i) => keys.map(() => i + 1)),
      askers.flatMap(({ keys }) => keys.map(keyName)),
    ],
    query_timeout: LOOK_UP_PATIENCE_MS, // a silent connection is given up together with its question
  };
}
