/** Sealing for many persons at once: what an import does, where a round trip a person would be most of its time. */
import type { Sealed } from '@haber/ledger';
import { deriveKey, type MasterKey } from './master-key';
import { type KeyTable, liveKeys } from './person-keys';
import { sealText } from './sealed-text';

export interface PersonToSeal<F extends string> {
  /** Each once. */
  readonly person: string;
  readonly plaintexts: Readonly<Partial<Record<F, string>>>;
}

/**
 * As `seal` does for one: in the order of the persons, every key committed before anything is sealed under it. Only for
 * whoever has the persons' turns.
 */
export async function sealMany<F extends string>(
  { pool, masterKey }: { readonly pool: KeyTable; readonly masterKey: MasterKey },
  people: readonly PersonToSeal<F>[],
): Promise<readonly Partial<Record<F, Sealed>>[]> {
  const wrapKey = deriveKey(masterKey, 'person-key-wrap');
  const keys = await liveKeys(
    pool,
    wrapKey,
    people.map(({ person }) => person),
  );
  return people.map(({ person, plaintexts }, i) => {
    const of = keys[i];
    if (!of) throw new Error(`no key of ${person}`);
    const texts = Object.entries(plaintexts) as [F, string][];
    const sealed = texts.map(([field, text]) => [field, sealText(of.key, { keyId: of.keyId, person, field }, text)]);
    return Object.fromEntries(sealed) as Partial<Record<F, Sealed>>;
  });
}
