import { describeEventStoreContract } from './event-store.contract';
import { memoryEventStore } from './memory';

describeEventStoreContract('memory', async () => {
  const store = memoryEventStore();
  return { store, rival: store, dense: true, tellsFirst: true, close: () => store.close() };
});
