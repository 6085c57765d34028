/** What the bus does: how fast a relay empties a backlog, and how old an event is when a consumer has it. */
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaClient, PUBLISHED_CATEGORIES } from '@haber/bus';
import type { EventStore } from '@haber/event-store';
import type { Cluster } from '@haber/testing';
import { Client } from 'pg';
import { useOf } from './commands';
import { runLoad } from './load';

const BACKLOG_SECONDS = 10;
const CLIENTS = 64;
/** What is on its way when the consumer has begun to hear is not counted. */
const SETTLE_MS = 2_000;
const POLL_MS = 10;
const PATIENCE_MS = 120_000;
const PAGE = 1_000;
/** Of the measurement of the lag: far below what any part of it can do. */
const USES_PER_SECOND = 100;
const LAG_SECONDS = 15;

export interface BusFigures {
  readonly backlogEvents: number;
  readonly relayEventsPerSecond: number;
  readonly lagEvents: number;
  readonly lagP50Ms: number;
  readonly lagP99Ms: number;
}

/** @param any one of the accounts */
export async function measureBus(cluster: Cluster, port: number, any: () => string): Promise<BusFigures> {
  const { databaseUrl } = await cluster.runtime();
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const log = await cluster.openLog();
  try {
    const next = useOf(() => `/api/v1/customers/${any()}/credit/use`);
    const drained = await measureDrain({ cluster, database, log, load: () => backlog(port, next) });
    return { ...drained, ...(await measureLag(cluster, port, next)) };
  } finally {
    await log.close();
    await database.end();
  }
}

async function backlog(port: number, next: ReturnType<typeof useOf>): Promise<void> {
  const load = { host: '127.0.0.1', port, clients: CLIENTS, seconds: BACKLOG_SECONDS, warmUpSeconds: 0 };
  await runLoad({ ...load, next, expected: [200] });
}

interface Drain {
  readonly cluster: Cluster;
  readonly database: Client;
  readonly log: EventStore;
  readonly load: () => Promise<void>;
}

/** From its first saved page on: what its start costs says nothing about its speed. Positions do not count events. */
async function measureDrain({ cluster, database, log, load }: Drain) {
  const position = () => positionOf(database);
  await untilIt(async () => (await firstAfter(log, await position())).length === 0, 'the relay to be there');
  await Promise.all(cluster.relays.map((relay) => relay.stop()));
  await load();
  const stoodAt = await position();
  const backlog = await allAfter(log, stoodAt);
  const goal = backlog.at(-1) ?? stoodAt;
  await cluster.restart();
  await untilIt(async () => (await position()) > stoodAt, 'the relay to begin');
  const [from, beganMs] = [await position(), performance.now()];
  await untilIt(async () => (await position()) >= goal, 'the relay to be there again');
  const seconds = (performance.now() - beganMs) / 1_000;
  const drained = backlog.filter((each) => each > from).length;
  return { backlogEvents: backlog.length, relayEventsPerSecond: Math.round(drained / seconds) };
}

/** Positions of a page of events that are published, in order. */
async function firstAfter(log: EventStore, after: bigint): Promise<readonly bigint[]> {
  const { events } = await log.readAll({ after, limit: PAGE, filter: { categories: PUBLISHED_CATEGORIES } });
  return events.map(({ position }) => position);
}

async function allAfter(log: EventStore, after: bigint): Promise<readonly bigint[]> {
  const all: bigint[] = [];
  for (;;) {
    const page = await firstAfter(log, all.at(-1) ?? after);
    if (page.length === 0) return all;
    all.push(...page);
  }
}

/** From the time that an event carries, which it was given when it was decided, so just before its commit. */
async function measureLag({ bus }: Cluster, port: number, next: ReturnType<typeof useOf>) {
  const lagsMs: number[] = [];
  const kafka = kafkaClient({ brokers: bus.broker.brokers, clientId: 'bench' });
  const consumer = kafka.consumer({ groupId: `bench-${process.pid}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [`${bus.published.topicPrefix}.accounts`], fromBeginning: false });
  const joined = new Promise((resolve) => consumer.on(consumer.events.FETCH_START, resolve));
  await consumer.run({
    eachBatch: ({ batch }) => {
      for (const { headers } of batch.messages) lagsMs.push(Date.now() - Date.parse(String(headers?.['ce_time'])));
      return Promise.resolve();
    },
  });
  await joined;
  const send = async (): Promise<boolean> => {
    const { path, headers, body } = next();
    const json = { ...headers, 'content-type': 'application/json' };
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: json, body });
    await answer.arrayBuffer();
    return answer.status === 200;
  };
  // Until it hears: where its partitions end is asked a moment after it has joined.
  await untilIt(async () => (await send()) && (await sleep(POLL_MS), lagsMs.length > 0), 'the consumer to hear');
  await sleep(SETTLE_MS);
  lagsMs.length = 0;
  const uses = USES_PER_SECOND * LAG_SECONDS;
  const beganMs = performance.now();
  const sent: Promise<boolean>[] = [];
  for (let i = 0; i < uses; i += 1) {
    await sleep(Math.max(0, beganMs + (i * 1_000) / USES_PER_SECOND - performance.now()));
    sent.push(send());
  }
  const done = (await Promise.all(sent)).filter(Boolean).length;
  if (done < uses) throw new Error(`${uses - done} of ${uses} uses were not done`);
  await untilIt(() => Promise.resolve(lagsMs.length >= uses), 'the consumer to have all');
  await consumer.disconnect();
  lagsMs.sort((a, b) => a - b);
  const at = (share: number): number => lagsMs[Math.floor(lagsMs.length * share)] ?? 0;
  return { lagEvents: lagsMs.length, lagP50Ms: at(0.5), lagP99Ms: at(0.99) };
}

/** Up to where the relay has published, as far as it has saved it. */
async function positionOf(database: Client): Promise<bigint> {
  const { rows } = await database.query<{ position: string }>('SELECT position::text FROM bus.relay');
  return BigInt(rows[0]?.position ?? 0);
}

async function untilIt(holds: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(POLL_MS);
  }
}
