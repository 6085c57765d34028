/** What writers, group commits, projections and the rate limiter tell, as metrics. */
import type { CommandEnd, OnCommand, OnGroup } from '@haber/account-writer';
import type { TakePlace, Verdict } from '@haber/rate-limits';
import type { AppliedEvents } from '@haber/read-store';
import type { Metrics } from './metrics';

export function commandMetrics({ commands, commandDuration }: Metrics): OnCommand {
  return (category) => {
    const beganAtMs = performance.now();
    return ({ result, code = '' }: CommandEnd) => {
      commands.of(category, result, code).add();
      commandDuration.of(category).observe((performance.now() - beganAtMs) / 1_000);
    };
  };
}

export function groupMetrics({ groupEntries, groupDuration }: Metrics): OnGroup {
  const [entries, duration] = [groupEntries.of(), groupDuration.of()];
  return (group) => {
    const beganAtMs = performance.now();
    entries.observe(group.length);
    return () => duration.observe((performance.now() - beganAtMs) / 1_000);
  };
}

export function projectionMetrics({ projectedEvents, projectionDuration }: Metrics): (applied: AppliedEvents) => void {
  return ({ projection, events, beganAtMs }) => {
    projectedEvents.of(projection).add(events.length);
    projectionDuration.of(projection).observe((performance.now() - beganAtMs) / 1_000);
  };
}

/** Names are a key's id and, where it is not the default one, a class of routes. */
export function countedRefusals({ rateLimited }: Metrics, take: TakePlace): TakePlace {
  const counted = (name: string, verdict: Verdict): Verdict => {
    if (!verdict.granted) rateLimited.of(name.split(' ')[1] ?? 'default').add();
    return verdict;
  };
  return (name, limit) => {
    const verdict = take(name, limit);
    return verdict instanceof Promise ? verdict.then((late) => counted(name, late)) : counted(name, verdict);
  };
}

interface BankAnswer {
  readonly bank: string;
  readonly call: string;
  readonly answer: string;
}

export function bankMetrics({ bankAnswers }: Metrics): (told: BankAnswer) => void {
  return ({ bank, call, answer }) => bankAnswers.of(bank, call, answer).add();
}
