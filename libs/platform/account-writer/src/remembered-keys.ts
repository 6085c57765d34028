/**
 * The command keys that a fold remembers: all of the events above `sinceRevision`; older ones stand in the command
 * index. Keys are dropped oldest first, and only what the index is known to cover, unless the hard bound is hit: then
 * the stream itself is read (`StreamHistory.oldKeys`).
 */
import { NO_STREAM } from '@haber/event-store';
import type { BoundName, CommandKey, UsedName } from '@haber/ledger';

/** What counts once in a stream: a key of a command, or a name that an event binds by its data. */
export type AnyName = CommandKey | BoundName;

export type RememberedKey = UsedName;

export interface KeyLimits {
  /** Keys are dropped only above this many… */
  readonly keysKept: number;
  /** …and above this many even if the index lags. */
  readonly keysKeptAtMost: number;
}

export function keyName({ kind, key }: Pick<AnyName, 'kind' | 'key'>): string {
  return `${kind}:${key}`;
}

/** Memory of one key beside its name: fingerprint, entry and object. */
const KEY_BYTES = 230;

export class RememberedKeys {
  private readonly byName = new Map<string, RememberedKey & { readonly position: bigint }>();
  private bytesHeld = 0;

  constructor(
    private since = NO_STREAM,
    private sinceAt = 0n,
  ) {}

  get size(): number {
    return this.byName.size;
  }

  /** Estimated. */
  get bytes(): number {
    return this.bytesHeld;
  }

  /** Every key of an event above this revision is here. */
  get sinceRevision(): number {
    return this.since;
  }

  /** The position of that revision, or a later one. */
  get sincePosition(): bigint {
    return this.sinceAt;
  }

  /** True when no older event can hold a key. */
  get complete(): boolean {
    return this.since === NO_STREAM;
  }

  get(name: string): RememberedKey | undefined {
    return this.byName.get(name);
  }

  /** The first event under a key counts: a command of several events answers from its first. */
  remember(keys: readonly AnyName[], at: { revision: number; position: bigint }): void {
    for (const key of keys) {
      const name = keyName(key);
      if (this.byName.has(name)) continue;
      this.byName.set(name, { revision: at.revision, position: at.position, fingerprint: key.fingerprint });
      this.bytesHeld += KEY_BYTES + name.length;
    }
  }

  /** Drops the oldest keys, `indexedThrough` being the position up to which the command index is known to reach. */
  prune(indexedThrough: bigint, { keysKept, keysKeptAtMost }: KeyLimits): void {
    if (this.byName.size <= keysKept) return;
    for (const [name, { revision, position }] of this.byName) {
      if (this.byName.size <= keysKept) break;
      if (position > indexedThrough && this.byName.size <= keysKeptAtMost) break;
      this.byName.delete(name);
      this.bytesHeld -= KEY_BYTES + name.length;
      // Other keys of that event may still be here; what counts is that none above it is missing.
      if (revision <= this.since) continue;
      this.since = revision;
      this.sinceAt = position;
    }
  }
}
