/** The audit over the port, on the memory driver. */
import { type Append, memoryEventStore, type StoredEvent } from '@haber/event-store';
import { bytesOf, jsonOf, logOfAccounts } from '@haber/testing';
import { auditStore } from './audit-store';

const { events, accounts } = logOfAccounts({ accounts: 3, uses: 400 });
const [account = ''] = accounts;

async function storeOf(log: readonly StoredEvent[]) {
  const store = memoryEventStore();
  for (const event of log) {
    const entry: Append = { stream: event.stream, expectedRevision: event.revision - 1, events: [event] };
    await store.append([entry]);
  }
  return store;
}

it('finds nothing wrong in more than a page of events', async () => {
  const { findings, auditor } = await auditStore(await storeOf(events));
  expect(findings).toEqual([]);
  expect(auditor.events).toBe(events.length);
});

it('finds what a store was given wrong', async () => {
  const wrong = events.map((event) =>
    event.stream === account && event.revision === 9
      ? { ...event, metadata: bytesOf({ ...jsonOf(event.metadata), actor: 'nobody' }) }
      : event,
  );
  const { findings } = await auditStore(await storeOf(wrong));
  expect(findings).toEqual([expect.objectContaining({ kind: 'chain', stream: account, revision: 9 })]);
});
