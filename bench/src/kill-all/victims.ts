/** Whatever can be killed, and how it comes back. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Cluster, KillableProcess, type Member } from '@haber/testing';

const CONSUMER = join(__dirname, '../../../examples/consumer/consumer.mjs');
const CONSUMER_SESSION_MS = '6000';
const MOST_STARTS = 20;
const BETWEEN_STARTS_MS = 500;
const OUTPUT_BYTES = 64 * 1024 * 1024;

export interface Victim {
  readonly name: string;
  /** kill -9, and back: resolves when it is ready again. */
  killed(): Promise<void>;
}

/** The program that partners are given to begin with, on a file of its own. */
export class ExampleConsumer extends KillableProcess {
  constructor(brokers: readonly string[], file: string) {
    const env = { KAFKA_BROKERS: brokers.join(), DATABASE: file, KAFKA_SESSION_TIMEOUT_MS: CONSUMER_SESSION_MS };
    super(CONSUMER, env);
  }

  /** To its end, with these arguments. @returns what it prints */
  async run(...args: readonly string[]): Promise<string> {
    const options = { env: { ...process.env, NODE_OPTIONS: '', ...this.env }, maxBuffer: OUTPUT_BYTES };
    const { stdout } = await promisify(execFile)(process.execPath, [CONSUMER, ...args], options);
    return stdout;
  }
}

/** One that finds no database at its start ends, and is started again, as whoever supervises it does. */
export async function supervised(member: Member): Promise<void> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await member.restart();
    } catch (error) {
      if (member.running || starts >= MOST_STARTS) throw error;
      await sleep(BETWEEN_STARTS_MS);
    }
  }
}

export function victimsOf(cluster: Cluster, consumer: ExampleConsumer): readonly Victim[] {
  const { broker } = cluster.bus;
  const members = cluster.members.map((member) => ({
    name: `${member.name} ${new URL(member.url).port}`,
    async killed() {
      await member.kill();
      await supervised(member);
    },
  }));
  return [
    ...members,
    {
      name: 'consumer',
      async killed() {
        await consumer.kill();
        consumer.launch();
      },
    },
    {
      name: 'broker',
      async killed() {
        await broker.kill();
        await broker.restart();
      },
    },
    // It is supervised, and comes back by itself.
    { name: 'postgres', killed: () => cluster.killPostgres('SIGKILL') },
  ];
}
