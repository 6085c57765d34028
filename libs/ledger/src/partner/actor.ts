/**
 * Who counts as whom. Actors are names, typed by people into keys and headers: two names are one actor when they differ
 * only in case, spaces or Unicode form, so that nobody becomes a second pair of eyes by spelling himself otherwise.
 */

const MOST_CHARACTERS = 64;
/** Neither control, format, private nor unassigned characters, nor any that leave no mark: a name is what one sees. */
const PRINTABLE = /^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]+$/u;
const SPACES = /\p{Zs}+/gu;

/** A name as it is recorded: composed, with single spaces, 1–64 characters. Undefined: it is no name. */
export function actorName(text: string): string | undefined {
  const name = text.normalize('NFC').replace(SPACES, ' ').trim();
  return PRINTABLE.test(name) && [...name].length <= MOST_CHARACTERS ? name : undefined;
}

export function sameActor(one: string, other: string): boolean {
  return one === other || actorIdentity(one) === actorIdentity(other);
}

/** Upper case first: it unites what only lower case tells apart, such as `ß` and `ss`. */
export function actorIdentity(name: string): string {
  return name.normalize('NFKC').replace(SPACES, '').toUpperCase().toLowerCase().normalize('NFKC');
}
