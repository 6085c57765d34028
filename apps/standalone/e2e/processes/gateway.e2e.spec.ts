/** What partners find at the gateway, and what nobody gets past it. */
import { randomUUID } from 'node:crypto';
import { tokenSigner, type Vouched } from '@haber/gateway';
import { type Cluster, DEMO_KEY, KillableProcess, mainOf, SERVICES, startCluster } from '@haber/testing';
import { neverPaid } from '../immediate-credits.fixture';
import { creditPath, endClean, many, partnerOf, usedMinor } from '../partner.fixture';

let cluster: Cluster;
beforeAll(async () => void (cluster = await startCluster()), 180_000);
afterAll(() => endClean(cluster), 120_000);

describe('a service’s port', () => {
  const vouched: Vouched = {
    principal: {
      tenant: 'demo/test',
      actor: 'demo',
      keyId: 'k',
      scopes: new Set(['credit:read', 'credit:use', 'bank-accounts:read', 'customers:read']),
      approvalNeedsSecondActor: false,
    },
    service: 'credit-lines',
    method: 'GET',
    target: creditPath('port'),
    headers: {},
    body: Buffer.alloc(0),
  };
  const token = (more: Partial<Vouched> = {}, agedMs = 0): Promise<string> =>
    tokenSigner({ key: cluster.signingKey, clock: () => Date.now() - agedMs, newId: randomUUID })({
      ...vouched,
      ...more,
    });
  const ask = async (bearer: string | null, { service = 'credit-lines', target = creditPath('port') } = {}) => {
    const [instance] = cluster.instancesOf(service as 'payments');
    const headers = bearer === null ? {} : { authorization: `Bearer ${bearer}` };
    const answer = await fetch(`${instance?.url}${target}`, { headers });
    return { status: answer.status, json: (await answer.json()) as object };
  };

  it('answers the gateway, and nobody with another service’s token, an old one, or one for another path', async () => {
    await partnerOf(cluster).open('port', '1.00');
    expect((await ask(await token())).status).toBe(200);
    expect((await ask(await token({ service: 'payments' }))).status).toBe(401);
    expect((await ask(await token({}, 70_000))).status).toBe(401);
    expect((await ask(await token({ target: creditPath('other') }))).status).toBe(401);
    const forged = `${(await token()).slice(0, -8)}AAAAAAAA`;
    expect((await ask(forged)).status).toBe(401);
  });

  const problem = { code: 'unauthorized', outcome: 'none' };
  it.each<[string, string, object]>([
    ['credit-lines', creditPath('port'), { status: 'error', error: expect.objectContaining({ code: 'unauthorized' }) }],
    ['payments', '/api/v1/bank-accounts/b-1', problem],
    ['applications', '/api/v1/customers/c-1', problem],
    ['applications', '/api/v1/trial-balance', problem],
  ])('of %s knows no API key: %s', async (service, target, shape) => {
    for (const bearer of [null, DEMO_KEY]) {
      const { status, json } = await ask(bearer, { service, target });
      expect([status, json]).toEqual([401, expect.objectContaining(shape)]);
    }
  });

  it.each(SERVICES)(
    'of %s tells nobody what it has: documents are at the gateway, and what operators ask is here',
    async (service) => {
      for (const target of ['/openapi.json', '/docs', '/docs/', '/docs/errors/account_not_found']) {
        const answers = [
          await ask(null, { service, target }),
          await ask(await token({ service, target }), { service, target }),
        ];
        expect([target, ...answers.map(({ status }) => status)]).toEqual([target, 404, 404]);
      }
      const [instance] = cluster.instancesOf(service);
      for (const target of ['/healthz', '/readyz', '/metrics'])
        expect([target, (await fetch(`${instance?.url}${target}`)).status]).toEqual([target, 200]);
    },
  );

  it('has no other service’s routes', async () => {
    const target = '/api/v1/bank-accounts/b-1';
    expect((await ask(await token({ target }), { target })).status).toBe(404);
  });
});

describe('the gateway', () => {
  it('shows the whole interface, its pages, and an error’s page where the error says that it is', async () => {
    const shown = await fetch(`${cluster.url}/openapi.json`).then(
      (answer) => answer.json() as Promise<{ paths: object }>,
    );
    expect(Object.keys(shown.paths)).toEqual(
      expect.arrayContaining(['/api/v1/customers/{customerId}/credit/payment', '/api/v1/trial-balance']),
    );
    expect((await fetch(`${cluster.url}/docs`)).status).toBe(200);
    const { json } = await cluster.request('GET', '/api/v1/accounts/nobody');
    const { type } = json as { type: string };
    expect(type).toBe(`${cluster.url}/docs/errors/account_not_found`);
    expect((await fetch(type)).status).toBe(200);
  });

  it('tells paths and methods that nobody has', async () => {
    expect((await cluster.request('GET', '/api/v1/nothing')).status).toBe(404);
    const { status, headers } = await cluster.request('DELETE', '/api/v1/accounts');
    expect([status, headers.get('allow')?.split(', ').toSorted()]).toEqual([405, ['GET', 'HEAD', 'POST']]);
  });

  it(
    'promises no payout where capacity is told of no bank, in test mode too',
    () => neverPaid(cluster, 'unpaid'),
    30_000,
  );

  it('shows a write at once, whichever instances wrote it and are asked', async () => {
    const partner = partnerOf(cluster);
    await partner.open('seen', '1000.00');
    for (let i = 1; i <= 30; i += 1) {
      await partner.use('seen', `order-${i}`, '1.00');
      const read = await many(2, 2, () => usedMinor(partner, 'seen'));
      expect(read).toEqual([i * 100, i * 100]);
    }
  }, 60_000);

  it('spreads commands for one account over both instances, and the limit holds to the cent', async () => {
    const partner = partnerOf(cluster);
    await partner.open('limit', '100.00');
    const answers = await many(256, 32, (i) => partner.use('limit', `order-${i}`, '1.00'));
    const count = (status: number): number => answers.filter((answer) => answer.status === status).length;
    expect([count(200), count(422), await usedMinor(partner, 'limit')]).toEqual([100, 156, 10_000]);
    const used = await Promise.all(cluster.instancesOf('credit-lines').map(({ url }) => requestsOf(url)));
    expect(Math.min(...used)).toBeGreaterThan(0);
  }, 60_000);
});

describe('a start that lacks something', () => {
  const exitOf = async (app: string, env: Record<string, string>): Promise<string> => {
    const started = new KillableProcess(mainOf(app), { PORT: '0', HABER_DATA_DIR: '/nonexistent/haber', ...env });
    started.launch();
    return `${await started.exit()} ${started.output}`;
  };
  const urls = {
    HABER_APPLICATIONS_URLS: 'http://a',
    HABER_CAPACITY_URLS: 'http://d',
    HABER_CREDIT_LINES_URLS: 'http://b',
    HABER_PAYMENTS_URLS: 'http://c',
  };

  it('says what, and is none', async () => {
    const { databaseUrl } = await cluster.runtime();
    const there = { DATABASE_URL: databaseUrl, HABER_PUBLIC_URL: 'http://haber' };
    const exits = await Promise.all([
      exitOf('payments', {}),
      exitOf('payments', { HABER_PUBLIC_URL: 'http://haber' }),
      exitOf('payments', there),
      exitOf('gateway', { ...urls, HABER_PAYMENTS_URLS: '' }),
      exitOf('gateway', urls),
    ]);
    expect(exits).toEqual([
      expect.stringMatching(/^78 [^]*set HABER_PUBLIC_URL: /),
      expect.stringMatching(/^78 [^]*set DATABASE_URL: /),
      expect.stringMatching(/^78 [^]*HABER_MASTER_KEY/),
      expect.stringMatching(/^78 [^]*set HABER_PAYMENTS_URLS: /),
      expect.stringMatching(/^78 [^]*set DATABASE_URL: /),
    ]);
  }, 60_000);
});

/** Uses that an instance has answered, as it counts them. */
async function requestsOf(url: string): Promise<number> {
  const text = await fetch(`${url}/metrics`).then((answer) => answer.text());
  const lines = text.match(/^.*_count\{[^}]*route="[^"]*\/credit\/use"[^}]*\} \d+$/gm) ?? [];
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
