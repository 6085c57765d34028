import { startProduct } from '@haber/testing';
import { sendingOf } from './openapi/mechanical.fixture';
import type { Scenario, World } from './openapi/scenario.fixture';
import { operations, scenarios, worldOf } from './openapi/world.fixture';
import { endClean } from './partner.fixture';

const pairs = operations.flatMap((documented) =>
  Object.keys(documented.operation.responses)
    .filter((status) => status !== 'default')
    .map((status) => ({ id: documented.operation.operationId, status: Number(status), documented })),
);

let world: World;
beforeAll(async () => {
  const product = await startProduct();
  world = worldOf(product);
}, 180_000);
afterAll(() => endClean(world.product), 120_000);

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
