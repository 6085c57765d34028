/**
 * Keeps an import from running away from the read models of a product that runs meanwhile: whoever asks how an account
 * stands waits for its row two seconds at most. Where nobody keeps them up, as with a stopped product, nobody waits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { creditAccountProjection } from '@haber/credit-lines';
import type { Pool } from 'pg';

export interface Progress {
  /** Of the log's last event. */
  readonly head: bigint;
  /** Of the last event in the read model. */
  readonly through: bigint;
}

export interface PaceOptions {
  readonly look: () => Promise<Progress>;
  /** Milliseconds, from anywhere. */
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
}

/** A second's work of the read model on a small machine. */
const MOST_EVENTS_AHEAD = 2_000n;
/** What has not moved for so long is kept up by nobody. */
const STILL_MS = 1_000;
const LOOK_AGAIN_MS = 50;

export class Pace {
  private through: bigint | undefined;
  private movedMs: number;

  constructor(private readonly options: PaceOptions) {
    this.movedMs = options.clock();
  }

  /** Resolves when more may be written. */
  async ready(): Promise<void> {
    while (await this.isTooFarAhead()) await this.options.pause(LOOK_AGAIN_MS);
  }

  private async isTooFarAhead(): Promise<boolean> {
    const { head, through } = await this.options.look();
    const nowMs = this.options.clock();
    if (this.through !== undefined && through !== this.through) this.movedMs = nowMs;
    this.through = through;
    return head - through > MOST_EVENTS_AHEAD && nowMs - this.movedMs < STILL_MS;
  }
}

export function paceOf(pool: Pool): Pace {
  return new Pace({
    clock: () => performance.now(),
    pause: (ms) => sleep(ms),
    async look() {
      const { rows } = await pool.query<{ head: string; through: string | null }>({
        name: 'import-pace',
        text: `SELECT h.position::text AS head, c.position::text AS through FROM event_log.log_head AS h
               LEFT JOIN read_store.checkpoints AS c ON c.projection = $1`,
        values: [creditAccountProjection.name],
      });
      return { head: BigInt(rows[0]?.head ?? 0), through: BigInt(rows[0]?.through ?? 0) };
    },
  });
}
