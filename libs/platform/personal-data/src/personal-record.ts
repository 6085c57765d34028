/**
 * Several sealed texts of one person at once, as records of an event hold them. A text that did not change keeps its
 * ciphertext: so "the same content" can be told by whoever never sees a clear text.
 */
import { type Sealed, SEALED_PREFIX } from '@haber/ledger';
import type { PersonalData } from './personal-data';

/** Null: nothing was said. */
type Said<F extends string, T extends string | null> = Readonly<Record<F, T>>;
/** Null where nothing was said, and only there. */
type Kept<F extends string, T extends string | null> = Record<F, Sealed | Extract<T, null>>;

export type SealedRecord<F extends string> = Readonly<Record<F, Sealed | null>>;

/**
 * What is said, sealed, with the ciphertext of `before` wherever that says the same. Makes the person's key only when
 * there is something new to seal. @throws SealBroken, UnknownPersonKey
 */
export async function sealRecord<F extends string, T extends string | null>(
  personalData: Pick<PersonalData, 'openAll' | 'seal'>,
  person: string,
  { said, before }: { readonly said: Said<F, T>; readonly before: SealedRecord<F> | null },
): Promise<Kept<F, T>> {
  const known = before && (await personalData.openAll(person, before));
  const fields = Object.entries(said) as [F, string | null][];
  const isKept = ([field, text]: [F, string | null]): boolean => text === null || known?.[field] === text;
  const changed = fields.filter((each): each is [F, string] => !isKept(each));
  const fresh = changed.length === 0 ? {} : await personalData.seal(person, Object.fromEntries(changed));
  const kept = fields.map(([field, text]) => [field, text === null ? null : (before?.[field] ?? null)]);
  return { ...(Object.fromEntries(kept) as Kept<F, T>), ...fresh };
}

/**
 * Stands where texts would be sealed, in what is decided and never written: a dry run, or a command that can only be
 * refused or repeated. So none of these makes a key.
 */
export function unsealed<F extends string, T extends string | null>(said: Said<F, T>): Kept<F, T> {
  const fields = Object.entries<string | null>(said);
  return Object.fromEntries(fields.map(([field, text]) => [field, text === null ? null : SEALED_PREFIX])) as Kept<F, T>;
}
