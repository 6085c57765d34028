import { eventStoreInDocker, hasDocker } from '@haber/testing';
import { describeEventStoreContract } from './event-store.contract';
import { eventStoreDbStore } from './eventstoredb';
import { TestEventStoreDb } from './eventstoredb/test-server/server.fixture';

// Byte offsets, and no word from the server about which of equal sends was the first (decision 0015).
const traits = { dense: false, tellsFirst: false };

describeEventStoreContract('EventStoreDB, the in-test server, through two clients', async () => {
  const server = await TestEventStoreDb.start();
  const { connectionString } = server;
  const [store, rival] = [eventStoreDbStore({ connectionString }), eventStoreDbStore({ connectionString })];
  const close = async () => {
    await Promise.all([store.close(), rival.close()]);
    server.stop();
  };
  return { store, rival, ...traits, close };
});

/** The one that EVENTSTORE_URL names, else one in Docker, where an engine answers. */
async function realServer(): Promise<{ readonly connectionString: string; stop(): Promise<void> }> {
  const given = process.env['EVENTSTORE_URL'];
  if (given) return { connectionString: given, stop: () => Promise.resolve() };
  const { address, stop } = await eventStoreInDocker();
  return { connectionString: `esdb://${address}?tls=false`, stop };
}

if (process.env['EVENTSTORE_URL'] || hasDocker()) {
  jest.setTimeout(240_000);
  describeEventStoreContract('EventStoreDB, a real server', async () => {
    const { connectionString, stop } = await realServer();
    const open = () => eventStoreDbStore({ connectionString });
    const [store, rival] = [open(), open()];
    const close = async () => {
      await Promise.all([store.close(), rival.close()]);
      await stop();
    };
    return { store, rival, ...traits, close };
  });
}
