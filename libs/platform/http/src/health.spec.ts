import { once } from 'node:events';
import { connect } from 'node:net';
import { startEdge } from './edge.fixture';
import { type HealthCheck, Readiness } from './readiness';

function board(checks: readonly HealthCheck[], options: { timeoutMs?: number; freshMs?: number } = {}) {
  const time = { nowMs: 0 };
  const readiness = new Readiness({ checks, clock: () => time.nowMs, freshMs: 0, timeoutMs: 50, ...options });
  return { time, readiness };
}

const EPOCH = '1970-01-01T00:00:00.000Z';
const never = () => new Promise<never>(() => undefined);

describe('readiness', () => {
  it('tells of each check whether it passes, and since when', async () => {
    const state = { passes: true };
    const { time, readiness } = board([
      { name: 'log', passes: () => state.passes },
      { name: 'keys', passes: () => Promise.resolve(true) },
    ]);
    const both = await readiness.report();
    expect(both).toEqual([
      { name: 'log', status: 'ok', since: EPOCH },
      { name: 'keys', status: 'ok', since: EPOCH },
    ]);
    state.passes = false;
    for (const nowMs of [5_000, 6_000]) {
      time.nowMs = nowMs;
      expect((await readiness.report())[0]).toEqual({
        name: 'log',
        status: 'failing',
        since: '1970-01-01T00:00:05.000Z',
      });
    }
    state.passes = true;
    time.nowMs = 9_000;
    expect((await readiness.report())[0]).toEqual({ name: 'log', status: 'ok', since: '1970-01-01T00:00:09.000Z' });
  });

  it.each<[string, HealthCheck['passes']]>([
    ['throws', () => { throw new Error('SELECT 1'); }], // prettier-ignore
    ['rejects', () => Promise.reject(new Error('SELECT 1'))],
    ['never answers', never],
  ])('fails, in time, where a check %s', async (_, passes) => {
    const { readiness } = board([{ name: 'log', passes }, { name: 'keys', passes: () => true }]); // prettier-ignore
    expect((await readiness.report()).map(({ status }) => status)).toEqual(['failing', 'ok']);
  });

  it('asks a part that hangs once, and believes it when it comes back', async () => {
    let asked = 0;
    let answer: (passes: boolean) => void = () => undefined;
    const passes = () => {
      asked += 1;
      return new Promise<boolean>((resolve) => (answer = resolve));
    };
    const { readiness } = board([{ name: 'log', passes }], { timeoutMs: 5 });
    for (let i = 0; i < 20; i += 1) expect((await readiness.report())[0]?.status).toBe('failing');
    expect(asked).toBe(1);
    answer(true);
    await new Promise(setImmediate);
    const next = readiness.report();
    answer(true);
    expect((await next)[0]?.status).toBe('ok');
    expect(asked).toBe(2);
  });

  it('asks for a crowd as for one', async () => {
    let asked = 0;
    const passes = () => (asked += 1) > 0;
    const { readiness } = board([{ name: 'log', passes }], { freshMs: 60_000 });
    await Promise.all(Array.from({ length: 1_000 }, () => readiness.report()));
    await readiness.report();
    expect(asked).toBe(1);
  });
});

describe('health', () => {
  it('is public, and names what is not ready without a word of why', async () => {
    const state = { passes: true };
    const { readiness } = board([{ name: 'event log', passes: () => state.passes || Promise.reject(new Error('SELECT')) }]); // prettier-ignore
    const edge = await startEdge({ readiness });
    expect(await (await fetch(`${edge.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const ready = await fetch(`${edge.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: 'ready',
      checks: [{ name: 'event log', status: 'ok', since: EPOCH }],
    });
    state.passes = false;
    const unready = await fetch(`${edge.url}/readyz`);
    expect([unready.status, unready.headers.get('retry-after')]).toEqual([503, '1']);
    const text = await unready.text();
    expect(JSON.parse(text)).toMatchObject({
      code: 'service_unavailable',
      checks: [{ name: 'event log', status: 'failing', since: EPOCH }],
    });
    expect(text).not.toContain('SELECT');
    expect((await fetch(`${edge.url}/healthz`)).status).toBe(200);
    await edge.server.close();
  });

  it('is ready where nothing is to be checked, and lives while it stops, when it is not ready any more', async () => {
    const edge = await startEdge();
    expect(await (await fetch(`${edge.url}/readyz`)).json()).toEqual({ status: 'ready', checks: [] });
    // Requests that have begun to arrive when the server is told to stop.
    const halves = ['/healthz', '/readyz'].map((path) => {
      const socket = connect(edge.port, '127.0.0.1');
      let received = '';
      socket.on('data', (chunk) => (received += chunk.toString()));
      const ended = once(socket, 'close');
      const sent = new Promise<void>((resolve) => socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\n`, () => resolve()));
      return { sent, finish: () => socket.write('\r\n'), answer: async () => (await ended, received.slice(0, 12)) };
    });
    await Promise.all(halves.map(({ sent }) => sent));
    await fetch(`${edge.url}/healthz`);
    const closed = edge.server.close();
    for (const { finish } of halves) finish();
    expect(await Promise.all(halves.map(({ answer }) => answer()))).toEqual(['HTTP/1.1 200', 'HTTP/1.1 503']);
    await closed;
  });
});
