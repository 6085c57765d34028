/** `verify` on a log of several pages of everything: read, checked, held against its read models. */
import { verify } from '@haber/audit';
import { logOfAccounts } from '@haber/testing';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';

let database: PreparedDatabase | undefined;
afterAll(() => database?.close());

it('verifies 20,000 events, and says how fast', async () => {
  const { events } = logOfAccounts({ accounts: 100, uses: 150 });
  expect(events.length).toBeGreaterThan(18_000);
  database = await prepareDatabase();
  await database.append(events);
  await database.project();

  const verified = await verify({ pool: database.pool });
  expect(verified).toMatchObject({ differences: 0, events: events.length, streams: 200 });
  const rate = Math.round(verified.events / verified.seconds);
  process.stderr.write(`verify: ${verified.events} events in ${verified.seconds.toFixed(2)} s, ${rate} events/s\n`);
}, 300_000);
