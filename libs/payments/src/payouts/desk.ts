/**
 * Paying out, as a process does it: what the bus tells is submitted and sent, what stays open is taken up again and
 * again, what a bank tells by itself is taken in. Any number of processes may do it on one database.
 */
import { attemptPayout, submitReserved, unsettledMs } from './attempt';
import { type OperatorWord, writeOperatorWord } from './books';
import { type CallbackEnd, type CallbackMessage, ourTurn, takeCallback } from './callback';
import { type Patience, PATIENCE, type PayoutAt, type PayoutParts } from './parts';
import { Runner } from './runner';
import type { PayoutRejection } from '../domain/payout';
import { duePayouts } from '../queries/payouts';

type Decided = Pick<PayoutAt, 'stream' | 'tenant' | 'payoutId'>;

/** The work of which all processes share the attempts. */
export const PAYOUTS = 'payouts';

const MODES = ['live', 'test'] as const;

export class PayoutDesk {
  private readonly patience: Patience;
  /** What is tried out does not stand in the way of what is paid. */
  private readonly runners: Readonly<Record<(typeof MODES)[number], Runner>>;
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(private readonly parts: PayoutParts) {
    this.patience = { ...PATIENCE, ...parts.patience };
    this.runners = { live: new Runner(this.patience), test: new Runner(this.patience) };
  }

  /** Resolves when it is written that the bank will be asked, which it is afterwards. @throws WriterUnavailable */
  async reserved(payout: PayoutAt): Promise<void> {
    const isFresh = await submitReserved(this.parts, payout);
    if (isFresh) this.run(payout, true);
  }

  /** @throws WriterUnavailable */
  async callback(message: CallbackMessage): Promise<CallbackEnd> {
    const end = await takeCallback(this.parts, message);
    // Whose it was, nobody knows of one that is refused.
    this.parts.onAnswer?.({ bank: 'any', call: 'callback', answer: end });
    return end;
  }

  /**
   * A person decides, while nobody is at the payout: so nothing is sent that was given up. `busy`: somebody is.
   * @throws WriterUnavailable
   */
  async decidedByHand(payout: Decided, said: OperatorWord): Promise<'decided' | 'busy' | PayoutRejection> {
    if (said.dryRun === true) return (await writeOperatorWord(this.parts, payout, said)) ?? 'decided';
    const attempt = await ourTurn(this.parts, payout.payoutId, unsettledMs(this.parts.banks.of(payout.tenant)));
    if (!attempt) return 'busy';
    try {
      return (await writeOperatorWord(this.parts, payout, said)) ?? 'decided';
    } finally {
      await this.parts.attempts.later(attempt, this.patience.firstMs);
    }
  }

  /** One person at a time looks at an item, and does what follows from it. `busy`: somebody is at it for long. */
  async atItem<T>(itemId: string, work: () => Promise<T>): Promise<T | 'busy'> {
    const attempt = await ourTurn(this.parts, itemId, 0);
    if (!attempt) return 'busy';
    try {
      return await work();
    } finally {
      await this.parts.attempts.done(attempt);
    }
  }

  /** Takes up what is due, from now on. */
  start(): void {
    this.timer = setInterval(() => {
      this.looking ??= this.look().finally(() => (this.looking = undefined));
    }, this.patience.everyMs);
  }

  /** What is under way ends first. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
    await Promise.all(MODES.map((mode) => this.runners[mode].close()));
  }

  private run(payout: PayoutAt, isFresh: boolean): void {
    const { payoutId: key, tenant } = payout;
    const mode = tenant.endsWith('/live') ? 'live' : 'test';
    this.runners[mode].add({ key, tenant, run: () => attemptPayout(this.parts, payout, isFresh) });
  }

  private async look(): Promise<void> {
    const { parts, runners, patience } = this;
    // No more than can be begun soon: another process may have room for the rest.
    const limit = Math.min(Math.max(...MODES.map((mode) => runners[mode].room)), 2 * patience.atOnce);
    if (limit <= 0) return;
    const { graceMs, openTooLongMs } = patience;
    const { banks } = parts;
    const modes = MODES.filter((mode) => banks.of(`any/${mode}`));
    const asked = { work: PAYOUTS, graceMs, openTooLongMs, limit, modes, banks: banks.all.map(({ name }) => name) };
    try {
      for (const found of await duePayouts(parts.payoutRows, asked)) {
        this.run({ ...found, correlationId: parts.newId() }, false);
      }
    } catch (error) {
      parts.onFault(error);
    }
  }
}
