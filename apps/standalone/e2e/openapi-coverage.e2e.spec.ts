import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenApi, type Product, startProduct } from '@haber/testing';
import { type Documented, send, sendingOf } from './openapi/mechanical.fixture';
import type { Scenario, World } from './openapi/scenario.fixture';
import { SCENARIOS } from './openapi/scenarios.fixture';
import { endClean, partnerOf } from './partner.fixture';

const document = JSON.parse(readFileSync(join(__dirname, '../../../docs/generated/openapi.json'), 'utf8')) as OpenApi;

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]): Documented => {
    return { method: method.toUpperCase(), path, operation: operation as Documented['operation'] };
  }),
);
const pairs = operations.flatMap((documented) =>
  Object.keys(documented.operation.responses)
    .filter((status) => status !== 'default')
    .map((status) => ({ id: documented.operation.operationId, status: Number(status), documented })),
);
const scenarios = new Map(SCENARIOS.flatMap((each) => Object.entries(each)));

let world: World;
beforeAll(async () => {
  const product = await startProduct();
  world = worldOf(product);
}, 120_000);
afterAll(() => endClean(world.product), 60_000);

function worldOf(product: Product): World {
  const keys = new Map<string, Promise<string>>();
  let named = 0;
  return {
    product,
    partner: partnerOf(product),
    fresh: (what) => `${what}-${(named += 1)}`,
    key(...options) {
      const name = options.join(' ');
      const key = keys.get(name) ?? newKey(product, options);
      keys.set(name, key);
      return key;
    },
    async done(ask) {
      const answer = await send(product, ask);
      if (answer.status >= 300) throw new Error(`${ask.method} ${ask.path}: ${answer.status} ${answer.text}`);
      return answer;
    },
  };
}

/** Issued by another process: the one under test hears of it by the log. */
async function newKey(product: Product, options: readonly string[]): Promise<string> {
  const { stdout, stderr } = await product.haber('keys', 'create', '--json', ...options);
  if (stdout === '') throw new Error(stderr);
  const { key } = JSON.parse(stdout) as { key: string };
  for (let tries = 0; tries < 400; tries += 1) {
    // Undocumented on purpose: it must not count against a limit, and 404 is what a good key gets to see.
    const answer = await product.request('GET', '/api/v1/customers/x/credit', undefined, { key });
    if (answer.status !== 401) return key;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the new key was never good');
}

describe('every documented answer is given', () => {
  it.each(pairs)('$id $status', async ({ id, status, documented }) => {
    const sending = sendingOf(documented, status, scenarios.get(id));
    if (!sending) throw new Error(`say in e2e/openapi/*.fixture.ts how ${id} comes to answer ${status}`);
    const answer = await sending(world);
    // That it is the answer which the document declares, `request` has seen to.
    expect([answer.status, answer.text]).toEqual([status, expect.anything()]);
  });

  it('and every scenario is of an answer that is documented', () => {
    const documented = new Map(pairs.map(({ id, status }) => [`${id} ${status}`, true]));
    const told = [...scenarios].flatMap(([id, of]: [string, Readonly<Record<number, Scenario>>]) =>
      Object.keys(of).map((status) => `${id} ${status}`),
    );
    expect(told.filter((name) => !documented.has(name))).toEqual([]);
    expect(pairs.length).toBeGreaterThan(40);
  });
});
