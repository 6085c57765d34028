/**
 * Signs a checkpoint of the log whenever it has grown, at most a second behind. Killed anywhere, it goes on from the
 * last checkpoint in the store, and only from one that follows what it last saw there: who rewrites what was signed
 * gets no signature for it. Where several processes sign, the append at an exact revision lets one of them; the others
 * find that it is done. It shares no queue with commands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { NextCheckpoint, type SigningOptions } from './next-checkpoint';
import { SigningRefused } from './signing-refused';

export interface SigningFault {
  readonly error: unknown;
  /** It signs no more; else it is tried again. */
  readonly final: boolean;
}

export interface CheckpointSignerOptions extends SigningOptions {
  /** Told of the first fault in a row and ever more seldom of the next: of the 2nd, 4th, …, then of each 64th. */
  readonly onFault: (fault: SigningFault) => void;
  /** Between two looks at the log. */
  readonly everyMs?: number;
  /** Resolves after so long, or when it is told to stop. */
  readonly pause?: (ms: number, stopped: AbortSignal) => Promise<void>;
}

export interface SignerHealth {
  /** False after a fault, until it is overcome, and for good after a final one. */
  readonly signs: boolean;
  /** The position of the log up to which nothing was left unsigned. */
  readonly through: bigint;
}

export interface CheckpointSigner {
  health(): SignerHealth;
  /**
   * Signs what is there, as far as the store lets it, and ends. Nothing after a fault, its own or one that it is told
   * of: a log on which something has just failed is looked at first.
   */
  stop(options?: { readonly afterFault: boolean }): Promise<void>;
}

const EVERY_MS = 700;
const CATCH_UP_PAUSE_MS = 20;
/** Also while faults last: "a second behind" holds as soon as they are over. */
const LONGEST_PAUSE_MS = 1_000;
const TOLD_EACH = 64;

export function startCheckpointSigner(options: CheckpointSignerOptions): CheckpointSigner {
  return new RunningSigner(options);
}

/** Until a checkpoint covers a position: for whoever needs one where no process signs. @throws SigningRefused */
export async function signThrough(options: SigningOptions, position: bigint): Promise<void> {
  const checkpoints = new NextCheckpoint(options);
  while (checkpoints.through < position && (await checkpoints.sign()) === 'more');
}

class RunningSigner implements CheckpointSigner {
  private readonly stopped = new AbortController();
  private readonly checkpoints: NextCheckpoint;
  private readonly running: Promise<void>;
  /** In a row. */
  private faults = 0;
  private refused = false;

  constructor(private readonly options: CheckpointSignerOptions) {
    this.checkpoints = new NextCheckpoint(options);
    this.running = this.run();
  }

  health(): SignerHealth {
    return { signs: this.faults === 0, through: this.checkpoints.seen };
  }

  async stop({ afterFault } = { afterFault: false }): Promise<void> {
    this.stopped.abort();
    await this.running;
    if (afterFault || this.faults > 0) return;
    await this.look();
    await this.checkpoints.keep().catch((error: unknown) => this.tell(error));
  }

  private async run(): Promise<void> {
    const { everyMs = EVERY_MS, pause = paused } = this.options;
    for (let pauseMs = everyMs; !this.stopped.signal.aborted;) {
      const outcome = await this.look();
      if (this.refused) return;
      if (outcome === 'fault') pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      else pauseMs = outcome === 'more' ? CATCH_UP_PAUSE_MS : everyMs;
      await pause(pauseMs, this.stopped.signal);
    }
  }

  private async look(): Promise<'more' | 'done' | 'fault'> {
    try {
      const outcome = await this.checkpoints.sign();
      await this.checkpoints.keepNowAndThen();
      this.faults = 0;
      return outcome;
    } catch (error) {
      this.tell(error);
      return 'fault';
    }
  }

  private tell(error: unknown): void {
    this.faults += 1;
    this.refused = error instanceof SigningRefused;
    if (this.refused || isTold(this.faults)) this.options.onFault({ error, final: this.refused });
  }
}

function isTold(fault: number): boolean {
  return fault < TOLD_EACH ? Number.isInteger(Math.log2(fault)) : fault % TOLD_EACH === 0;
}

/** Ends early when woken to end. */
async function paused(ms: number, stopped: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopped }).catch(() => undefined);
}
