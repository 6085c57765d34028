/** Two processes on one Postgres: what one does with keys, the other knows. */
import { eventStoreMigrations, postgresEventStore, runtimeUrl } from '@haber/event-store';
import { migrate } from '@haber/read-store';
import { type TestDatabase, testDatabase } from '@haber/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { keyRing } from './key-ring';
import { NOW, partnersOver, pepper } from './partner-writer.fixture';

let database: TestDatabase;
const closing: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  database = await testDatabase();
  closing.push(() => database.drop());
  await migrate({ url: database.url, dir: eventStoreMigrations, schema: 'event_log' });
});
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

async function aProcess() {
  const store = postgresEventStore({ url: runtimeUrl(database.url) });
  const ring = keyRing({ store, pepper, clock: () => Date.parse(NOW) });
  closing.push(
    () => store.close(),
    () => ring.close(),
  );
  await ring.ready();
  return { ring, partners: partnersOver(store) };
}

it('takes a key at once that the other process issued, and soon refuses one that it revoked', async () => {
  const [here, there] = [await aProcess(), await aProcess()];
  for (let i = 0; i < 5; i += 1) {
    const { id, key } = await there.partners.issue('acme/test', { actor: `a${i}` });
    expect(await here.ring.authenticate(key)).toMatchObject({ principal: { keyId: id, actor: `a${i}` } });
    await there.partners.revoke('acme/test', id);
    const revokedAt = performance.now();
    while ((await here.ring.authenticate(key)) !== undefined) {
      expect(performance.now() - revokedAt).toBeLessThan(5_000);
      await sleep(2);
    }
  }
});

it('knows all keys again after a restart', async () => {
  const there = await aProcess();
  const keys = await Promise.all(Array.from({ length: 20 }, () => there.partners.issue('again/live')));
  const { ring } = await aProcess();
  for (const { id, key } of keys) {
    expect(ring.authenticate(key)).toMatchObject({ principal: { keyId: id, tenant: 'again/live' } });
  }
});
