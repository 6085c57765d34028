/** A process of a group, to be killed: writes a row for every event that it handles, slowly enough to be caught. */
import 'reflect-metadata';
import { setTimeout as sleep } from 'node:timers/promises';
import { postgresEventStore } from '@haber/event-store';
import { createPool } from '@haber/read-store';
import { embeddedTransport } from '../embedded';
import { kafkaTransport } from '../kafka/consumer';
import { startReactions } from '../reactions';
import { isKnownType, Recorder } from './fixture';

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const pool = createPool({
  url: given('DATABASE_URL'),
  max: 4,
  statementTimeoutMs: 10_000,
  applicationName: 'recording process',
});
const options = {
  group: given('GROUP'),
  pool,
  isKnownType,
  onFault: (error: Error): void => console.error(error),
};
const brokers = process.env['KAFKA_BROKERS'];
const server = brokers
  ? kafkaTransport({
      ...options,
      brokers: brokers.split(','),
      clientId: 'recording-process',
      topicPrefix: given('TOPIC_PREFIX'),
      sessionTimeoutMs: Number(given('SESSION_TIMEOUT_MS')),
    })
  : embeddedTransport({ ...options, store: postgresEventStore({ url: given('DATABASE_URL') }) });

const recorder = new Recorder();
recorder.before = async ({ stream, revision }) => {
  await sleep(5);
  await pool.query('INSERT INTO handled (stream, revision) VALUES ($1, $2)', [stream, revision]);
};
void startReactions({ server, controllers: [recorder.controller()] });
