/** The bench's figures as a person reads them: medians over the rounds, and each target with whether it was met. */
import type { LoadResult } from './load';
import type { LongAccountFigures } from './long-account';

export interface Targets {
  readonly machine: string;
  readonly results: ReadonlyMap<string, readonly LoadResult[]>;
  readonly long: LongAccountFigures;
  readonly replay: { readonly events: number; readonly seconds: number };
  readonly idleMiB: number | undefined;
  readonly loadedMiB: number | undefined;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** The workload whose name begins with this letter code. */
function rounds({ results }: Targets, code: string): readonly LoadResult[] {
  for (const [name, found] of results) if (name.split(' ')[0] === code) return found;
  throw new Error(`no workload ${code}`);
}

/** Median of the ratios of each round, so that a slow minute hits both sides. */
function ratio(targets: Targets, over: string, under: string): number {
  const below = rounds(targets, under);
  return median(rounds(targets, over).map((r, i) => r.operationsPerSecond / (below[i]?.operationsPerSecond ?? 1)));
}

function speed(targets: Targets, code: string): number {
  return median(rounds(targets, code).map(({ operationsPerSecond }) => operationsPerSecond));
}

function p99(targets: Targets, code: string): number {
  return median(rounds(targets, code).map(({ p99Ms }) => p99Ms));
}

export function report(targets: Targets): string {
  const lines = [
    `machine: ${targets.machine}`,
    '',
    'workload | operations/s | p50 ms | p99 ms | unexpected',
    '---|---|---|---|---',
  ];
  for (const [name, results] of targets.results) {
    const p50 = median(results.map(({ p50Ms }) => p50Ms));
    const unexpected = results.flatMap((r) => Object.entries(r.unexpected).map(([status, n]) => `${n} × ${status}`));
    const speed = median(results.map(({ operationsPerSecond }) => operationsPerSecond));
    const tail = median(results.map(({ p99Ms }) => p99Ms));
    lines.push(`${name} | ${speed} | ${p50} | ${tail} | ${unexpected.join(', ') || 'none'}`);
  }
  return [...lines, '', ...judged(targets)].join('\n');
}

function judged(targets: Targets): string[] {
  const { long, replay, idleMiB, loadedMiB } = targets;
  const replayed = Math.round(replay.events / replay.seconds);
  const warm = long.bigP99Ms / long.smallP99Ms;
  const rows: [string, number, 'at least' | 'at most', number][] = [
    ["c / c'", ratio(targets, 'c', "c'"), 'at least', 0.8],
    ['a / c', ratio(targets, 'a', 'c'), 'at least', 0.5],
    ['b / a', ratio(targets, 'b', 'a'), 'at least', 0.9],
    ['b / d', ratio(targets, 'b', 'd'), 'at least', 5],
    ['a, operations/s', speed(targets, 'a'), 'at least', 2_450],
    ['b, operations/s', speed(targets, 'b'), 'at least', 2_450],
    ['a, p99 ms', p99(targets, 'a'), 'at most', 70],
    ['b, p99 ms', p99(targets, 'b'), 'at most', 70],
    ['hot account, 256 clients / 16 clients', ratio(targets, 'b256', 'b16'), 'at least', 1],
    [`replay, events/s (${replay.events} events)`, replayed, 'at least', 50_000],
    [`p99 of ${long.bigEvents} events / of 100 (${long.bigP99Ms} / ${long.smallP99Ms} ms)`, warm, 'at most', 1.2],
    [`first command on ${long.bigEvents} events in a fresh process, ms`, long.coldMs, 'at most', 100],
  ];
  const lines = rows.map(([name, figure, bound, target]) => {
    const met = bound === 'at least' ? figure >= target : figure <= target;
    return `${met ? 'met   ' : 'MISSED'}  ${name}: ${Math.round(figure * 100) / 100} (${bound} ${target})`;
  });
  return [...lines, `resident memory: ${idleMiB ?? '?'} MiB idle, ${loadedMiB ?? '?'} MiB after the load`];
}
