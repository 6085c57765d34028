/**
 * What an operator sees of the running product: a trace from the request to the projections, metrics that count what
 * was done and name nobody, a line a request, and health that tells the truth while Postgres hangs or falls.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Exposition, Standalone } from '@haber/testing';
import { Client } from 'pg';
import { OtlpReceiver, type ReceivedSpan } from './otlp-receiver.fixture';
import { endClean, type Partner, partnerOf, requestBody } from './partner.fixture';
import { registersOf } from './registers.fixture';

const TOKEN = 'a-token-for-the-scraper-0123456789';
const USE = '/api/v1/customers/:customerId/credit/use';

/** Asks until it is so. @throws when it never is */
async function until<T>(ask: () => Promise<T>, isSo: (seen: T) => boolean): Promise<T> {
  for (const deadline = Date.now() + 60_000; ; await sleep(50)) {
    const seen = await ask();
    if (isSo(seen)) return seen;
    if (Date.now() > deadline) throw new Error(`it never became so: ${JSON.stringify(seen)}`);
  }
}

async function scraped(product: Standalone, headers: Record<string, string> = {}): Promise<Exposition> {
  const response = await fetch(`${product.url}/metrics`, { headers });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return new Exposition(await response.text());
}

describe('a product that is watched', () => {
  const receiver = new OtlpReceiver();
  let product: Standalone;
  let partner: Partner;
  beforeAll(async () => {
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: await receiver.listen(),
      OTEL_TRACES_SAMPLER_ARG: '0', // callers alone decide
      HABER_ACCESS_LOG: 'on',
    };
    product = await Standalone.start({ env });
    partner = partnerOf(product);
    await partner.open('watched-customer', '1000.00');
  }, 120_000);
  afterAll(async () => {
    await endClean(product);
    receiver.close();
  }, 90_000);

  const traced = (traceId: string, flags: string) => ({
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-${flags}` },
  });

  it('continues its caller’s trace: request, command, append and projections are one', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    expect((await partner.use('watched-customer', 'watched-order', '7.00', traced(traceId, '01'))).status).toBe(200);
    const projections = ['command-index', 'credit-account', 'postings'];
    const projected = (name: string) => projections.some((projection) => name === `project ${projection}`);
    const spans = await receiver.spansOf(
      traceId,
      (all) =>
        all.filter(({ name }) => projected(name)).length === 3 && all.some(({ name }) => name.startsWith('POST')),
    );
    const the = (name: string): ReceivedSpan => {
      const [span, ...more] = spans.filter((each) => each.name === name);
      if (!span || more.length > 0) throw new Error(`not one ${name}`);
      return span;
    };
    const [http, command] = [the(`POST ${USE}`), the('command account')];
    const [append, group] = [the('append'), the('group commit')];
    expect(http.parentSpanId).toBe('00f067aa0ba902b7');
    expect(command.parentSpanId).toBe(http.spanId);
    expect([append.parentSpanId, group.parentSpanId]).toEqual([command.spanId, command.spanId]);
    expect(append.links).toMatchObject([{ traceId, spanId: group.spanId }]);
    const parents = spans.filter(({ name }) => projected(name)).map(({ parentSpanId }) => parentSpanId);
    expect(parents).toEqual([append.spanId, append.spanId, append.spanId]);
  }, 60_000);

  it('traces nothing that its caller does not want, and tells a receiver nothing of anybody', async () => {
    const [unwanted, wanted] = ['a'.repeat(32), 'b'.repeat(32)];
    await partner.use('watched-customer', 'watched-2', '1.00', traced(unwanted, '00'));
    await partner.use('watched-customer', 'watched-3', '1.00');
    await partner.use('watched-customer', 'watched-4', '1.00', traced(wanted, '01'));
    await receiver.spansOf(wanted, (spans) => spans.some(({ name }) => name.startsWith('project')));
    expect(new Set(receiver.spans.map(({ traceId }) => traceId))).toEqual(
      new Set(['4bf92f3577b34da6a3ce929d0e0e4736', wanted]),
    );
    expect(receiver.text).not.toMatch(/watched-|Constructora/);
  }, 60_000);

  it('counts what was done, by route and outcome, and names no customer, order or path', async () => {
    const before = await scraped(product);
    for (const order of ['m-1', 'm-2', 'm-3']) await partner.use('watched-customer', order, '1.00');
    await partner.use('watched-customer', 'm-3', '1.00');
    await partner.use('watched-customer', 'too much', '5000.00');
    await product.request('GET', '/no/such/watched-path');
    const after = await until(
      () => scraped(product),
      (seen) => grown(seen, 'haber_projection_events_total', { projection: 'credit-account' }) === 3,
    );
    function grown(seen: Exposition, name: string, labels: Record<string, string>): number {
      return (seen.value(name, labels) ?? 0) - (before.value(name, labels) ?? 0);
    }
    const request = (method: string, route: string, status: string) =>
      grown(after, 'haber_http_request_duration_seconds_count', { method, route, status });
    expect([request('POST', USE, '200'), request('POST', USE, '422')]).toEqual([4, 1]);
    expect(request('GET', 'unmatched', '404')).toBe(1);
    const commands = (result: string, code = '') =>
      grown(after, 'haber_commands_total', { category: 'account', result, code });
    expect([commands('accepted'), commands('replayed'), commands('rejected', 'insufficient_credit')]).toEqual([
      3, 1, 1,
    ]);
    expect(grown(after, 'haber_group_commit_entries_sum', {})).toBeGreaterThanOrEqual(3);
    expect(after.value('haber_ready', { check: 'event store' })).toBe(1);
    expect(JSON.stringify(after.samples)).not.toMatch(/watched-|\bm-\d|demo/);
  }, 60_000);

  it('shows its metrics to neighbours alone: not through a proxy, where everybody looks like one', async () => {
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      const response = await fetch(`${product.url}/metrics`, { headers: { [name]: '203.0.113.9' } });
      expect([response.status, (await response.json()) as object]).toMatchObject([404, { code: 'route_not_found' }]);
    }
  });

  it('writes a line a request: the route and who asked, never the path', async () => {
    const traceId = 'c'.repeat(32);
    const headers = { ...traced(traceId, '01').headers, 'x-request-id': 'call of watched-customer' };
    await partner.read('watched-customer', { headers });
    await until(
      () => Promise.resolve(product.output),
      (output) => output.includes(traceId),
    );
    const line = product.output.split('\n').find((text) => text.includes(traceId)) ?? '{}';
    expect(JSON.parse(line)).toMatchObject({
      msg: 'request',
      route: '/api/v1/customers/:customerId/credit',
      method: 'GET',
      status: 200,
      tenant: 'demo/test',
      requestId: expect.stringMatching(/^sha256:[0-9a-f]{16}$/) as string,
    });
    expect(product.output).not.toContain('watched-');
  }, 60_000);
});

describe('health', () => {
  let product: Standalone;
  beforeAll(async () => void (product = await Standalone.start({ env: { HABER_METRICS_TOKEN: TOKEN } })), 120_000);
  afterAll(() => endClean(product), 90_000);

  interface Health {
    readonly status: number;
    readonly failing: readonly string[];
  }

  const alive = async (): Promise<number> => (await fetch(`${product.url}/healthz`)).status;

  async function readiness(): Promise<Health> {
    const response = await fetch(`${product.url}/readyz`);
    const { checks } = (await response.json()) as { checks: { name: string; status: string }[] };
    return {
      status: response.status,
      failing: checks.filter(({ status }) => status !== 'ok').map(({ name }) => name),
    };
  }

  it('shows its metrics to whoever has the token, and is not there for anybody else', async () => {
    await scraped(product, { authorization: `Bearer ${TOKEN}` });
    const others = ['', 'Bearer ', `Bearer ${TOKEN}x`, `Basic ${TOKEN}`, TOKEN];
    for (const authorization of others) {
      const response = await fetch(`${product.url}/metrics`, { headers: { authorization } });
      expect([response.status, (await response.json()) as object]).toMatchObject([404, { code: 'route_not_found' }]);
    }
    expect((await product.request('GET', '/metrics')).status).toBe(404); // a partner, with a key of his
  });

  it('says that it is not ready, and why, while Postgres hangs; and that it is again', async () => {
    expect(await readiness()).toEqual({ status: 200, failing: [] });
    const goOn = await hangPostgres(product);
    try {
      const { failing } = await until(readiness, ({ status }) => status === 503);
      expect(failing).toEqual(expect.arrayContaining(['event store', 'database']));
      expect(await alive()).toBe(200);
      const metrics = await scraped(product, { authorization: `Bearer ${TOKEN}` });
      const ready = ['process', 'database'].map((check) => metrics.value('haber_ready', { check }));
      expect(ready).toEqual([1, 0]);
    } finally {
      await goOn();
    }
    expect(await until(readiness, ({ status }) => status === 200)).toEqual({ status: 200, failing: [] });
  }, 150_000);

  it('lives on when Postgres is killed, and is ready once it is back', async () => {
    const partner = partnerOf(product);
    await partner.open('after the fall', '10.00');
    await product.killPostgres('SIGKILL');
    await until(
      async () => [await alive(), product.output.includes('postgres fell')] as const,
      ([status, fell]) => {
        expect(status).toBe(200);
        return fell;
      },
    );
    await until(readiness, ({ status }) => status === 200);
    const used = await until(
      () => partner.use('after the fall', 'order', '10.00'),
      ({ status }) => status !== 503,
    );
    expect(used.status).toBe(200);
  }, 150_000);
});

/** Every process of the server: a stopped one takes connections and answers none. The result lets them go on. */
async function hangPostgres(product: Standalone): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: (await product.runtime()).databaseUrl });
  await client.connect();
  await product.killPostgres('SIGSTOP'); // first: from now on there are no new ones
  const { rows } = await client.query<{ pid: number }>('SELECT pid FROM pg_stat_activity');
  const signal = (name: NodeJS.Signals): void => rows.forEach(({ pid }) => void kill(pid, name));
  signal('SIGSTOP');
  return async () => {
    signal('SIGCONT');
    await product.killPostgres('SIGCONT');
    await client.end();
  };
}

/** It may have ended meanwhile. */
function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

describe('the canaries of every log', () => {
  it('are heard: a product that prints what a request says of a person fails its test', async () => {
    const product = await Standalone.start();
    // What the product does print, at its stop.
    await registersOf(product).put('canary', { type: 'company', legal_name: 'stopping' });
    await expect(product.destroy()).rejects.toThrow('printed, and must not be: stopping');
  }, 120_000);

  it('are not heard where it prints nothing of the kind', async () => {
    const product = await Standalone.start();
    await registersOf(product).put('canary', { type: 'company', legal_name: 'Canario que no canta' });
    await partnerOf(product).request('canary', requestBody('1.00', { name: 'Canario mudo' }));
    await product.destroy();
  }, 120_000);
});
