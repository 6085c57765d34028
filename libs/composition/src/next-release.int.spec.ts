/**
 * This release beside the next one, which writes what this one does not know: a type more, or a member more of a type.
 * A member is passed over, by whoever reads the event without it; a type never is: a projection stands still and writes
 * nothing, a reaction parks the account with its cause, and does it once the release that reads it runs.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askToRedrive, busMigrations, embeddedTransport, parkedAccounts, startReactions } from '@haber/bus';
import { categoryOf, postgresEventStore, type StoredEvent } from '@haber/event-store';
import { isKnownType } from '@haber/ledger';
import { paymentReactions } from '@haber/payments';
import { createPool, migrate, type ProjectionTables } from '@haber/read-store';
import { testEventLog } from '@haber/testing';
import { PROJECTIONS } from './contexts';

const GOLDEN = join(__dirname, '../../ledger/golden');
const RESERVED = 'capacity-account.execution-reserved.v1';
const GROUP = 'spec';
const PATIENCE_MS = 60_000;

interface Line extends Omit<StoredEvent, 'data' | 'metadata' | 'position'> {
  readonly data: string;
  readonly metadata: string;
}

/** What this release has written, of every kind of streams. */
const log = readdirSync(GOLDEN).flatMap((name) => {
  const lines = readFileSync(join(GOLDEN, name), 'utf8').trimEnd().split('\n');
  return lines.map((line): StoredEvent => {
    const { data, metadata, ...event } = JSON.parse(line) as Line;
    return { ...event, position: 1n, data: Buffer.from(data), metadata: Buffer.from(metadata) };
  });
});

function withOneMember(event: StoredEvent): StoredEvent {
  const data = JSON.parse(Buffer.from(event.data).toString()) as object;
  return { ...event, data: Buffer.from(JSON.stringify({ ...data, insuredMinor: '5' })) };
}

const ofNewType = (event: StoredEvent): StoredEvent => ({ ...event, type: `${event.type.split('.')[0]}.insured.v1` });

const FIRST = {
  credit: 'credit-account.requested.v1',
  capacity: 'capacity-account.opened.v1',
  product: 'product.version-published.v1',
  reconciliation: 'reconciliation.opened.v1',
};
/** In whose streams it stands still. */
const OF: Readonly<Record<string, readonly string[]>> = {
  // Of a credit account it reads no more than the metadata.
  'command-index': [FIRST.capacity],
  'credit-account': [FIRST.credit],
  product: [FIRST.product],
  capacity: [FIRST.capacity],
  payout: [FIRST.capacity],
  reconciliation_item: [FIRST.reconciliation],
  postings: [FIRST.capacity, FIRST.credit],
};

describe.each(PROJECTIONS)('the projection $name', (projection) => {
  const firsts = log.filter(
    ({ revision, stream }) => revision === 0 && projection.categories.includes(categoryOf(stream)),
  );

  /** What it threw at an event that comes first, and whether it wrote. */
  async function end(event: StoredEvent) {
    let wrote = false;
    const tables: ProjectionTables = {
      table: (name) => name,
      query: (sql) => {
        wrote ||= /INSERT|UPDATE|DELETE/.test(sql);
        return Promise.resolve([]);
      },
    };
    const failure = await projection.apply([event], tables).catch((error: Error) => error.name);
    return { failure, wrote };
  }

  it('stands still at a type that only the next release has, and has written nothing', async () => {
    const stopped: string[] = [];
    for (const event of firsts) {
      const { failure, wrote } = await end(ofNewType(event));
      if (failure === undefined) continue;
      expect([failure, wrote]).toEqual(['UnreadableEvent', false]);
      stopped.push(event.type);
    }
    expect(stopped).toEqual(OF[projection.name]);
  });

  it('reads an event that has a member more as it reads it without', async () => {
    for (const event of firsts) {
      const without = await end(event);
      expect(without.failure).toBeUndefined();
      expect(await end(withOneMember(event))).toEqual(without);
    }
  });
});

it('a reaction parks what it cannot read with its cause, and does it once the release that reads it runs', async () => {
  const database = await testEventLog();
  await migrate({ url: database.url, dir: busMigrations, schema: 'bus' });
  const pool = createPool({ url: database.url, max: 8, statementTimeoutMs: 10_000, applicationName: 'next release' });
  const store = postgresEventStore({ url: database.runtimeUrl });
  const reserved = log.filter(({ type }) => type === RESERVED);
  const [first, second] = reserved;
  if (!first || !second) throw new Error('no two reservations in the golden stream');
  const streams = ['a', 'b', 'c'].map((end) => first.stream.slice(0, -1) + end);
  const [a = '', b = '', c = ''] = streams;
  const append = (stream: string, events: readonly StoredEvent[]) =>
    store.append([
      { stream, expectedRevision: -1, events: events.map((event) => ({ ...event, id: crypto.randomUUID() })) },
    ]);
  await append(a, [withOneMember(first)]);
  await append(b, [ofNewType(first), second]);
  await append(c, [first]);

  const paid: string[] = [];
  const payouts = { reserved: ({ stream }: { stream: string }) => Promise.resolve(void paid.push(stream)) };
  const started = (isKnown: (type: string) => boolean) =>
    startReactions({
      server: embeddedTransport({
        ...{ group: GROUP, pool, store, isKnownType: isKnown, onFault: () => undefined },
        retries: { attempts: 2, firstMs: 5, lastMs: 5 },
      }),
      ...paymentReactions({ payouts } as never),
    });
  const parked = async () =>
    (await parkedAccounts(pool, { group: GROUP })).map(({ key, messages, cause }) => ({ key, messages, cause }));

  const before = await started(isKnownType);
  await until(async () => paid.length === 2 && (await parked())[0]?.messages === 2);
  const cause = 'PoisonMessage: unknown event type capacity-account.insured.v1';
  expect(await parked()).toEqual([{ key: b, messages: 2, cause }]);
  expect(paid.toSorted()).toEqual([a, c]);
  await before.stop();

  const after = await started(() => true);
  await askToRedrive(pool, { group: GROUP, key: b });
  await until(async () => (await parked()).length === 0);
  expect(paid.toSorted()).toEqual([a, b, c]);
  await after.stop();
  await store.close();
  await pool.end();
  await database.drop();
}, 120_000);

async function until(so: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await so())) {
    if (performance.now() > deadline) throw new Error('it never came about');
    await sleep(20);
  }
}
