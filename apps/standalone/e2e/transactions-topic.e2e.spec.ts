/**
 * What merchants process, from a topic and through HTTP at once, on a real broker: each counts once. What cannot be
 * done parks its customer of its tenant alone, and is done once somebody has mended it, or gone once it is dropped.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaPublisher, type Publisher, type Topics, topicsOf } from '@haber/bus';
import { describeWithKafka, Exposition, isStandalone, type Product, startProductWithTopics } from '@haber/testing';
import { endClean, sql } from './partner.fixture';

const GROUP = 'haber-transactions';
const TENANT = 'demo/test';

interface Parked {
  readonly key: string;
  readonly messages: number;
  readonly cause: string;
}

describeWithKafka('transactions from a topic', () => {
  let product: Product;
  let publisher: Publisher;
  let topics: Topics;
  beforeAll(async () => {
    const started = await startProductWithTopics();
    product = started.product;
    publisher = kafkaPublisher({ brokers: started.brokers, clientId: 'partner' });
    topics = topicsOf(started.topicPrefix);
    // The product makes the topic once it reaches the broker.
    await until(() => publish('nobody', [{ not: 'a transaction' }]).then(yes, no));
  }, 300_000);
  afterAll(async () => {
    await publisher?.close();
    await endClean(product);
  }, 120_000);

  const sale = (customer: string, id: string, amount = '10.00') => {
    const occurred_at = '2025-11-24T10:00:00Z';
    return { transaction_id: id, customer_id: customer, amount, currency: 'USD', type: 'processed', occurred_at };
  };
  const register = (customer: string) =>
    product.request('PUT', `/api/v1/customers/${customer}`, { type: 'company', legal_name: 'Comercial' });
  const publish = (
    customer: string,
    values: readonly (object | string)[],
    headers: Record<string, string> = { tenant: TENANT },
  ): Promise<void> =>
    publisher.publish(
      values.map((value) => ({
        topic: topics.foreign('transactions.processed'),
        key: customer,
        value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
        headers,
      })),
    );
  const processed = async (customer: string): Promise<string> => {
    const [row] = await sql<{ minor: string }>(
      product,
      `SELECT processed_minor::text AS minor FROM capacity.capacity_account WHERE customer_id = '${customer}'`,
    );
    return row?.minor ?? '0';
  };
  const parked = async (key: string): Promise<Parked | undefined> => {
    const { stdout } = await product.haber('dlq', 'list', '--group', GROUP, '--json');
    const all = stdout.split('\n').filter((line) => line !== '');
    return all.map((line) => JSON.parse(line) as Parked).find((account) => account.key === key);
  };
  const ofCustomer = (customer: string) => `${TENANT}/${customer}`;
  const which = (customer: string) => ['--group', GROUP, '--key', ofCustomer(customer)];
  const firstOf = async (customer: string): Promise<number> => {
    const { stdout } = await product.haber('dlq', 'show', ...which(customer), '--limit', '1', '--json');
    return (JSON.parse(stdout) as { ordinal: number }).ordinal;
  };
  const drop = (customer: string, ordinal: number) => {
    const because = ['--reason', 'nobody can read it'];
    return product.haber('dlq', 'drop', ...which(customer), '--ordinal', `${ordinal}`, ...because);
  };

  it('the same by both ways counts once, in whatever order', async () => {
    await register('both');
    const sales = Array.from({ length: 40 }, (_, i) => sale('both', `sale-${i}`));
    await Promise.all([
      publish('both', sales),
      publish('both', sales.toReversed()),
      product.request('POST', '/api/v1/transactions', sales.slice(10)),
    ]);
    // The last of one partition: what came before it is done.
    await publish('both', [{ ...sale('both', 'sale-1', '99.00') }, { tenant: TENANT, ...sale('both', 'end', '1.00') }]);
    await until(async () => (await processed('both')) === '40100');
    // What a process prints comes a moment later than what it writes.
    await until(() => Promise.resolve(product.output.includes('a transaction contradicts the books')));
    expect(await parked(ofCustomer('both'))).toBeUndefined();
  }, 120_000);

  it('what cannot be done parks its customer, and flows once it is mended', async () => {
    await register('other');
    const late = ofCustomer('late');
    await publish('late', [sale('late', 'a'), sale('late', 'b')]);
    await until(async () => (await parked(late))?.messages === 2);
    await publish('late', [sale('late', 'c')]);
    await publish('other', [sale('other', 'a')]);
    await until(async () => (await parked(late))?.messages === 3 && (await processed('other')) === '1000');
    expect((await parked(late))?.cause).toContain('customer_not_found');
    await register('late');
    const redriven = await product.haber('dlq', 'redrive', '--group', GROUP, '--key', late, '--wait', '60');
    expect([redriven.code, redriven.stdout]).toEqual([0, expect.stringContaining('1 of 1 flow again')]);
    await until(async () => (await processed('late')) === '3000');
  }, 180_000);

  it('what nobody can read parks, and says why', async () => {
    await publish('broken', ['{"transaction_id":', sale('broken', 'b')]);
    await until(async () => (await parked(ofCustomer('broken')))?.messages === 2);
    expect((await parked(ofCustomer('broken')))?.cause).toContain('bad JSON');
    expect((await parked(ofCustomer('nobody')))?.cause).toContain('validation_error');
  }, 120_000);

  it('what a tenant, or nobody, gets wrong holds up no other tenant’s customer of the same id', async () => {
    await register('shared');
    await publish('shared', [sale('shared', 'live')], { tenant: 'demo/live' });
    await publish('shared', ['{"tenant":'], {});
    await publish('shared', [{ ...sale('shared', 'theirs'), tenant: 'acme/test' }], {});
    await publish('shared', [sale('shared', 'ours')]);
    await until(async () => (await processed('shared')) === '1000');
    for (const key of ['demo/live/shared', 'acme/test/shared', 'shared']) {
      await until(async () => (await parked(key))?.messages === 1);
    }
    expect(await parked(ofCustomer('shared'))).toBeUndefined();
  }, 120_000);

  it('what nobody will ever be able to read is dropped, and what waits behind it flows', async () => {
    await register('broken');
    const first = await firstOf('broken');
    const { code, stdout } = await drop('broken', first);
    expect([code, stdout]).toEqual([0, expect.stringContaining('1 behind it are to be redriven')]);
    await until(async () => (await processed('broken')) === '1000');
    await until(async () => (await parked(ofCustomer('broken'))) === undefined);
    expect((await drop('broken', first)).stdout).toContain('was dropped at');
  }, 120_000);

  // Of one process, which has all groups.
  const itAlone = isStandalone() ? it : () => undefined;
  itAlone(
    'how far behind its groups are is told, and none is in the end',
    async () => {
      const metrics = async () => new Exposition(await fetch(`${product.url}/metrics`).then((answer) => answer.text()));
      await until(async () => (await metrics()).value('haber_topic_transactions_lag_messages') === 0);
      const reactions = { group: 'haber-payments', topic: topics.ofCategory('account') };
      await until(async () => (await metrics()).value('haber_group_lag_entries', reactions) === 0);
      // `nobody`, and the three who share an id; it is read every few seconds.
      await until(async () => (await metrics()).value('haber_topic_transactions_parked_customers') === 4);
    },
    150_000,
  );
});

const yes = (): boolean => true;
const no = (): boolean => false;

/** @throws after a minute, which is long for a machine that is busy */
async function until(so: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await so())) {
    if (Date.now() > deadline) throw new Error('it never came about');
    await sleep(100);
  }
}
