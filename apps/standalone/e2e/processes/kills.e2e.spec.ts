/**
 * kill -9 to each instance of a service in turn, under load: an answer that is lost is told as such, a repeat under the
 * key says what became of it, and nothing is done twice.
 */
import { type Cluster, startCluster } from '@haber/testing';
import { endClean, errorCode, partnerOf, usedMinor } from '../partner.fixture';
import { problemOf } from '../registers.fixture';
import { Crowd, inTurn, ROUNDS } from './crowd.fixture';

let cluster: Cluster;
beforeAll(async () => void (cluster = await startCluster()), 180_000);
afterAll(() => endClean(cluster), 120_000);

it(
  `of each instance in turn, ${ROUNDS} rounds under load, loses nothing and does nothing twice`,
  async () => {
    const crowd = new Crowd(cluster, { name: 'kills', clients: 6, careful: true });
    await crowd.start();
    await inTurn(cluster, async (member) => {
      await crowd.after(30);
      await member.kill();
      await crowd.after(30);
      await member.restart();
    });
    await crowd.stop();
    expect(crowd.failures).toEqual([]);
    await crowd.expectExactBooks();
  },
  180_000 + ROUNDS * 60_000,
);

describe('a service that is gone with all its instances', () => {
  const partner = () => partnerOf(cluster);

  beforeAll(async () => {
    await partner().open('gone', '100.00');
    await partner().use('gone', 'before', '10.00');
    await Promise.all(cluster.instancesOf('payments').map((member) => member.kill()));
  }, 60_000);
  afterAll(() => cluster.restart(), 120_000);

  it('has done nothing, which the gateway says in the shape of the path', async () => {
    const payment = await partner().pay('gone', 'p', '1.00');
    expect([errorCode(payment), payment.headers.get('retry-after')]).toEqual(['503 service_unavailable', '1']);
    const bankAccount = await cluster.request('GET', '/api/v1/bank-accounts/b-1');
    expect(problemOf(bankAccount)).toBe('503 service_unavailable');
    expect(bankAccount.json).toMatchObject({ outcome: 'none', retryable: true });
  });

  it('is known to be gone', async () => {
    const shown = await fetch(`${cluster.url}/metrics`).then((answer) => answer.text());
    const ofPayments = shown.match(/^haber_service_instances\{service="payments".*$/gm);
    expect(ofPayments).toEqual([
      'haber_service_instances{service="payments",state="ready"} 0',
      'haber_service_instances{service="payments",state="unready"} 0',
      'haber_service_instances{service="payments",state="down"} 2',
    ]);
  });

  it('keeps no other from working', async () => {
    expect((await partner().use('gone', 'meanwhile', '10.00')).status).toBe(200);
    expect(await usedMinor(partner(), 'gone')).toBe(2_000);
    expect((await partner().request('new')).status).toBe(201);
  });
});
