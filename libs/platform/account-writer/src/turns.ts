/**
 * One turn of one account: decide what is queued on the cached fold, append it, answer. A decision that writes nothing
 * is confirmed at the stream's head first; a conflict is decided again on top of what the other process added; a lost
 * answer is never decided again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type AppendResult, hashOf, StoreBusy, UnknownOutcome } from '@haber/event-store';
import type { PlainEvent, StreamDefinition, StreamId } from '@haber/ledger';
import { type AnyCommand, type Plan, planBatch, type Planned, turnSize } from './batch';
import { type Outcome, WriterUnavailable } from './command';
import { FoldCache } from './fold-cache';
import { BrokenChain, type Folded, namesIn } from './folded';
import type { GroupCommit } from './group-commit';
import { type HistoryOptions, StreamHistory } from './history';
import type { WriterLimits } from './limits';

export interface TurnOptions extends HistoryOptions {
  readonly groupCommit: GroupCommit;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** A random UUID. */
  readonly newId: () => string;
  /** In [0, 1), for jitter. */
  readonly random: () => number;
  /** Told of each append that another process was faster than. Must be quick, and never throw. */
  readonly onConflict?: (category: string) => void;
}

/** Answered by the first call of either; further calls are without effect. */
export interface Question<T> {
  readonly resolve: (answer: T) => void;
  readonly reject: (error: unknown) => void;
}

interface Queued<S, E extends PlainEvent, D> extends Question<Outcome<E, unknown>> {
  readonly command: AnyCommand<S, D>;
}

export interface Loaded<S> {
  readonly state: S;
  readonly revision: number;
}

/** What is asked of one account. */
export interface Account<S, E extends PlainEvent, D> {
  readonly stream: StreamId;
  readonly commands: Queued<S, E, D>[];
  readonly loads: Question<Loaded<S>>[];
  /** Commands of the turn under way, not answered yet. */
  inHand: readonly Queued<S, E, D>[];
}

/** Position of the last event of an append that is ours; undefined: another process was faster. */
type Committed = bigint | undefined;

const LAST_BACKOFF_MS = 16;
/** Enough for another process to read, decide and append. */
const POLITE_MS = 5;
const POLITE_TURNS = 20;
/** Conflicts after which to try again at once, into the gap that the other process leaves. */
const PROMPT_RETRIES = 4;

export class Turns<S, E extends PlainEvent, D> {
  private readonly cache: FoldCache<S>;
  private readonly history: StreamHistory<S, E, D>;

  constructor(
    private readonly definition: StreamDefinition<S, E, D>,
    private readonly options: TurnOptions,
    private readonly limits: WriterLimits,
  ) {
    this.cache = new FoldCache(limits.cacheBytes);
    this.history = new StreamHistory(definition, options, limits);
  }

  evictAll(): void {
    this.cache.evictAll();
  }

  get cacheBytes(): number {
    return this.cache.sizeBytes;
  }

  /** Resolves when nothing is written behind the answers. */
  idle(): Promise<void> {
    return this.history.idle();
  }

  /** Answers at least one question of the account. Never rejects, and never runs twice at once for an account. */
  async take(account: Account<S, E, D>): Promise<void> {
    try {
      const { stream } = account;
      let folded = this.cache.get(stream) ?? (await this.coldStart(stream));
      if (account.loads.length > 0) folded = await this.answerLoads(account, folded);
      account.inHand = account.commands.splice(0, turnSize(account.commands, this.limits));
      if (account.inHand.length > 0) await this.decide(account, folded);
    } catch (error) {
      this.fail(account, error);
    }
    account.inHand = [];
  }

  private async coldStart(stream: StreamId): Promise<Folded<S>> {
    const folded = await this.history.coldStart(stream);
    this.cache.set(stream, folded);
    return folded;
  }

  private async answerLoads(account: Account<S, E, D>, from: Folded<S>): Promise<Folded<S>> {
    // Whoever asks from now on may expect what is committed after this reading.
    const loads = account.loads.splice(0);
    try {
      const folded = await this.history.toHead(account.stream, from);
      this.cache.set(account.stream, folded);
      const { state, revision } = folded;
      for (const { resolve } of loads) resolve({ state, revision });
      return folded;
    } catch (error) {
      for (const { reject } of loads) reject(unavailable(error));
      throw error;
    }
  }

  /** Decides and appends until the outcome is definite. @throws whatever leaves it open, or forbids an answer */
  private async decide(account: Account<S, E, D>, from: Folded<S>): Promise<void> {
    const { stream } = account;
    let folded = from;
    for (let conflicts = 0; conflicts < this.limits.attempts; conflicts += 1) {
      folded = await this.besideRivals(stream, folded, conflicts);
      const plan = await this.plan(account, folded, conflicts);
      const position = await this.commit(account, folded, plan);
      if (position !== undefined) {
        this.settle(stream, { folded, plan, position });
        this.answer(account.inHand, plan.outcomes.filter(isOpen));
        return;
      }
      this.options.onConflict?.(this.definition.category);
    }
    throw new WriterUnavailable('none', 'too_contended', 1);
  }

  /**
   * Where another process writes too, whoever has just appended is first again: he need not read. So once they have
   * met, both leave a gap after each turn and begin the next one by reading, until the other has been quiet a while.
   */
  private async besideRivals(stream: StreamId, folded: Folded<S>, conflicts: number): Promise<Folded<S>> {
    const { politeTurns, turnEndedMs } = folded.rivalry ?? { politeTurns: 0, turnEndedMs: 0 };
    if (conflicts === 0 && politeTurns === 0) return folded;
    const politeMs = turnEndedMs + POLITE_MS - performance.now();
    const gapMs = conflicts === 0 ? politeMs : Math.min(2 ** (conflicts - PROMPT_RETRIES), LAST_BACKOFF_MS);
    if (gapMs >= 1) await sleep(gapMs * (0.5 + this.options.random()));
    const head = await this.history.toHead(stream, folded);
    const left = head.revision > folded.revision ? POLITE_TURNS : politeTurns - 1;
    const next = { ...head, rivalry: { politeTurns: Math.max(0, left), turnEndedMs } };
    this.cache.set(stream, next);
    return next;
  }

  /**
   * Plans what is in hand; half as much after each further conflict, since who plans less is sooner at the store. What
   * does not fit goes back to the queue; a repeat is answered at once from the stream.
   */
  private async plan(account: Account<S, E, D>, folded: Folded<S>, conflicts: number): Promise<Plan<S, E>> {
    const { stream } = account;
    const inHand = this.firstOf(account, account.inHand.length >> (conflicts > 1 ? 1 : 0));
    const { definition, options, limits } = this;
    const commands = inHand.map(({ command }) => command);
    const keys = commands.flatMap(({ keys: own, names = [] }) => [...own, ...names]);
    const oldKeys = await this.history.oldKeys(stream, folded.keys, keys);
    const about = { nowMs: options.clock(), newId: options.newId, maxBytes: limits.batchBytes };
    const plan = planBatch({ definition, stream, folded, commands, oldKeys, ...about });

    const { outcomes } = plan;
    account.inHand = this.firstOf(account, outcomes.length).filter((queued, i) => {
      const planned = outcomes[i];
      if (planned?.kind !== 'replay') return true;
      this.replay(stream, queued, planned);
      return false;
    });
    return plan;
  }

  /** Keeps so many commands in hand, at least one; the others go back to the head of the queue. */
  private firstOf(account: Account<S, E, D>, count: number): readonly Queued<S, E, D>[] {
    const kept = Math.max(1, count);
    account.commands.unshift(...account.inHand.slice(kept));
    account.inHand = account.inHand.slice(0, kept);
    return account.inHand;
  }

  /** The command was done before, whatever becomes of the others of its batch. */
  private replay(stream: StreamId, queued: Queued<S, E, D>, at: Extract<Planned<E>, { kind: 'replay' }>): void {
    this.history.replay(stream, at).then(queued.resolve, (error: unknown) => {
      const failure = unavailable(error);
      queued.reject(isUnavailable(failure) ? new WriterUnavailable('unknown', 'store_unavailable', 2) : failure);
    });
  }

  private async commit(account: Account<S, E, D>, folded: Folded<S>, plan: Plan<S, E>): Promise<Committed> {
    const { stream, inHand } = account;
    if (plan.outcomes.every(({ kind }) => SETTLED.has(kind))) return folded.position;
    const append = { stream, expectedRevision: folded.revision, events: plan.events };
    let result: AppendResult;
    try {
      result = await this.options.groupCommit.append(append, plan.bytes + stream.length, inHand);
    } catch (error) {
      // Nothing was to be written, so nothing can have been: only the confirmation is missing.
      if (error instanceof UnknownOutcome && plan.events.length === 0) throw new StoreBusy('not confirmed');
      throw error;
    }
    switch (result.kind) {
      case 'asserted':
        return folded.position;
      case 'appended':
        return result.position;
      case 'duplicate':
        return (await this.isOurs(stream, plan)) ? result.position : undefined;
      case 'conflict':
        if (result.actualRevision >= folded.revision) return undefined;
        throw new BrokenChain(`${stream} ends at revision ${result.actualRevision}, was seen at ${folded.revision}`);
    }
  }

  /**
   * Another process that was sent the same command writes the same ids: only the same bytes are ours. The last event's
   * hash covers those before it.
   */
  private async isOurs(stream: StreamId, plan: Plan<S, E>): Promise<boolean> {
    try {
      const [last] = await this.options.store.read(stream, plan.revision, 1);
      return last !== undefined && hashOf(stream, last.revision, last) === plan.hash;
    } catch {
      throw new UnknownOutcome('the events stand in the stream, and could not be compared with ours');
    }
  }

  private settle(
    stream: StreamId,
    { folded, plan, position }: { folded: Folded<S>; plan: Plan<S, E>; position: bigint },
  ): void {
    const { keys, rivalry } = folded;
    for (const event of plan.written) {
      keys.remember(namesIn(this.definition, event), { revision: event.revision, position });
    }
    this.history.prune(keys);
    const { state, revision, hash, recordedAt } = plan;
    const ended = rivalry && { rivalry: { ...rivalry, turnEndedMs: performance.now() } };
    const next = { ...folded, state, revision, hash, position, recordedAt, ...ended };
    this.cache.set(stream, this.history.snapshotBehind(stream, next));
  }

  private answer(inHand: readonly Queued<S, E, D>[], outcomes: readonly Open<E>[]): void {
    inHand.forEach(({ resolve, reject }, i) => {
      const outcome = outcomes[i];
      if (outcome?.kind === 'failed') reject(outcome.error);
      else if (outcome) resolve(outcome);
    });
  }

  private fail(account: Account<S, E, D>, error: unknown): void {
    const failure = unavailable(error);
    // After a definite failure the fold is still true; and what a broken stream once held is not to be forgotten.
    if (!isDefinite(failure)) this.cache.evict(account.stream);
    for (const { reject } of account.inHand) reject(failure);
    const alone = isUnavailable(failure) ? failure.reason === 'too_contended' : account.inHand.length > 0;
    if (!alone) this.failThoseBehind(account, failure);
  }

  /** They would fare no better, and would wait as long again to learn it. */
  private failThoseBehind({ commands, loads }: Account<S, E, D>, failure: unknown): void {
    const reason = isUnavailable(failure) ? new WriterUnavailable('none', 'store_unavailable', 2) : failure;
    for (const { reject } of [...commands.splice(0), ...loads.splice(0)]) reject(reason);
  }
}

type Open<E extends PlainEvent> = Exclude<Planned<E>, { kind: 'replay' }>;

function isOpen<E extends PlainEvent>(planned: Planned<E>): planned is Open<E> {
  return planned.kind !== 'replay';
}

/** Outcomes that no other process can make untrue: they are facts of the stream, or no answer of the rules. */
const SETTLED: ReadonlySet<string> = new Set(['replay', 'key-reused', 'failed']);

function isDefinite(failure: unknown): boolean {
  return failure instanceof BrokenChain || (isUnavailable(failure) && failure.outcome === 'none');
}

function isUnavailable(error: unknown): error is WriterUnavailable {
  return error instanceof WriterUnavailable;
}

/** What a failed turn means for its commands: only a lost answer leaves the outcome open. */
function unavailable(error: unknown): unknown {
  if (error instanceof UnknownOutcome) return new WriterUnavailable('unknown', 'outcome_unknown', 2);
  if (error instanceof StoreBusy) return new WriterUnavailable('none', 'store_unavailable', 2);
  return error;
}
