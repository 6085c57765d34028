/**
 * A relay in a process of its own. It tells whoever forked it how it is, and ends with it; where PAGES says so, it
 * kills itself after so many pages, between the broker's ack and the save.
 */
import { kafkaClient, kafkaPublisher, ensureTopics, topicsOf } from '@haber/bus';
import { postgresEventStore, runtimeUrl } from '@haber/event-store';
import { createPool } from '@haber/read-store';
import { startRelay } from './relay';

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

const url = given('DATABASE_URL');
const kafka = { brokers: given('KAFKA_BROKERS').split(','), clientId: 'relay-process' };
const topics = topicsOf(given('TOPIC_PREFIX'));
let pages = Number(process.env['PAGES'] ?? Infinity);

const relay = startRelay({
  store: postgresEventStore({ url: runtimeUrl(url) }),
  pool: createPool({ url, max: 2, statementTimeoutMs: 5_000, applicationName: 'relay process' }),
  publisher: kafkaPublisher(kafka),
  topics,
  prepare: () => ensureTopics(kafkaClient(kafka), topics),
  holder: `relay process ${process.pid}`,
  leaseMs: Number(given('LEASE_MS')),
  onFault: (error) => console.error(error),
  onPublished: () => {
    pages -= 1;
    if (pages === 0) process.kill(process.pid, 'SIGKILL');
  },
});

const TELL_EVERY_MS = 50;
setInterval(() => {
  if (process.connected) process.send?.({ ...relay.health(), through: String(relay.health().through) });
}, TELL_EVERY_MS);
process.on('disconnect', () => void relay.stop().then(() => process.exit()));
