/**
 * The product on a database whose connections fall silent, all at once, and are not closed: what a cut network looks
 * like from inside. It says that it is not ready, gives the connections up, and goes on with new ones.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, Standalone, TcpProxy, type TestDatabase, testDatabase } from '@haber/testing';
import { definite, expectClean, type Partner, partnerOf, usedMinor } from './partner.fixture';

let database: TestDatabase;
let proxy: TcpProxy;
let product: Standalone;
let partner: Partner;
/** Several times what giving up each connection takes, and far less than for ever. */
const SOON_MS = 60_000;

beforeAll(async () => {
  database = await testDatabase();
  proxy = await TcpProxy.beforeUrl(database.url);
  const DATABASE_URL = proxy.urlOf(database.url);
  const HABER_MASTER_KEY = randomBytes(32).toString('hex');
  const bounds = { HABER_DATABASE_STATEMENT_TIMEOUT_MS: '1000', HABER_SHUTDOWN_TIMEOUT_MS: '25000' };
  product = await Standalone.start({ env: { HABER_MASTER_KEY, DATABASE_URL, ...bounds } });
  partner = partnerOf(product);
}, 120_000);
afterAll(async () => {
  await product?.destroy();
  await proxy?.shut();
  await database?.drop();
}, 60_000);

async function becomes(status: number, ask: () => Promise<Answer>): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (const end = Date.now() + SOON_MS; Date.now() < end; await sleep(50)) {
    statuses.push((await ask()).status);
    if (statuses.at(-1) === status) return statuses;
  }
  throw new Error(`never ${status}, but ${statuses.join(' ')}`);
}

const ready = (): Promise<Answer> => product.request('GET', '/readyz', undefined, { key: null });

describe('connections that fall silent', () => {
  it('make it unready, and within a bound commands and reads work again, on all accounts and exactly once', async () => {
    const accounts = Array.from({ length: 4 }, (_, i) => `silent-${i}`);
    await Promise.all(accounts.map((account) => partner.open(account, '100.00')));
    await Promise.all(accounts.map((account) => partner.use(account, 'before', '1.00')));
    expect((await ready()).status).toBe(200);
    // What every part of the product holds: event store, projections, commands and queries, limits.
    expect(proxy.freeze()).toBeGreaterThan(8);
    const startedMs = performance.now();
    const using = accounts.map((account) => definite(() => partner.use(account, 'during', '2.00')));
    const reading = accounts.map((account) => becomes(200, () => partner.read(account)));
    await becomes(503, ready);
    expect((await Promise.all(using)).map(({ status }) => status)).toEqual(accounts.map(() => 200));
    for (const statuses of await Promise.all(reading)) {
      expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    }
    await becomes(200, ready);
    for (const account of accounts) expect(await usedMinor(partner, account)).toBe(300);
    expect(performance.now() - startedMs).toBeLessThan(SOON_MS);
    await expectClean(product);
  }, 180_000);

  it('do not keep it from stopping in order', async () => {
    await partner.use('silent-0', 'last', '1.00');
    expect(proxy.freeze()).toBeGreaterThan(8);
    expect(await product.stop()).toBe(0);
  }, 60_000);
});
