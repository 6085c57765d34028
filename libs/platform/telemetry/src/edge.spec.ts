/** What is told of requests at the edge: metrics to whoever may scrape, and a line a request that names nobody. */
import { createHttpServer, type HttpServer, RequireScope, Undocumented } from '@haber/http';
import { Exposition } from '@haber/testing';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { request } from 'node:http';
import { accessLog } from './access-log';
import { httpMetrics } from './http-metrics';
import { Metrics } from './metrics';
import { metricsModule } from './metrics-endpoint';

@Controller('things')
class ThingsController {
  @Get(':id')
  @Undocumented()
  @RequireScope('things:read')
  read(@Param('id') id: string): object {
    return { id };
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

const TOKEN = 'token-of-the-scraper';
const CALLER = { tenant: 'demo/test', actor: 'canary-actor', keyId: 'k1', approvalNeedsSecondActor: false } as const;

interface Edge {
  readonly server: HttpServer;
  readonly url: string;
  readonly lines: { readonly details: object; readonly message: string }[];
}

const edges: Edge[] = [];
afterEach(async () => {
  for (const { server } of edges.splice(0)) await server.close();
});

async function startEdge({ token, refresh }: { token?: string; refresh?: () => Promise<unknown> } = {}): Promise<Edge> {
  const metrics = new Metrics();
  const lines: Edge['lines'] = [];
  const server = await createHttpServer({
    modules: [ThingsModule, metricsModule({ registry: metrics.registry, token, ...(refresh && { refresh }) })],
    instruments: [
      httpMetrics(metrics),
      accessLog({ info: (details, message) => void lines.push({ details, message }) }),
    ],
    authenticator: ({ key }) => (key === 'good-key' ? { ...CALLER, scopes: new Set(['things:read']) } : undefined),
    errorShapes: [],
    log: { error: () => undefined },
  });
  const edge = { server, lines, ...(await server.listen(0)) };
  edges.push(edge);
  return edge;
}

const AUTHORIZED = { authorization: 'Bearer good-key' };
const get = (edge: Edge, path: string, headers: Record<string, string> = {}) => fetch(edge.url + path, { headers });
const scraped = async (edge: Edge): Promise<Exposition> => new Exposition(await (await get(edge, '/metrics')).text());

/** A method that `fetch` would not send. */
function sent(edge: Edge, method: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(edge.url + path, { method }, (answer) => {
      answer.resume().once('end', () => resolve(answer.statusCode));
    });
    asked.once('error', reject).end();
  });
}

describe('requests', () => {
  it('are counted by route pattern, method and status, whatever callers put into paths and methods', async () => {
    const edge = await startEdge();
    for (let i = 0; i < 20; i += 1) await get(edge, `/things/canary-${i}?secret=canary`, AUTHORIZED);
    await get(edge, '/things/canary');
    for (let i = 0; i < 5; i += 1) await get(edge, `/canary/${i}`);
    expect(await sent(edge, 'PURGE', '/canary')).toBe(404);
    const seen = await scraped(edge);
    const count = (route: string, method: string, status: string) =>
      seen.value('haber_http_request_duration_seconds_count', { route, method, status });
    expect([count('/things/:id', 'GET', '200'), count('/things/:id', 'GET', '401')]).toEqual([20, 1]);
    expect([count('unmatched', 'GET', '404'), count('unmatched', 'other', '404')]).toEqual([5, 1]);
    expect(JSON.stringify(seen.samples)).not.toMatch(/canary|PURGE|good-key|demo/);
  });

  it('get a line each: the route and the key’s name, nothing that the caller wrote', async () => {
    const edge = await startEdge();
    const uuid = '8e03978e-40d5-43dd-bc93-6894a57f9324';
    await get(edge, '/things/canary?x=canary', { ...AUTHORIZED, 'x-request-id': uuid });
    await get(edge, '/things/canary', { authorization: 'Bearer canary-key', 'x-request-id': 'for canary' });
    await get(edge, '/canary', { 'user-agent': 'canary', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` });
    const durationMs = expect.any(Number) as number;
    const requestId = expect.stringMatching(/^sha256:[0-9a-f]{16}$/) as string;
    expect(edge.lines.slice(0, 2)).toEqual([
      {
        message: 'request',
        details: {
          ...{ route: '/things/:id', method: 'GET', status: 200, durationMs, requestId: uuid },
          ...{ tenant: 'demo/test', keyId: 'k1' },
        },
      },
      { message: 'request', details: { route: '/things/:id', method: 'GET', status: 401, durationMs, requestId } },
    ]);
    expect(edge.lines[2]).toMatchObject({ details: { method: 'GET', status: 404 } });
    expect(JSON.stringify(edge.lines)).not.toContain('canary');
  });
});

describe('the metrics of a process', () => {
  it('are made anew for each who asks', async () => {
    let asked = 0;
    const edge = await startEdge({ refresh: () => Promise.resolve((asked += 1)) });
    for (let i = 0; i < 3; i += 1) await get(edge, '/metrics');
    expect(asked).toBe(3);
    expect((await get(edge, '/metrics')).headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'])('are not there through a proxy (%s)', async (name) => {
    const edge = await startEdge();
    const answer = await get(edge, '/metrics', { ...AUTHORIZED, [name]: '127.0.0.1' });
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('haber_http');
  });

  it.each([{}, AUTHORIZED, { authorization: `Bearer ${TOKEN}x` }, { authorization: TOKEN }])(
    'are not there, where they have a token, for %j',
    async (headers: Record<string, string>) => {
      let asked = 0;
      const edge = await startEdge({ token: TOKEN, refresh: () => Promise.resolve((asked += 1)) });
      expect((await get(edge, '/metrics', headers)).status).toBe(404);
      expect(asked).toBe(0); // nobody else makes us ask the database
      expect((await get(edge, '/metrics', { authorization: `Bearer ${TOKEN}`, via: '1.1 proxy' })).status).toBe(200);
    },
  );
});
