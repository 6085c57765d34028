/**
 * The account writer (ARCHITECTURE.md, “The way of a command”): one in-process queue per account, commands decided in
 * batches on a cached fold, one append a batch at the exact revision. Answers are given only after the append is
 * durable, and every question is answered once, within the bounds of queue, patience and attempts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf } from '@haber/event-store';
import type { PlainEvent, StreamDefinition, StreamId } from '@haber/ledger';
import { type OnCommand, tellEnd } from './observation';
import { type AccountWriter, type Command, type Outcome, WriterUnavailable } from './command';
import { DEFAULT_LIMITS, type WriterLimits } from './limits';
import { type Account, type Loaded, type Question, type TurnOptions, Turns } from './turns';

export interface WriterOptions extends TurnOptions {
  readonly limits?: Partial<WriterLimits>;
  /** Told when a command is taken; what it gives back is told how it ended. Both must be quick, and never throw. */
  readonly onCommand?: OnCommand;
}

export class StreamWriter<S, E extends PlainEvent, D> implements AccountWriter<S, E, D> {
  private readonly limits: WriterLimits;
  private readonly turns: Turns<S, E, D>;
  /** Accounts with a turn under way, and nothing else: an idle account costs only its cached fold. */
  private readonly busy = new Map<StreamId, Account<S, E, D>>();
  private unanswered = 0;
  private closing = false;

  constructor(
    private readonly definition: StreamDefinition<S, E, D>,
    private readonly options: WriterOptions,
  ) {
    this.limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.turns = new Turns(definition, options, this.limits);
  }

  execute<R>(command: Command<S, D, R>): Promise<Outcome<E, R>> {
    const ended = this.options.onCommand?.(this.definition.category, command);
    // The outcome carries back the very rejection that this command's own `decide` made.
    const answer = this.ask<Outcome<E, unknown>>(command.stream, (account, question) => {
      account.commands.push({ command, ...question });
    }) as Promise<Outcome<E, R>>;
    if (ended) tellEnd(answer, ended);
    return answer;
  }

  load(stream: StreamId): Promise<Loaded<S>> {
    return this.ask(stream, (account, question) => account.loads.push(question));
  }

  /** Forgets every cached fold; the next command of an account reads its stream. */
  evictAll(): void {
    this.turns.evictAll();
  }

  /** For metrics. */
  get usage(): { readonly unanswered: number; readonly busyAccounts: number; readonly cacheBytes: number } {
    return { unanswered: this.unanswered, busyAccounts: this.busy.size, cacheBytes: this.turns.cacheBytes };
  }

  /** Refuses new commands and resolves once all queued ones are answered and nothing is under way. */
  async close(): Promise<void> {
    this.closing = true;
    while (this.busy.size > 0 || this.unanswered > 0) await sleep(5);
    await this.options.groupCommit.idle();
    await this.turns.idle();
  }

  private ask<T>(stream: StreamId, join: (account: Account<S, E, D>, question: Question<T>) => void): Promise<T> {
    const running = this.busy.get(stream);
    const refusal = this.refusal(stream, running);
    if (refusal) return Promise.reject(refusal);
    const account = running ?? { stream, commands: [], loads: [], inHand: [] };
    const answer = new Promise<T>((resolve, reject) => join(account, { resolve, reject }));
    this.unanswered += 1;
    const answered = (): void => void (this.unanswered -= 1);
    answer.then(answered, answered);
    if (!running) void this.run(account);
    return answer;
  }

  private refusal(stream: StreamId, running: Account<S, E, D> | undefined): Error | undefined {
    const { category } = this.definition;
    if (categoryOf(stream) !== category) return new Error(`${stream} is no ${category} stream`);
    if (this.closing) return new WriterUnavailable('none', 'shutting_down', 1);
    const waiting = running ? running.commands.length + running.loads.length : 0;
    const full = waiting >= this.limits.queuePerAccount || this.unanswered >= this.limits.queueInAll;
    return full ? new WriterUnavailable('none', 'queue_full', 1) : undefined;
  }

  /** Turn after turn until nothing is asked of the account. Never rejects: a failure is its questions' answer. */
  private async run(account: Account<S, E, D>): Promise<void> {
    this.busy.set(account.stream, account);
    while (account.commands.length + account.loads.length > 0) await this.turns.take(account);
    this.busy.delete(account.stream);
  }
}
