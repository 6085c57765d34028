/** How much a writer takes on: every queue, batch and memory has a bound here. */

export interface WriterLimits {
  readonly batchCommands: number;
  /** Names that the commands of one batch bind, unless its first one binds more: they are looked up together. */
  readonly batchNames: number;
  /** Below what every store takes in one append. */
  readonly batchBytes: number;
  /** Questions that wait for one account's next turn. */
  readonly queuePerAccount: number;
  /** Questions not answered yet, of all accounts. */
  readonly queueInAll: number;
  readonly cacheBytes: number;
  /** Conflicts with other processes that one batch survives. */
  readonly attempts: number;
  /** Command keys that a fold remembers… */
  readonly keysKept: number;
  /** …and at most, while the command index lags. */
  readonly keysKeptAtMost: number;
}

export const DEFAULT_LIMITS: WriterLimits = {
  batchCommands: 256,
  batchNames: 4_096,
  batchBytes: 850_000,
  queuePerAccount: 2_048,
  queueInAll: 20_000,
  cacheBytes: 128 * 1024 * 1024,
  attempts: 40,
  keysKept: 4_096,
  keysKeptAtMost: 65_536,
};

/**
 * So long after an instant every event that is recorded at it stands in the log, or never will. An event gets its time
 * when it is decided, and stands there when it is stored: it is sent for the last time `LAST_SEND_MS` later, and the
 * store has done with that in `LONGEST_APPEND_MS`. The rest is for clocks that differ. A machine that stood still, a
 * network that delivers what was given up, and a clock that is set back keep to no bound.
 */
export const SETTLED_AFTER_MS = 60_000;
