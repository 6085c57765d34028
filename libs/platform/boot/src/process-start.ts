/**
 * Whether a process that left its number somewhere still runs. When it began tells it from a later one that was given
 * the same number: only compared, never read as a time.
 */
import { readFileSync } from 'node:fs';

/** Undefined where the system does not tell (not Linux), and for a process that is not there. */
export function startOfProcess(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name, in brackets, may hold anything; field 22, the start in ticks since boot, is the 20th behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

export interface KnownProcess {
  readonly pid: number;
  /** `startOfProcess` of then; absent where the system did not tell. */
  readonly started?: string;
}

export function isRunning({ pid, started }: KnownProcess): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return started === undefined || started === startOfProcess(pid);
}
