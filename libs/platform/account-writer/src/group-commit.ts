/**
 * Group commit: appends of different accounts that are ready together share one round trip and one durable commit.
 * No timer: while one group is under way the next one gathers. An append whose answer was lost is sent again, the very
 * same bytes at the very same revision, until the answer is definite or the patience is over.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Append, type AppendResult, type EventStore, StoreBusy, UnknownOutcome } from '@haber/event-store';

export interface GroupCommitOptions {
  readonly store: EventStore;
  readonly maxEntries?: number;
  readonly maxBytes?: number;
  /** For how long after it was handed over an append is sent again, before its outcome is called unknown. */
  readonly patienceMs?: number;
  /** For how long after it was handed over an append may be sent for the first time; then it never is. */
  readonly unsentMs?: number;
  /** Groups under way at once when earlier ones must be sent again; without trouble there is one at a time. */
  readonly maxGroups?: number;
  /** In [0, 1): spreads retries of several processes. */
  readonly random: () => number;
  /** Told of each group that is sent; what it gives back is told of its end. Both must be quick, and never throw. */
  readonly onGroup?: OnGroup;
}

/** One append of a group, and the commands that are decided by it. */
export interface GroupEntry {
  readonly append: Append;
  readonly inHand: readonly { readonly command: object }[];
}

export type OnGroup = (group: readonly GroupEntry[]) => () => void;

interface Waiting extends GroupEntry {
  readonly bytes: number;
  /** On the clock of `performance.now()`. */
  readonly sinceMs: number;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

const DEFAULTS = { maxEntries: 500, maxBytes: 1_000_000, patienceMs: 15_000, unsentMs: 15_000, maxGroups: 4 };
const NOBODY: GroupEntry['inHand'] = [];
const FIRST_RETRY_MS = 20;
const LAST_RETRY_MS = 1_000;

/** After this long nothing that was handed over is sent any more, what was lost included. */
export const LAST_SEND_MS = Math.max(DEFAULTS.patienceMs, DEFAULTS.unsentMs) + 1.5 * LAST_RETRY_MS;

export class GroupCommit {
  private readonly options: GroupCommitOptions & typeof DEFAULTS;
  private waiting: Waiting[] = [];
  private readonly underWay = new Set<Promise<void>>();
  /** Of the groups under way, those being sent for the first time. */
  private fresh = 0;
  private gathering = false;

  constructor(options: GroupCommitOptions) {
    this.options = { ...DEFAULTS, ...options };
  }

  /**
   * Resolves once the append is durable or definitely refused.
   * @throws UnknownOutcome, StoreBusy when patience is over
   */
  append(append: Append, bytes: number, inHand: GroupEntry['inHand'] = NOBODY): Promise<AppendResult> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ append, inHand, bytes, sinceMs: performance.now(), resolve, reject });
      this.gather();
    });
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.underWay.size > 0 || this.waiting.length > 0) {
      await Promise.all(this.underWay);
      await sleep(1);
    }
  }

  /** Lets every account whose turn is ready in this tick join the group. */
  private gather(): void {
    if (this.gathering || this.fresh > 0 || this.underWay.size >= this.options.maxGroups) return;
    this.gathering = true;
    setImmediate(() => {
      this.gathering = false;
      this.sendGroup();
    });
  }

  private sendGroup(): void {
    const group = this.nextGroup();
    const ended = this.options.onGroup?.(group);
    this.fresh += 1;
    let first = true;
    const notFresh = (): void => {
      if (first) this.fresh -= 1;
      first = false;
      if (this.waiting.length > 0) this.gather();
    };
    const sent = this.flush(group, notFresh).finally(() => {
      ended?.();
      this.underWay.delete(sent);
      notFresh();
    });
    this.underWay.add(sent);
  }

  /** The oldest waiting appends, up to the limits; a stream stands at most once in a group. */
  private nextGroup(): Waiting[] {
    const { maxEntries, maxBytes } = this.options;
    const group: Waiting[] = [];
    const left: Waiting[] = [];
    const streams = new Set<string>();
    let bytes = 0;
    for (const one of this.waiting) {
      const fits = group.length === 0 || (group.length < maxEntries && bytes + one.bytes <= maxBytes);
      if (!fits || left.length > 0 || streams.has(one.append.stream)) {
        left.push(one);
        continue;
      }
      group.push(one);
      streams.add(one.append.stream);
      bytes += one.bytes;
    }
    this.waiting = left;
    return group;
  }

  /** Never rejects. `lost` is the answer that an earlier send of these very entries did not get. */
  private async flush(group: readonly Waiting[], onTrouble: () => void, lost?: UnknownOutcome): Promise<void> {
    const sending = new Sending(this.options, group, lost);
    try {
      const results = await sending.send(onTrouble);
      group.forEach(({ resolve, reject }, i) => {
        const result = results[i];
        if (result) resolve(result);
        else reject(new UnknownOutcome('the store gave no result for an entry'));
      });
    } catch (error) {
      if (sending.refused && group.length > 1) {
        // One entry that the store cannot take must not fail the others: find it by halves.
        const half = group.length >> 1;
        await this.flush(group.slice(0, half), onTrouble, sending.lost);
        await this.flush(group.slice(half), onTrouble, sending.lost);
        return;
      }
      for (const { reject } of group) reject(sending.lost ?? error);
    }
  }
}

/** One group on its way, with what is known of it. */
class Sending {
  /** The store failed in a way that sending again does not mend. */
  refused = false;

  constructor(
    private readonly options: GroupCommitOptions & typeof DEFAULTS,
    private readonly group: readonly Waiting[],
    public lost: UnknownOutcome | undefined,
  ) {}

  async send(onTrouble: () => void): Promise<readonly AppendResult[]> {
    const { store, random } = this.options;
    const entries = this.group.map(({ append }) => append);
    const deadlineMs = this.deadlineMs();
    for (let waitMs = FIRST_RETRY_MS; ; waitMs = Math.min(waitMs * 2, LAST_RETRY_MS)) {
      try {
        return await store.append(entries);
      } catch (error) {
        // Once an answer was lost, a later failure says nothing about that first send.
        if (error instanceof UnknownOutcome) this.lost = error;
        else this.refused = !(error instanceof StoreBusy);
        if (this.refused || performance.now() >= deadlineMs) throw error;
      }
      onTrouble();
      await sleep(waitMs * (0.5 + random()));
    }
  }

  /**
   * What was decided long ago is not sent at all: it would land among what has been answered as complete since
   * (`SETTLED_AFTER_MS`). @throws StoreBusy
   */
  private deadlineMs(): number {
    const { patienceMs, unsentMs } = this.options;
    // The oldest is first.
    const sinceMs = this.group[0]?.sinceMs ?? performance.now();
    if (performance.now() >= sinceMs + unsentMs) throw new StoreBusy('waited too long to be sent');
    return sinceMs + patienceMs;
  }
}
