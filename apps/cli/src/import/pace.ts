/**
 * Keeps an import from running away from the read models of a product that runs meanwhile: whoever asks how an account
 * stands waits for its row two seconds at most. Where nobody keeps them up, as with a stopped product, nobody waits.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { creditAccountProjection } from '@haber/credit-lines';
import type { EventStore } from '@haber/event-store';
import type { Pool } from 'pg';

export interface Progress {
  /** Where the log ends. */
  readonly head: bigint;
  /** How far the read model is. */
  readonly through: bigint;
}

export interface PaceOptions {
  readonly look: () => Promise<Progress>;
  /** Milliseconds, from anywhere. */
  readonly clock: () => number;
  readonly pause: (ms: number) => Promise<unknown>;
  /** Default 1: they are dense. */
  readonly positionsAnEvent?: bigint;
}

/** A second's work of the read model on a small machine. */
const MOST_EVENTS_AHEAD = 2_000n;
/** Of an imported account, roughly, where positions are bytes. */
const BYTES_AN_EVENT = 1_500n;
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
    const most = MOST_EVENTS_AHEAD * (this.options.positionsAnEvent ?? 1n);
    return head - through > most && nowMs - this.movedMs < STILL_MS;
  }
}

export function paceOf(pool: Pool, store: EventStore): Pace {
  return new Pace({
    positionsAnEvent: store.dense ? 1n : BYTES_AN_EVENT,
    clock: () => performance.now(),
    pause: (ms) => sleep(ms),
    async look() {
      const head = await store.end();
      const { rows } = await pool.query<{ through: string }>({
        name: 'import-pace',
        text: 'SELECT position::text AS through FROM read_store.checkpoints WHERE projection = $1',
        values: [creditAccountProjection.name],
      });
      return { head, through: BigInt(rows[0]?.through ?? 0) };
    },
  });
}
