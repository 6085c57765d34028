/** What objects about a person have in common: why something was decided, when and by whom, and what may be read. */
import { type JsonSchema, orNull } from '../json-schema';
import type { Field } from '../raw-members';
import { instantSchema } from './answers';
import { type OwnParsed, wrongMember } from './parsed';

export interface Reasoned<T> {
  readonly value: T;
  readonly reason: string | null;
}

export function reasoned<T>(value: T, reason: Field<string>): Reasoned<T> {
  return { value, reason: reason ?? null };
}

/** What is decided to somebody's disadvantage needs a reason. */
export function withReasonFor<T extends string>(worst: T, parsed: OwnParsed<Reasoned<T>>): OwnParsed<Reasoned<T>> {
  const missing = parsed.ok && parsed.value.value === worst && parsed.value.reason === null;
  return missing ? wrongMember(`is required where it is ${worst}`, 'reason') : parsed;
}

/** `withheld`: the key has no scope to read them. `erased`: nobody can open them any more. */
export type PersonalDataState = 'kept' | 'withheld' | 'erased';

/** An instant as stored, with milliseconds, and an actor. */
export interface Done {
  readonly at: string;
  readonly by: string;
}

export const NEVER = { at: null, by: null } as const;

export function decidedMembers(decided: Done | undefined) {
  const { at, by } = decided ?? NEVER;
  return { decided_at: at, decided_by: by };
}

export const personalDataSchema: JsonSchema = {
  type: 'string',
  enum: ['kept', 'withheld', 'erased'],
  description:
    'Why personal members may be null: `kept`, they were not said; `withheld`, this key has no scope to read them; ' +
    '`erased`, nobody can open them any more.',
};
export const doneAtSchema: JsonSchema = orNull(instantSchema);
export const actorSchema: JsonSchema = orNull({ type: 'string' });
export const reasonSchema: JsonSchema = { ...orNull({ type: 'string' }), description: 'Personal, like the names.' };
