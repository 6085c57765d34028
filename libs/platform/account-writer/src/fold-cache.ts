/** Folds of accounts, least recently used first out, bounded by an estimate of their bytes. */
import type { Folded } from './folded';

const BASE_BYTES = 3_000;
const PART_BYTES = 250;

interface Entry<S> {
  readonly folded: Folded<S>;
  readonly bytes: number;
}

export class FoldCache<S> {
  private readonly entries = new Map<string, Entry<S>>();
  private bytes = 0;

  constructor(private readonly maxBytes: number) {}

  /** Whoever gets a fold sets the next one: only `set` counts as a use. */
  get(stream: string): Folded<S> | undefined {
    return this.entries.get(stream)?.folded;
  }

  set(stream: string, folded: Folded<S>): void {
    this.evict(stream);
    const bytes = bytesOf(folded);
    this.entries.set(stream, { folded, bytes });
    this.bytes += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.maxBytes) break;
      this.evict(oldest);
    }
  }

  evict(stream: string): void {
    const entry = this.entries.get(stream);
    if (!entry) return;
    this.bytes -= entry.bytes;
    this.entries.delete(stream);
  }

  evictAll(): void {
    this.entries.clear();
    this.bytes = 0;
  }

  /** Estimated, for metrics. */
  get sizeBytes(): number {
    return this.bytes;
  }
}

/** What grows in a state is a list or a map of it (open uses, holds, buckets): their members are counted. */
function bytesOf<S>({ state, keys }: Folded<S>): number {
  let parts = 0;
  for (const member of Object.values(state as Readonly<Record<string, unknown>>)) {
    if (Array.isArray(member)) parts += member.length;
    else if (typeof member === 'object' && member !== null) parts += Object.keys(member).length;
  }
  return BASE_BYTES + parts * PART_BYTES + keys.bytes;
}
