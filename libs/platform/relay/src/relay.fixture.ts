/** A log that is written to, a topic that is read, and what must hold between them. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { busMigrations, ensureTopics, kafkaClient, kafkaPublisher, topicsOf } from '@haber/bus';
import { type EventStore, type EventToAppend, postgresEventStore } from '@haber/event-store';
import { createPool, migrate } from '@haber/read-store';
import { type KafkaBroker, kafkaName, testEventLog } from '@haber/testing';
import type { Consumer } from 'kafkajs';
import type { Pool } from 'pg';
import { type Relay, type RelayOptions, startRelay } from './relay';

const PATIENCE_MS = 90_000;

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(20);
  }
}

export function anEvent(bytes = 0): EventToAppend {
  const at = '2026-03-01T12:00:00.000Z';
  const metadata = {
    ...{ tenant: 'acme/live', correlationId: 'c-1', causationId: null },
    ...{ effectiveAt: at, recordedAt: at, prevHash: '0'.repeat(64) },
  };
  const data = JSON.stringify({ amount: 'x'.repeat(bytes) });
  return {
    id: randomUUID(),
    type: 'test.noted.v1',
    data: Buffer.from(data),
    metadata: Buffer.from(JSON.stringify(metadata)),
  };
}

/** Accounts that grow, one event after the other of each. */
export class Writing {
  readonly accounts: readonly string[];
  /** Events of each account so far. */
  length = 0;

  constructor(
    private readonly store: EventStore,
    accounts: number,
  ) {
    this.accounts = Array.from({ length: accounts }, () => `account-${randomUUID()}`);
  }

  /** So many more of each account; returns how long the longest append took. */
  async write(rounds: number): Promise<number> {
    let longestMs = 0;
    for (let round = 0; round < rounds; round += 1) {
      const beganMs = performance.now();
      const entries = this.accounts.map((stream) => ({
        stream,
        expectedRevision: this.length - 1,
        events: [anEvent()],
      }));
      const results = await this.store.append(entries);
      if (results.some(({ kind }) => kind !== 'appended')) throw new Error('a command was refused');
      this.length += 1;
      longestMs = Math.max(longestMs, performance.now() - beganMs);
    }
    return longestMs;
  }
}

/** What stands in the topic, in the order in which a consumer gets it. */
export class Reading {
  messages = 0;
  private readonly revisions = new Map<string, Set<number>>();

  constructor(private readonly consumer?: Consumer) {}

  add(stream: string, revision: number): void {
    this.messages += 1;
    const seen = this.revisions.get(stream) ?? new Set();
    seen.add(revision);
    this.revisions.set(stream, seen);
  }

  /** As a consumer that leaves out what it has seen. */
  firstOf(stream: string): number[] {
    return [...(this.revisions.get(stream) ?? [])];
  }

  has({ accounts, length }: Pick<Writing, 'accounts' | 'length'>): boolean {
    return accounts.every((stream) => (this.revisions.get(stream)?.size ?? 0) >= length);
  }

  async stop(): Promise<void> {
    await this.consumer?.disconnect();
  }
}

export interface Surroundings {
  readonly store: EventStore;
  readonly pool: Pool;
  /** What a relay in another process is told. */
  readonly env: Readonly<Record<string, string>>;
  relay(given?: Partial<RelayOptions>): Relay;
  read(): Promise<Reading>;
  position(): Promise<bigint>;
  close(): Promise<void>;
}

export async function surroundings({ brokers }: Pick<KafkaBroker, 'brokers'>): Promise<Surroundings> {
  const log = await testEventLog();
  await migrate({ url: log.url, dir: busMigrations, schema: 'bus' });
  const pool = createPool({ url: log.url, max: 12, statementTimeoutMs: 10_000, applicationName: 'relay spec' });
  const store = postgresEventStore({ url: log.runtimeUrl });
  const prefix = kafkaName('relay');
  const topics = topicsOf(prefix);
  const kafka = { brokers, clientId: 'relay-spec' };
  const running: { stop(): Promise<void> }[] = [];
  const prepare = (): Promise<void> => ensureTopics(kafkaClient(kafka), topics);
  return {
    store,
    pool,
    env: { DATABASE_URL: log.url, KAFKA_BROKERS: brokers.join(), TOPIC_PREFIX: prefix },
    relay(given) {
      const publisher = kafkaPublisher(kafka);
      const holder = kafkaName('spec');
      const relay = startRelay({ store, pool, publisher, topics, prepare, holder, onFault: () => undefined, ...given });
      running.push(relay);
      return relay;
    },
    async read() {
      await prepare();
      const consumer = kafkaClient(kafka).consumer({ groupId: kafkaName('reader'), maxWaitTimeInMs: 200 });
      const reading = new Reading(consumer);
      await consumer.connect();
      await consumer.subscribe({ topics: [topics.ofCategory('account')], fromBeginning: true });
      await consumer.run({
        eachBatch: ({ batch }) => {
          for (const { headers } of batch.messages) {
            reading.add(String(headers?.['ce_subject']), Number(headers?.['ce_sequence']));
          }
          return Promise.resolve();
        },
      });
      running.push(reading);
      return reading;
    },
    async position() {
      const { rows } = await pool.query<{ position: bigint }>('SELECT position FROM bus.relay');
      return rows[0]?.position ?? -1n;
    },
    async close() {
      await Promise.all(running.map((one) => one.stop()));
      await store.close();
      await pool.end();
      await log.drop();
    },
  };
}
