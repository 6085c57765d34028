/**
 * Personal data as ciphertext under a key of each person's own: erasing a person is destroying that one key, and no
 * stored event, hash or backup of events has to change. A person is named by the customer's stream id.
 */
import type { Sealed } from '@haber/ledger';
import type { KeyObject } from 'node:crypto';
import type { Pool } from 'pg';
import { deriveKey, type MasterKey, UnusableMasterKey } from './master-key';
import { destroyKey, keyById, type KeyTable, liveKey, type PersonKey, presentKey } from './person-keys';
import { keyIdOf, openText, sealText } from './sealed-text';
import { inTurns, Queues } from './turns';

/** What anybody may do at any time: nothing here makes a key. */
export interface PersonalTexts {
  /**
   * Seals texts under the person's live key; null where there is none, since of whoever is not registered nothing is
   * kept. Field names are stored names: the same must be given to `open`.
   */
  sealIfKept<F extends string>(
    person: string,
    plaintexts: Readonly<Record<F, string>>,
  ): Promise<Record<F, Sealed> | null>;
  /**
   * Null after the person's erasure.
   * @throws SealBroken for a damaged text or one of another field; UnknownPersonKey for one of another person
   */
  open(person: string, field: string, sealed: string): Promise<string | null>;
  /** Texts by their stored names, each as `open` gives it; reads each key once. */
  openAll<F extends string>(
    person: string,
    sealed: Readonly<Record<F, string | null>>,
  ): Promise<Record<F, string | null>>;
  /**
   * Does the work while nobody else has this person's turn, in any process. Who registers a person makes the key and
   * appends in one turn, who erases a person destroys the key and records it in one. Not to be nested.
   */
  inTurn<T>(person: string, work: (alone: PersonalData) => Promise<T>): Promise<T>;
}

/** What changes whether somebody can be read: only for whoever has the person's turn. */
export interface PersonalData extends PersonalTexts {
  /** As `sealIfKept`, under a key that is made and committed first if there is none. */
  seal<F extends string>(person: string, plaintexts: Readonly<Record<F, string>>): Promise<Record<F, Sealed>>;
  /** Destroys the person's key for good; `erased` is false when there was none left. */
  erase(person: string): Promise<{ readonly erased: boolean }>;
}

export interface PersonalDataOptions {
  readonly pool: Pool;
  readonly masterKey: MasterKey;
}

export function personalData({ pool, masterKey }: PersonalDataOptions): PersonalData {
  const wrapKey = deriveKey(masterKey, 'person-key-wrap');
  const queues = new Queues();
  const inTurn: PersonalData['inTurn'] = (person, work) =>
    queues.after(person, () => inTurns(pool, [person], (held) => work({ ...dataIn(held, wrapKey), inTurn })));
  return { ...dataIn(pool, wrapKey), inTurn };
}

function dataIn(pool: KeyTable, wrapKey: KeyObject): Omit<PersonalData, 'inTurn'> {
  const keyOf = (owner: { readonly person: string; readonly keyId: string }) => keyById(pool, wrapKey, owner);
  return {
    async seal(person, plaintexts) {
      return sealedUnder(await liveKey(pool, wrapKey, person), person, plaintexts);
    },
    async sealIfKept(person, plaintexts) {
      const key = await presentKey(pool, wrapKey, person);
      return key ? sealedUnder(key, person, plaintexts) : null;
    },
    async open(person, field, sealed) {
      const place = { person, field, keyId: keyIdOf(sealed) };
      const key = await keyOf(place);
      return key && openText(key, place, sealed);
    },
    async openAll<F extends string>(person: string, sealed: Readonly<Record<F, string | null>>) {
      const texts = Object.entries<string | null>(sealed);
      const keys = new Map<string, KeyObject | null>();
      for (const keyId of new Set(texts.flatMap(([, text]) => (text === null ? [] : [keyIdOf(text)])))) {
        keys.set(keyId, await keyOf({ person, keyId }));
      }
      const opened = texts.map(([field, text]) => {
        const keyId = text === null ? '' : keyIdOf(text);
        const key = keys.get(keyId);
        return [field, text !== null && key ? openText(key, { person, field, keyId }, text) : null];
      });
      return Object.fromEntries(opened) as Record<F, string | null>;
    },
    async erase(person) {
      return { erased: await destroyKey(pool, person) };
    },
  };
}

function sealedUnder<F extends string>(
  { keyId, key }: PersonKey,
  person: string,
  plaintexts: Readonly<Record<F, string>>,
): Record<F, Sealed> {
  const texts = Object.entries(plaintexts) as [F, string][];
  const sealed = texts.map(([field, text]) => [field, sealText(key, { keyId, person, field }, text)]);
  return Object.fromEntries(sealed) as Record<F, Sealed>;
}

/**
 * Ties a database to its master key at the first call; afterwards a process with another key is refused, before it
 * seals anything that the others cannot open. @throws UnusableMasterKey
 */
export async function assertMasterKey({ pool, masterKey }: PersonalDataOptions): Promise<void> {
  const mine = masterKeyCheck(masterKey);
  await pool.query('INSERT INTO personal_data.master_key (check_value) VALUES ($1) ON CONFLICT DO NOTHING', [mine]);
  const { rows } = await pool.query<{ check_value: string }>('SELECT check_value FROM personal_data.master_key');
  if (rows[0]?.check_value !== mine) {
    throw new UnusableMasterKey('this database was made with another master key: give HABER_MASTER_KEY that one');
  }
}

/** What a database keeps of its master key: says nothing about the key, and tells another one apart. */
export function masterKeyCheck(masterKey: MasterKey): string {
  return deriveKey(masterKey, 'master-key-check').export().toString('hex');
}

/** False before the first start: then any master key will do. */
export async function hasMasterKey(pool: Pool): Promise<boolean> {
  return (await pool.query('SELECT FROM personal_data.master_key')).rows.length > 0;
}
