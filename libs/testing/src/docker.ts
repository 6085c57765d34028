/**
 * Servers from their official images, for specs, where a Docker engine answers: removed with the process that started
 * them. Where there is none, or none answers within a second, they are not looked for again.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { freePorts } from './free-ports';

export interface ServerInDocker {
  /** Where this machine reaches it, host:port. */
  readonly address: string;
  stop(): Promise<void>;
}

const SOCKET = '/var/run/docker.sock';
const ENGINE_TIMEOUT_MS = 1_000;
const START_TIMEOUT_MS = 180_000;
/** The last line whose licence is not Kurrent's; and the Kafka that `tools/kafka` starts from its jars. */
const EVENTSTORE_IMAGE = 'eventstore/eventstore:23.10.1-bookworm-slim';
const KAFKA_IMAGE = 'apache/kafka:4.1.0';
const EVENTSTORE_PORT = 2113;
const KAFKA_PORT = 9092;

/** Asked in a process of its own: suites are declared before anything can be awaited. */
const PING = `
  const url = process.env.DOCKER_HOST && new URL(process.env.DOCKER_HOST.replace(/^tcp:/, 'http:'));
  const there = url?.protocol === 'http:' ? { host: url.hostname, port: url.port } : { socketPath: url?.pathname ?? '${SOCKET}' };
  require('node:http').get({ ...there, path: '/_ping' }, ({ statusCode }) => process.exit(statusCode === 200 ? 0 : 1))
    .on('error', () => process.exit(1));`;

let answers: boolean | undefined;

/** Whether a Docker engine answers. Takes a second at most, and nothing where there is no trace of one. */
export function hasDocker(): boolean {
  if (!process.env['DOCKER_HOST'] && !existsSync(SOCKET)) return false;
  answers ??= spawnSync(process.execPath, ['-e', PING], { timeout: ENGINE_TIMEOUT_MS, stdio: 'ignore' }).status === 0;
  return answers;
}

/** An EventStoreDB without TLS and without anything in it. */
export async function eventStoreInDocker(): Promise<ServerInDocker> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const started = await new GenericContainer(EVENTSTORE_IMAGE)
    .withEnvironment({ EVENTSTORE_INSECURE: 'true', EVENTSTORE_MEM_DB: 'true' })
    .withExposedPorts(EVENTSTORE_PORT)
    .withWaitStrategy(Wait.forHttp('/health/live', EVENTSTORE_PORT).forStatusCode(204))
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  return {
    address: `${started.getHost()}:${started.getMappedPort(EVENTSTORE_PORT)}`,
    stop: async () => void (await started.stop()),
  };
}

/** One broker. It tells its clients where to come back to, so its port outside is chosen before. */
export async function kafkaInDocker(): Promise<ServerInDocker> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const [port = 0] = await freePorts(1);
  const started = await new GenericContainer(KAFKA_IMAGE)
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: `PLAINTEXT://:${KAFKA_PORT},CONTROLLER://:9093`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    })
    .withExposedPorts({ container: KAFKA_PORT, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .withStartupTimeout(START_TIMEOUT_MS)
    .start();
  return { address: `127.0.0.1:${port}`, stop: async () => void (await started.stop()) };
}
