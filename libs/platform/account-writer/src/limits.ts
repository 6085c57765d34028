/** How much a writer takes on: every queue, batch and memory has a bound here. */

export interface WriterLimits {
  readonly batchCommands: number;
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
  batchBytes: 850_000,
  queuePerAccount: 2_048,
  queueInAll: 20_000,
  cacheBytes: 128 * 1024 * 1024,
  attempts: 40,
  keysKept: 4_096,
  keysKeptAtMost: 65_536,
};
