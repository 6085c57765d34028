import { testEventLog } from '@haber/testing';
import { describeEventStoreContract } from './event-store.contract';
import { postgresEventStore } from './postgres';

describeEventStoreContract('Postgres, through two clients', async () => {
  const log = await testEventLog();
  const open = () => postgresEventStore({ url: log.runtimeUrl });
  const [store, rival] = [open(), open()];
  const close = async () => {
    await Promise.all([store.close(), rival.close()]);
    await log.drop();
  };
  return { store, rival, dense: true, tellsFirst: true, close };
});

describeEventStoreContract('Postgres without notifications', async () => {
  const log = await testEventLog();
  const store = postgresEventStore({ url: log.runtimeUrl, listen: false, pollMs: 25 });
  const close = async () => {
    await store.close();
    await log.drop();
  };
  return { store, rival: store, dense: true, tellsFirst: true, close };
});
