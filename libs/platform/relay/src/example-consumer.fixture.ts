/** The example consumer as a process that is killed, and a topic with a log in it as a relay leaves it there. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureTopics, kafkaClient, kafkaPublisher, type Publisher, type Topics, topicsOf } from '@haber/bus';
import { type EventStore, GENESIS_HASH, hashOf, memoryEventStore, type StoredEvent } from '@haber/event-store';
import { bytesOf, kafkaName } from '@haber/testing';
import { v5 } from 'uuid';
import { republish } from './republish';

const EXAMPLE = join(__dirname, '../../../../examples/consumer/consumer.mjs');
/** As the example's own `npm start`; kafkajs warns of itself. */
const NODE_ARGS = ['--disable-warning=TimeoutNegativeWarning', EXAMPLE];
const DEADLINE_MS = 90_000;

export interface Line {
  readonly what: 'counted' | 'stopped' | 'unreadable' | 'crashed';
  readonly account: string;
  readonly revision: number;
  readonly type: string;
  readonly why?: string;
}

export interface ShownAccount {
  readonly account: string;
  readonly tenant: string;
  readonly customer: string | null;
  readonly revision: number;
  readonly hash: string;
  readonly balances: unknown;
  readonly stopped: string | null;
}

/** One run of the program. */
export class Run {
  readonly lines: Line[] = [];
  errors = '';
  private readonly child: ChildProcess;
  private readonly gone: Promise<unknown>;
  private onLine: () => void = () => undefined;

  constructor(env: Readonly<Record<string, string>>, args: readonly string[]) {
    const stdio = ['ignore', 'pipe', 'pipe'] as const;
    const child = spawn(process.execPath, [...NODE_ARGS, ...args], {
      env: { ...process.env, ...env },
      stdio: [...stdio],
    });
    this.child = child;
    this.gone = once(child, 'close');
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.endsWith('}')) return; // it was killed while it said it
      this.lines.push(JSON.parse(line) as Line);
      this.onLine();
    });
  }

  /** With -9, as soon as it has said so many lines; or it has ended before. */
  async killedAfter(lines: number): Promise<void> {
    const said = new Promise<void>((resolve) => {
      this.onLine = () => this.lines.length >= lines && resolve();
      this.onLine();
    });
    await Promise.race([said, this.exit()]);
    this.child.kill('SIGKILL');
    await this.gone;
  }

  /** In order. */
  async stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exit();
  }

  async exit(): Promise<number | null> {
    const late = setTimeout(() => this.child.kill('SIGKILL'), DEADLINE_MS);
    await this.gone;
    clearTimeout(late);
    return this.child.exitCode;
  }
}

/** A topic, and a database file of the example's. */
export class ExampleWorld {
  readonly runs: Run[] = [];
  database = 'balances.sqlite';
  private readonly kafka: { readonly brokers: readonly string[]; readonly clientId: string };
  readonly topics: Topics;
  readonly publisher: Publisher;

  private constructor(
    private readonly folder: string,
    brokers: readonly string[],
    private readonly prefix = kafkaName('example'),
  ) {
    this.kafka = { brokers, clientId: 'example-spec' };
    this.topics = topicsOf(prefix);
    this.publisher = kafkaPublisher(this.kafka);
  }

  static async make(brokers: readonly string[]): Promise<ExampleWorld> {
    const world = new ExampleWorld(await mkdtemp(join(tmpdir(), 'haber-example-')), brokers);
    await ensureTopics(kafkaClient(world.kafka), world.topics);
    return world;
  }

  get env(): Readonly<Record<string, string>> {
    return {
      KAFKA_BROKERS: this.kafka.brokers.join(),
      KAFKA_TOPIC: this.topics.ofCategory('account'),
      KAFKA_GROUP: this.prefix,
      // 6 s is the shortest that brokers allow by default; ours allows less.
      KAFKA_SESSION_TIMEOUT_MS: process.env['KAFKA_BROKERS'] ? '6000' : '1000',
      DATABASE: join(this.folder, this.database),
    };
  }

  run(...args: string[]): Run {
    const run = new Run(this.env, args);
    this.runs.push(run);
    return run;
  }

  /** As a relay publishes it, positions inclusive. */
  async publish(store: EventStore, from: number, to: number): Promise<void> {
    const { publisher, topics } = this;
    await republish({ store, publisher, topics, from: BigInt(from), to: BigInt(to) });
  }

  async shown(): Promise<readonly ShownAccount[]> {
    const child = spawn(process.execPath, [...NODE_ARGS, '--show'], { env: { ...process.env, ...this.env } });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
    const [code] = (await once(child, 'close')) as [number];
    if (code !== 0) throw new Error(`--show ended with ${code}`);
    return JSON.parse(text) as ShownAccount[];
  }

  async close(): Promise<void> {
    await Promise.all(this.runs.map((run) => run.killedAfter(0)));
    await this.publisher.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** An account whose events, and the shape of whose balances, the example has never heard of. */
export function strangeAccount(name: string, length: number): StoredEvent[] {
  const stream = `account-${v5(name, v5.URL)}`;
  let prevHash = GENESIS_HASH;
  return Array.from({ length }, (_, revision) => {
    const at = '2026-03-01T12:00:00.000Z';
    const about = { tenant: 'demo/test', correlationId: 'c', effectiveAt: at, recordedAt: at, prevHash };
    const event = {
      id: v5(`${name} ${revision}`, v5.URL),
      type: `thing.happened.v${revision}`,
      data: bytesOf({
        balances: { currency: 'EUR', nested: [{ volumeMinor: `${9_007_199_254_740_993n * BigInt(revision)}` }] },
      }),
      metadata: bytesOf(about),
    };
    prevHash = hashOf(stream, revision, event);
    return { ...event, stream, revision, position: 0n };
  });
}

/** In this order, from position 1. */
export async function storeOf(events: readonly StoredEvent[]): Promise<EventStore> {
  const store = memoryEventStore();
  for (const { stream, revision, ...event } of events) {
    const [result] = await store.append([{ stream, expectedRevision: revision - 1, events: [event] }]);
    if (result?.kind !== 'appended') throw new Error(`${stream} ${revision}: ${result?.kind}`);
  }
  return store;
}
