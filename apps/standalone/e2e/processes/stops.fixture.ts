/**
 * SIGTERM to each instance of a service in turn, under load: no caller notices. For `npm run e2e:processes` alone:
 * `npm test` has no time for it.
 */
import { type Cluster, startCluster } from '@haber/testing';
import { endClean, many, partnerOf, usedMinor } from '../partner.fixture';
import { Crowd, inTurn, ROUNDS } from './crowd.fixture';

let cluster: Cluster;
beforeAll(async () => void (cluster = await startCluster()), 180_000);
afterAll(() => endClean(cluster), 120_000);

it(
  `of each instance in turn, ${ROUNDS} rounds under load, fails no request`,
  async () => {
    const crowd = new Crowd(cluster, { name: 'stops', clients: 6, careful: false });
    await crowd.start();
    const exits: (number | null)[] = [];
    const stops = await inTurn(cluster, async (member) => {
      await crowd.after(40);
      exits.push(await member.stop());
      await crowd.after(40);
      await member.restart();
    });
    await crowd.stop();
    expect(crowd.failures).toEqual([]);
    expect(exits).toEqual(Array.from({ length: stops }, () => 0));
    await crowd.expectExactBooks();
  },
  180_000 + ROUNDS * 60_000,
);

it('of the gateway leaves nothing done without an answer', async () => {
  const partner = partnerOf(cluster);
  await partner.open('gateway', '1000.00');
  let answered = 0;
  let stopped: Promise<number | null> | undefined;
  const answers = await many(300, 48, async (i) => {
    const answer = await partner.use('gateway', `order-${i}`, '1.00').catch(() => undefined);
    answered += 1;
    if (answered === 100) stopped = cluster.gateway.stop();
    return answer?.status;
  });
  expect(await stopped).toBe(0);
  const done = answers.filter((status) => status === 200).length;
  expect(done).toBeGreaterThanOrEqual(99);
  // What came later was turned away, or found nobody: nothing of it was done.
  expect(answers.filter((status) => status !== 200 && status !== 503 && status !== undefined)).toEqual([]);
  await cluster.gateway.restart();
  expect(await usedMinor(partner, 'gateway')).toBe(done * 100);
}, 120_000);
