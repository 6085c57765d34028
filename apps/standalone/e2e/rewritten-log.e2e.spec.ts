/**
 * A superuser puts an older, changed log under the running product, without a checkpoint: the product cannot go on, and
 * what it does last is not to sign it.
 */
import { Standalone } from '@haber/testing';
import { type Partner, partnerOf, sql } from './partner.fixture';

let product: Standalone;
let partner: Partner;
beforeAll(async () => {
  product = await Standalone.start();
  partner = partnerOf(product);
}, 120_000);
afterAll(() => product.destroy(), 60_000);

const SIGNED = `SELECT FROM event_log.events WHERE stream_id LIKE 'checkpoint-%'`;

it('signs nothing when it ends because the log under it is another one', async () => {
  await partner.open('signed', '10.00');
  while ((await sql(product, SIGNED)).length === 0); // bounded by the test's own time
  await sql(
    product,
    `ALTER TABLE event_log.events DISABLE TRIGGER ALL; ALTER TABLE event_log.streams DISABLE TRIGGER ALL;
     ALTER TABLE event_log.log_head DISABLE TRIGGER ALL;
     DELETE FROM event_log.events WHERE position > 1 OR stream_id LIKE 'checkpoint-%';
     DELETE FROM event_log.streams AS s WHERE NOT EXISTS (SELECT FROM event_log.events AS e WHERE e.stream_id = s.stream_id);
     UPDATE event_log.log_head SET position = 1`,
  );
  expect(await product.ended()).toBe(1);
  expect(product.output).toMatch(/lies beyond the log/);

  const { stdout } = await product.haber('verify', '--json');
  expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ events: 1, checkpoints: { count: 0 } });
}, 120_000);
