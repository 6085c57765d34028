/** A token that is good once is good once in all instances of its service. */
import type { TakePlace, Verdict } from '@haber/rate-limits';

/**
 * True for the first who names an id, false for everybody after, for so long: as the limiter counts, with a limit of 1.
 * It answers at once where the limiter does. @throws LimiterUnavailable when nobody can tell, also as a rejection
 */
export function singleUse(take: TakePlace, windowSeconds: number): (id: string) => boolean | Promise<boolean> {
  return (id) => {
    const verdict = take(`gateway token ${id}`, { requests: 1, windowSeconds });
    return verdict instanceof Promise ? verdict.then(isGranted) : isGranted(verdict);
  };
}

const isGranted = ({ granted }: Verdict): boolean => granted;
