import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, postgresEventStore, type StoredEvent } from '@haber/event-store';
import { createPool, migrate } from '@haber/read-store';
import { testEventLog } from '@haber/testing';
import { describeBusContract } from './bus.contract';
import { Account, type ContractBus, Group, until, upTo } from './contract/fixture';
import { embeddedTransport } from './embedded';
import { busMigrations } from './index';

async function embeddedBus(): Promise<ContractBus & { readonly store: EventStore }> {
  const log = await testEventLog();
  await migrate({ url: log.url, dir: busMigrations, schema: 'bus' });
  const pool = createPool({ url: log.url, max: 12, statementTimeoutMs: 10_000, applicationName: 'bus spec' });
  const store = postgresEventStore({ url: log.runtimeUrl });
  return {
    pool,
    store,
    async publish(events: readonly StoredEvent[]) {
      for (const event of events) {
        const [result] = await store.append([
          { stream: event.stream, expectedRevision: event.revision - 1, events: [event] },
        ]);
        if (result?.kind !== 'appended') throw new Error(`not appended: ${result?.kind}`);
      }
    },
    async repeat(group) {
      await pool.query('UPDATE bus.positions SET position = 0 WHERE reaction_group = $1', [group]);
    },
    server: (options) => embeddedTransport({ ...options, store }),
    env: { DATABASE_URL: log.url },
    async close() {
      await store.close();
      await pool.end();
      await log.drop();
    },
  };
}

describeBusContract('the event log itself', embeddedBus);

it('takes over from a process that lost its session, which delivers nothing more', async () => {
  const bus = await embeddedBus();
  const group = new Group(bus);
  const account = new Account();
  const [first, second] = [await group.join(), await group.join()];
  const roles = async () => [(await first.health()).role, (await second.health()).role].toSorted();
  await until(async () => (await roles()).join() === 'active,standby', 'one to be active');
  // Slow enough to be at work whenever a session is lost.
  for (const { recorder } of [first, second]) recorder.before = () => sleep(20);
  for (const round of upTo(3)) {
    await bus.publish(account.many(5));
    await bus.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
    );
    await until(() => seen().size === 5 * (round + 1), 'the next five');
  }
  await until(async () => (await roles()).join() === 'active,standby', 'one to be active again');
  for (const { recorder } of [first, second]) {
    const revisions = recorder.firstRevisionsOf(account);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  }
  await group.leave();
  await bus.close();

  function seen(): Set<number> {
    return new Set([first, second].flatMap(({ recorder }) => recorder.revisionsOf(account)));
  }
}, 90_000);
