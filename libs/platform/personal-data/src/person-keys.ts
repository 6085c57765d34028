/**
 * The table of person keys. A person has at most one live key; a destroyed one stays destroyed, and whoever comes back
 * gets the next generation. A key is committed before anything is sealed with it, and its bytes live for one call only.
 */
import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { decrypt, encrypt } from './sealed-text';

/** A pool, or the one connection of whoever has a person's turn. */
export type KeyTable = Pick<ClientBase, 'query'>;

export interface PersonKey {
  readonly keyId: string;
  readonly key: KeyObject;
}

/** No such key was ever made for this person: not an erasure, but lost or mixed-up rows. */
export class UnknownPersonKey extends Error {
  override readonly name = 'UnknownPersonKey';
}

/** Only erasures between two steps make another round; nobody erases this often in a moment. */
const MAX_ROUNDS = 10;

/** The person's live key, made if there is none. Of two processes that make one at once, both get the first. */
export async function liveKey(pool: KeyTable, wrapKey: KeyObject, person: string): Promise<PersonKey> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const found = await presentKey(pool, wrapKey, person);
    if (found) return found;
    const made = await makeKey(pool, wrapKey, person);
    if (made) return made;
  }
  throw new Error('the person is erased again and again');
}

/** The person's live key; undefined where there is none. */
export async function presentKey(pool: KeyTable, wrapKey: KeyObject, person: string): Promise<PersonKey | undefined> {
  const { rows } = await pool.query<{ key_id: string; wrapped_key: Buffer }>({
    name: 'person-key-live',
    text: `SELECT key_id, wrapped_key FROM personal_data.person_keys WHERE person = $1 AND destroyed_at IS NULL`,
    values: [person],
  });
  const row = rows[0];
  return row && { keyId: row.key_id, key: unwrap(wrapKey, { person, keyId: row.key_id }, row.wrapped_key) };
}

/** Undefined when another process was first. */
async function makeKey(pool: KeyTable, wrapKey: KeyObject, person: string): Promise<PersonKey | undefined> {
  const keyId = randomUUID();
  const bytes = randomBytes(32);
  const { rowCount } = await pool.query({
    name: 'person-key-make',
    text: `INSERT INTO personal_data.person_keys (key_id, person, generation, wrapped_key)
           SELECT $1::uuid, $2::text, coalesce(max(generation), 0) + 1, $3::bytea
           FROM personal_data.person_keys WHERE person = $2
           ON CONFLICT DO NOTHING`,
    values: [keyId, person, encrypt(wrapKey, aadOf({ person, keyId }), bytes)],
  });
  return rowCount === 1 ? { keyId, key: keyOf(bytes) } : undefined;
}

/** Null once the key was destroyed. @throws UnknownPersonKey */
export async function keyById(pool: KeyTable, wrapKey: KeyObject, of: KeyOwner): Promise<KeyObject | null> {
  const { rows } = await pool.query<{ wrapped_key: Buffer | null }>({
    name: 'person-key-by-id',
    text: `SELECT wrapped_key FROM personal_data.person_keys WHERE key_id = $1 AND person = $2`,
    values: [of.keyId, of.person],
  });
  const row = rows[0];
  if (!row) throw new UnknownPersonKey(`no key ${of.keyId} of ${of.person}`);
  return row.wrapped_key && unwrap(wrapKey, of, row.wrapped_key);
}

/** True if there was a live key. */
export async function destroyKey(pool: KeyTable, person: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE personal_data.person_keys SET wrapped_key = NULL, destroyed_at = now()
     WHERE person = $1 AND destroyed_at IS NULL`,
    [person],
  );
  return (rowCount ?? 0) > 0;
}

interface KeyOwner {
  readonly person: string;
  readonly keyId: string;
}

/**
 * The live keys of many persons, in their order, made where there is none: a round trip or two whatever their number.
 * A person stands in the list once.
 */
export async function liveKeys(
  pool: KeyTable,
  wrapKey: KeyObject,
  persons: readonly string[],
): Promise<readonly PersonKey[]> {
  const found = new Map<string, PersonKey>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const missing = persons.filter((person) => !found.has(person));
    if (missing.length === 0) return persons.flatMap((person) => found.get(person) ?? []);
    if (round % 2 === 0) await findKeys(pool, wrapKey, { missing, found });
    else await makeKeys(pool, wrapKey, { missing, found });
  }
  throw new Error('persons are erased again and again');
}

interface Sought {
  readonly missing: readonly string[];
  readonly found: Map<string, PersonKey>;
}

async function findKeys(pool: KeyTable, wrapKey: KeyObject, { missing, found }: Sought): Promise<void> {
  const { rows } = await pool.query<{ person: string; key_id: string; wrapped_key: Buffer }>({
    name: 'person-keys-live',
    text: `SELECT person, key_id, wrapped_key FROM personal_data.person_keys
           WHERE person = ANY($1::text[]) AND destroyed_at IS NULL`,
    values: [missing],
  });
  for (const { person, key_id: keyId, wrapped_key: wrapped } of rows) {
    found.set(person, { keyId, key: unwrap(wrapKey, { person, keyId }, wrapped) });
  }
}

/** In one order, so that no two wait for each other; what another process makes meanwhile is found next. */
async function makeKeys(pool: KeyTable, wrapKey: KeyObject, { missing, found }: Sought): Promise<void> {
  const made = missing.toSorted().map((person) => ({ person, keyId: randomUUID(), bytes: randomBytes(32) }));
  const { rows } = await pool.query<{ key_id: string }>({
    name: 'person-keys-make',
    text: `INSERT INTO personal_data.person_keys (key_id, person, generation, wrapped_key)
           SELECT n.key_id, n.person, 1 + coalesce((
             SELECT max(k.generation) FROM personal_data.person_keys AS k WHERE k.person = n.person
           ), 0), n.wrapped_key
           FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS n (key_id, person, wrapped_key)
           ON CONFLICT DO NOTHING RETURNING key_id`,
    values: [
      made.map(({ keyId }) => keyId),
      made.map(({ person }) => person),
      made.map(({ person, keyId, bytes }) => encrypt(wrapKey, aadOf({ person, keyId }), bytes)),
    ],
  });
  const kept = new Set(rows.map(({ key_id: keyId }) => keyId));
  for (const { person, keyId, bytes } of made) {
    const key = keyOf(bytes);
    if (kept.has(keyId)) found.set(person, { keyId, key });
  }
}

function aadOf({ person, keyId }: KeyOwner): Buffer {
  return Buffer.from(JSON.stringify(['haber.person-key.v1', keyId, person]));
}

function unwrap(wrapKey: KeyObject, of: KeyOwner, wrapped: Buffer): KeyObject {
  return keyOf(decrypt(wrapKey, aadOf(of), wrapped));
}

/** The key object holds a copy: the bytes themselves are not left lying in memory. */
function keyOf(bytes: Buffer): KeyObject {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return key;
}
