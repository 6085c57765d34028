/**
 * When a process began, to tell it from a later one that was given the same number. Only compared, never read as a
 * time.
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
