/** Metrics as a scraper reads them: names, help, bounded labels, and counts of what was done. */
import type { OnCommand } from '@haber/account-writer';
import { Exposition } from '@haber/testing';
import { commandMetrics, countedRefusals, groupMetrics, projectionMetrics } from './ledger-metrics';
import { productGauges } from './gauges';
import { Metrics } from './metrics';

let metrics: Metrics;
beforeEach(() => (metrics = new Metrics()));

const read = async (): Promise<Exposition> => new Exposition(await metrics.registry.metrics());
type CommandEnd = Parameters<ReturnType<OnCommand>>[0];

describe('metrics', () => {
  it('have names with their units, and a help that says what to do', async () => {
    const { types } = await read();
    const ours = [...types].filter(([name]) => name.startsWith('haber_'));
    expect(ours.length).toBeGreaterThanOrEqual(9);
    for (const [name, type] of ours) {
      const unit = type === 'counter' ? /_total$/ : /_(seconds|bytes|entries)$/;
      expect(name).toMatch(unit);
    }
    expect([...types.keys()]).toEqual(
      expect.arrayContaining(['process_cpu_seconds_total', 'nodejs_gc_duration_seconds']),
    );
  });

  it('put an observation into every bucket that it fits, and into sum and count', async () => {
    for (const value of [0.001, 0.0011, 0.7, 99]) metrics.requests.of('/r', 'GET', 200).observe(value);
    const read1 = await read();
    const of = (suffix: string, le?: string) =>
      read1.value(`haber_http_request_duration_seconds_${suffix}`, {
        ...{ route: '/r', method: 'GET', status: '200' },
        ...(le !== undefined && { le }),
      });
    const bounds = ['0.001', '0.0025', '0.5', '1', '10', '+Inf'];
    expect(bounds.map((le) => of('bucket', le))).toEqual([1, 2, 2, 3, 3, 4]);
    expect([of('count'), of('sum')]).toEqual([4, expect.closeTo(99.7021, 9)]);
  });

  it('write labels that would break a line so that they are read as they were', async () => {
    metrics.rateLimited.of('a"b\\c\nd').add(2);
    expect((await read()).value('haber_rate_limit_refusals_total', { class: 'a"b\\c\nd' })).toBe(2);
  });

  it('never hold more series than 2,000 and one, whatever labels come', async () => {
    for (let i = 0; i < 3_000; i += 1) metrics.rateLimited.of(`class-${i}`).add();
    const series = (await read()).samples.filter(({ name }) => name === 'haber_rate_limit_refusals_total');
    expect(series).toHaveLength(2_001);
    expect(series.at(-1)).toMatchObject({ labels: { class: 'other' }, value: 1_000 });
    metrics.rateLimited.of('class-0').add();
    expect((await read()).value('haber_rate_limit_refusals_total', { class: 'class-0' })).toBe(2);
  });
});

describe('what the running parts tell', () => {
  it('is counted by how commands ended', async () => {
    const onCommand = commandMetrics(metrics);
    const ends: CommandEnd[] = [
      { result: 'accepted', eventIds: ['e1', 'e2'] },
      { result: 'accepted', eventIds: ['e3'] },
      { result: 'rejected', code: 'insufficient_credit', eventIds: [] },
      { result: 'unavailable', code: 'queue_full', eventIds: [] },
    ];
    for (const end of ends) onCommand('account', {})(end);
    const seen = await read();
    const count = (result: string, code = '') =>
      seen.value('haber_commands_total', { category: 'account', result, code });
    expect([count('accepted'), count('rejected', 'insufficient_credit'), count('unavailable', 'queue_full')]).toEqual([
      ...[2, 1, 1],
    ]);
    expect(seen.value('haber_command_duration_seconds_count', { category: 'account' })).toBe(4);
    expect(JSON.stringify(seen.samples)).not.toMatch(/"e\d"/);
  });

  it('is counted by groups, projections and refusals', async () => {
    const entry = { append: { stream: 'account-1', expectedRevision: -1, events: [] }, inHand: [] };
    const onGroup = groupMetrics(metrics);
    for (const size of [1, 3]) onGroup(Array.from({ length: size }, () => entry))();
    projectionMetrics(metrics)({ projection: 'postings', events: [], beganAtMs: performance.now() });
    const verdicts = [false, true, false, false].map((granted) => ({ granted, remaining: 0, resetMs: 1 }));
    const take = countedRefusals(metrics, () => verdicts.shift() ?? { granted: true, remaining: 1, resetMs: 1 });
    const late = countedRefusals(metrics, () => Promise.resolve({ granted: false, remaining: 0, resetMs: 1 }));
    const limit = { requests: 1, windowSeconds: 1 };
    for (const name of ['key-1', 'key-1', 'key-1 immediate_credits', 'key-2']) void take(name, limit);
    await late('key-3', limit);
    const seen = await read();
    expect([seen.value('haber_group_commit_entries_count'), seen.value('haber_group_commit_entries_sum')]).toEqual([
      2, 4,
    ]);
    expect(seen.value('haber_group_commit_duration_seconds_count')).toBe(2);
    expect(seen.value('haber_projection_step_duration_seconds_count', { projection: 'postings' })).toBe(1);
    const refused = ['default', 'immediate_credits'].map((of) =>
      seen.value('haber_rate_limit_refusals_total', { class: of }),
    );
    expect(refused).toEqual([3, 1]);
    expect(JSON.stringify(seen.samples)).not.toContain('key-');
  });

  it('is read when somebody scrapes, and forgotten where it is no more', async () => {
    const checks = [
      { name: 'database', status: 'failing', since: '' },
      { name: 'process', status: 'ok', since: '' },
    ] as const;
    let shown: readonly (typeof checks)[number][] = checks;
    const usage = { unanswered: 5, busyAccounts: 2, cacheBytes: 1_024 };
    productGauges(metrics, {
      writers: { account: { usage } },
      checks: () => shown,
      log: { isDense: true, end: () => 42n },
      projections: () => [
        { name: 'postings', role: 'leader', behind: { positions: 3n, ms: 1_500 }, fault: undefined } as never,
      ],
      signing: () => ({ signs: false, behind: { positions: 7n, ms: 12_500 } }),
      pools: { commands: { totalCount: 10, idleCount: 4, waitingCount: 1 } },
    });
    const seen = await read();
    expect([seen.value('haber_ready', { check: 'database' }), seen.value('haber_ready', { check: 'process' })]).toEqual(
      [...[0, 1]],
    );
    expect(seen.value('haber_writer_unanswered_commands', { category: 'account' })).toBe(5);
    expect(seen.value('haber_writer_busy_accounts', { category: 'account' })).toBe(2);
    expect(seen.value('haber_fold_cache_bytes', { category: 'account' })).toBe(1_024);
    expect(seen.value('haber_event_log_position')).toBe(42);
    expect(seen.value('haber_projection_lag_events', { projection: 'postings' })).toBe(3);
    expect(seen.value('haber_projection_lag_seconds', { projection: 'postings' })).toBe(1.5);
    expect(seen.value('haber_projection_faulty', { projection: 'postings' })).toBe(0);
    expect([seen.value('haber_checkpoint_signing'), seen.value('haber_checkpoint_lag_seconds')]).toEqual([0, 12.5]);
    const used = ['used', 'idle', 'waiting'].map((state) =>
      seen.value('haber_database_connections', { pool: 'commands', state }),
    );
    expect(used).toEqual([6, 4, 1]);
    shown = [checks[1]];
    expect((await read()).value('haber_ready', { check: 'database' })).toBeUndefined();
  });
});
