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

const { EVENTSTORE_URL } = process.env;
if (EVENTSTORE_URL) {
  describeEventStoreContract('EventStoreDB, a real server', async () => {
    const open = () => eventStoreDbStore({ connectionString: EVENTSTORE_URL });
    const [store, rival] = [open(), open()];
    const close = async () => {
      await Promise.all([store.close(), rival.close()]);
    };
    return { store, rival, ...traits, close };
  });
}
