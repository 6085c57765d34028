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

interface Compared<F extends string, T extends string | null> {
  readonly said: Said<F, T>;
  readonly before: SealedRecord<F> | null;
}

/**
 * What is said, sealed, with the ciphertext of `before` wherever that says the same. Makes the person's key only when
 * there is something new to seal. @throws SealBroken, UnknownPersonKey
 */
export async function sealRecord<F extends string, T extends string | null>(
  personalData: Pick<PersonalData, 'openAll' | 'seal'>,
  person: string,
  compared: Compared<F, T>,
): Promise<Kept<F, T>> {
  const { changed, kept } = await changesIn(personalData, person, compared);
  return changed ? { ...kept, ...(await personalData.seal(person, changed)) } : kept;
}

/** The same for whoever must not make a key; null where there is something new to seal, and no key to seal it under. */
export async function sealRecordIfKept<F extends string, T extends string | null>(
  personalData: Pick<PersonalData, 'openAll' | 'sealIfKept'>,
  person: string,
  compared: Compared<F, T>,
): Promise<Kept<F, T> | null> {
  const { changed, kept } = await changesIn(personalData, person, compared);
  if (!changed) return kept;
  const fresh = await personalData.sealIfKept(person, changed);
  return fresh && { ...kept, ...fresh };
}

async function changesIn<F extends string, T extends string | null>(
  personalData: Pick<PersonalData, 'openAll'>,
  person: string,
  { said, before }: Compared<F, T>,
): Promise<{ readonly changed: Record<F, string> | undefined; readonly kept: Kept<F, T> }> {
  const known = before && (await personalData.openAll(person, before));
  const fields = Object.entries(said) as [F, string | null][];
  const isKept = ([field, text]: [F, string | null]): boolean => text === null || known?.[field] === text;
  const changed = fields.filter((each): each is [F, string] => !isKept(each));
  const kept = fields.map(([field, text]) => [field, text === null ? null : (before?.[field] ?? null)]);
  return {
    changed: changed.length === 0 ? undefined : (Object.fromEntries(changed) as Record<F, string>),
    kept: Object.fromEntries(kept) as Kept<F, T>,
  };
}

/**
 * Stands where texts would be sealed, in what is decided and never written: a dry run, or a command that can only be
 * refused or repeated. So none of these makes a key.
 */
export function unsealed<F extends string, T extends string | null>(said: Said<F, T>): Kept<F, T> {
  const fields = Object.entries<string | null>(said);
  return Object.fromEntries(fields.map(([field, text]) => [field, text === null ? null : SEALED_PREFIX])) as Kept<F, T>;
}
