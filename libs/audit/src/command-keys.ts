/**
 * Exactly once, checked in bounded memory: every event's id must be the one that its command's first key gives, and
 * the first uses of keys in a stream are summed up, to be held against the command index, in which a key can stand
 * only once.
 */
import { hash } from 'node:crypto';
import type { StoredEvent } from '@haber/event-store';
import {
  accountCodec,
  accountNamesOf,
  type BoundName,
  type CommandKey,
  commandEventId,
  dueEventId,
  isCapacityType,
} from '@haber/ledger';

/** As the command index writes it. */
function keyName({ kind, key }: Pick<CommandKey | BoundName, 'kind' | 'key'>): string {
  return `${kind}:${key}`;
}

export interface UsedKey {
  readonly key: string;
  readonly revision: number;
  readonly fingerprint: string;
}

const MODULUS = 2 ** 48;

/** A count and an order-free checksum of (key, revision, fingerprint): equal only if both sides hold the same. */
export class KeyTally {
  count = 0;
  private sum = 0;

  add({ key, revision, fingerprint }: UsedKey): void {
    this.count += 1;
    const digest = hash('sha256', `${key}\n${revision}\n${fingerprint}`, 'buffer');
    this.sum = (this.sum + digest.readUIntBE(0, 6)) % MODULUS;
  }

  equals(other: KeyTally): boolean {
    return this.count === other.count && this.sum === other.sum;
  }
}

/** Follows the commands of one stream: consecutive events under the same first key are one command's. */
export class CommandRuns {
  private names: readonly string[] = [];
  private index = 0;

  /** The keys that this event is the first to carry, and the id that it must have (undefined when that is free). */
  next(
    event: StoredEvent,
    keys: readonly CommandKey[],
  ): { readonly fresh: UsedKey[]; readonly id: string | undefined } {
    const names = keys.map(keyName);
    this.index = names.length > 0 && names[0] === this.names[0] ? this.index + 1 : 0;
    const known = this.names;
    this.names = names;
    const fresh = keys
      .map(({ fingerprint }, i) => ({ key: names[i] ?? '', revision: event.revision, fingerprint }))
      .filter(({ key }) => !known.includes(key));
    fresh.push(...boundBy(event));
    const [first] = keys;
    return { fresh, id: first && commandEventId(event.stream, first, this.index) };
  }
}

/** The names that the event binds by its data: none of them is a repeat within its command. */
function boundBy({ type, data, revision }: StoredEvent): UsedKey[] {
  if (!isCapacityType(type)) return [];
  try {
    const names = accountNamesOf(accountCodec.decode(type, Buffer.from(data).toString()));
    return names.map((name) => ({ key: keyName(name), revision, fingerprint: name.fingerprint }));
  } catch {
    return []; // the fold tells it
  }
}

/** The id of an event that records what fell due; undefined for any other event. */
export function dueIdOf(stored: StoredEvent): string | undefined {
  if (stored.type !== 'credit-account.uses-fell-past-due.v1') return undefined;
  const { bucket, fromAge, dueOn } = JSON.parse(Buffer.from(stored.data).toString()) as Record<string, string>;
  return dueEventId(stored.stream, { what: `past-due:${bucket}:${fromAge}`, date: dueOn ?? '' }, 0);
}
