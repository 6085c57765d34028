/**
 * A process' configuration, read once from the environment. Anything wrong with it stops the start with one message
 * that names every variable and what it must be, and quotes none of their values, which may be secrets.
 */
import { resolve } from 'node:path';
import { z } from 'zod';
import { Secret } from './secret';

export class UnusableEnvironment extends Error {
  override readonly name = 'UnusableEnvironment';
}

export interface ProcessConfig {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Where partners reach this product, without a slash at the end; absent: where it listens. */
  readonly publicUrl?: string;
  /** How many proxies in front are ours: a caller's address is what the first of them saw. */
  readonly trustedProxyHops: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Absent: the embedded Postgres in the data directory. */
  readonly databaseUrl?: Secret;
  /** Of EventStoreDB or KurrentDB, where the event log is. Absent: in the database. */
  readonly eventStoreUrl?: Secret;
  /** Absent: the file in the data directory. */
  readonly masterKey?: Secret;
  /** host:port of some of the cluster's brokers. Empty: no Kafka. */
  readonly kafkaBrokers: readonly string[];
  /** What the names of topics begin with, and of consumer groups where it is not `haber`. */
  readonly topicPrefix: string;
  readonly bootstrapKey?: Secret;
  readonly logLevel: LogLevel;
  /** Connections of this process for commands and queries. */
  readonly databasePoolSize: number;
  readonly databaseStatementTimeoutMs: number;
  /** Folds of accounts kept in memory. */
  readonly foldCacheBytes: number;
  /** Commands waiting in this process before it answers 503. */
  readonly writerQueueSize: number;
  /** How long a stop may take before the process ends itself. */
  readonly shutdownTimeoutMs: number;
  /** For so long a process that is told to stop only says that it is not ready, and goes on: for load balancers. */
  readonly shutdownDelayMs: number;
  /** A line a request. */
  readonly accessLog: boolean;
  /** Absent: `/metrics` answers this machine and private networks. */
  readonly metricsToken?: Secret;
  /** Of an OTLP receiver over HTTP, without `/v1/traces`. Absent: nothing is traced. */
  readonly tracesEndpoint?: string;
  /** Where the instances of each service are, for the gateway. */
  readonly serviceUrls: Readonly<Record<ServiceName, readonly string[]>>;
  /** What the gateway signs its tokens with; absent: a key that comes from the master key. */
  readonly gatewaySigningKey?: Secret;
  /** Whose tokens a service takes; empty: those of the key that comes from the master key. */
  readonly gatewayPublicKeys: readonly string[];
  readonly bank: BankConfig;
  /** Of the requests that bring no decision of their own, how many are traced: 0 to 1. */
  readonly tracesSampleRatio: number;
}

export interface BankConfig {
  /** Where the bank's API begins. Absent: there is none. */
  readonly url?: string;
  /** One, or two while it is being changed: the first signs, both are taken. Empty: there is no bank. */
  readonly secrets: readonly Secret[];
  /** The simulated bank that pays in test mode. Absent: the standalone has one of its own, a service none. */
  readonly test: { readonly url?: string; readonly secrets: readonly Secret[] };
  readonly simulator: BankSimulatorConfig;
}

/** Of the simulated bank, where this process has it. */
export interface BankSimulatorConfig {
  /** Absent: it calls nobody. */
  readonly callbackUrl?: string;
  readonly settleMs: number;
  /** Absent: it misbehaves for test amounts only. */
  readonly hostileSeed?: string;
  /** `script=weight`, commas between: read by the simulator. */
  readonly hostileWeights?: string;
}

const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The services that the gateway knows how to find: `HABER_CREDIT_LINES_URLS` and so on. */
export type ServiceName = 'applications' | 'capacity' | 'credit-lines' | 'payments';

const MIB = 1024 * 1024;

function integer(from: number, to: number, preset: number): z.ZodType<number> {
  const says = `must be a whole number from ${from} to ${to}`;
  const inRange = (text: string): boolean => /^\d{1,15}$/.test(text) && Number(text) >= from && Number(text) <= to;
  return z.string().refine(inRange, says).transform(Number).default(preset);
}

function secret(isGood: (text: string) => boolean, says: string): z.ZodType<Secret | undefined> {
  return z
    .string()
    .refine(isGood, says)
    .transform((text) => new Secret(text))
    .optional();
}

const URL_WITHOUT_QUERY = /^https?:\/\/[^\s?#]+$/;

function httpUrl(): z.ZodType<string | undefined> {
  return z
    .string()
    .refine((text) => URL_WITHOUT_QUERY.test(text) && URL.canParse(text), 'must be an http:// or https:// URL')
    .transform((text) => text.replace(/\/+$/, ''))
    .optional();
}

function httpUrls(): z.ZodType<readonly string[]> {
  const isOrigin = (text: string): boolean =>
    URL_WITHOUT_QUERY.test(text) && URL.canParse(text) && isBare(new URL(text));
  return z
    .string()
    .transform(listed)
    .refine((urls) => urls.every(isOrigin), 'must be http:// or https:// URLs without a path, commas between')
    .transform((urls) => urls.map((url) => new URL(url).origin))
    .default([]);
}

function isBare({ pathname, username }: URL): boolean {
  return pathname === '/' && username === '';
}

function listed(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}
const BROKERS = /^[^\s,:/]+:\d{1,5}(,[^\s,:/]+:\d{1,5})*$/;
const brokers = z
  .string()
  .regex(BROKERS, 'must be host:port, several separated by commas')
  .transform((text): readonly string[] => text.split(','))
  .default([]);

/** What Kafka takes in a name, of which some is ours. */
const TOPIC_PREFIX = /^(?=.{1,100}$)[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/;

const EVENT_STORE_URL = /^(esdb|kurrentdb)(\+discover)?:\/\/[^\s/?#]+\/?(\?[^\s#]*)?$/;

const ratio = z
  .string()
  .regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, 'must be a number from 0 to 1')
  .transform(Number)
  .default(1);

const BANK_SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/;
const bankSecrets = z
  .string()
  .transform(listed)
  .refine(
    (texts) => texts.length <= 2 && texts.every((text) => BANK_SECRET.test(text)),
    'must be whsec_ and the base64 of 24 to 64 bytes; two with a comma between while it is being changed',
  )
  .transform((texts) => texts.map((text) => new Secret(text)))
  .default([]);

/** Variables that Haber knows. The form of keys is checked by whoever reads them. */
const VARIABLES = {
  PORT: integer(0, 65_535, 3000),
  HOST: z.string().default('127.0.0.1'),
  HABER_PUBLIC_URL: httpUrl(),
  HABER_TRUSTED_PROXY_HOPS: integer(0, 16, 0),
  HABER_DATA_DIR: z.string().default('.haber'),
  DATABASE_URL: secret((text) => /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text), 'must be a postgres:// URL'),
  EVENTSTORE_URL: secret((text) => EVENT_STORE_URL.test(text), 'must be an esdb:// or kurrentdb:// connection string'),
  HABER_MASTER_KEY: secret(() => true, ''),
  KAFKA_BROKERS: brokers,
  HABER_TOPIC_PREFIX: z
    .string()
    .regex(TOPIC_PREFIX, 'must be at most 100 letters, digits, hyphens and underscores, dots between')
    .default('haber'),
  HABER_BOOTSTRAP_KEY: secret((text) => text.length >= 20, 'must have at least 20 characters'),
  HABER_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  HABER_DATABASE_POOL_SIZE: integer(2, 200, 10),
  HABER_DATABASE_STATEMENT_TIMEOUT_MS: integer(100, 600_000, 10_000),
  HABER_FOLD_CACHE_BYTES: integer(MIB, 64 * 1024 * MIB, 128 * MIB),
  HABER_WRITER_QUEUE_SIZE: integer(1, 1_000_000, 20_000),
  HABER_SHUTDOWN_TIMEOUT_MS: integer(100, 600_000, 15_000),
  HABER_SHUTDOWN_DELAY_MS: integer(0, 600_000, 0),
  HABER_ACCESS_LOG: z.enum(['off', 'on'], { error: 'must be on or off' }).default('off'),
  HABER_METRICS_TOKEN: secret((text) => text.length >= 20, 'must have at least 20 characters'),
  HABER_APPLICATIONS_URLS: httpUrls(),
  HABER_CAPACITY_URLS: httpUrls(),
  HABER_CREDIT_LINES_URLS: httpUrls(),
  HABER_PAYMENTS_URLS: httpUrls(),
  HABER_GATEWAY_SIGNING_KEY: secret(() => true, ''),
  HABER_GATEWAY_PUBLIC_KEYS: z.string().transform(listed).default([]),
  HABER_BANK_URL: httpUrl(),
  HABER_BANK_SECRET: bankSecrets,
  HABER_BANK_SIMULATOR_URL: httpUrl(),
  HABER_BANK_SIMULATOR_SECRET: bankSecrets,
  HABER_BANK_CALLBACK_URL: httpUrl(),
  HABER_BANK_SETTLE_MS: integer(0, 600_000, 5_000),
  HABER_BANK_HOSTILE_SEED: z.string().optional(),
  HABER_BANK_HOSTILE_WEIGHTS: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl(),
  OTEL_TRACES_SAMPLER_ARG: ratio,
} as const;

type Known = z.infer<z.ZodObject<typeof VARIABLES>>;

export type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as absent. @throws UnusableEnvironment */
export function readEnvironment(env: Environment): ProcessConfig {
  const given = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, env[name] || undefined]));
  const parsed = z.object(VARIABLES).safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `  ${path.join('.')} ${message}`);
    throw new UnusableEnvironment(`cannot start with this environment:\n${lines.join('\n')}`);
  }
  const known = parsed.data;
  return {
    port: known.PORT,
    host: known.HOST,
    ...(known.HABER_PUBLIC_URL !== undefined && { publicUrl: known.HABER_PUBLIC_URL }),
    trustedProxyHops: known.HABER_TRUSTED_PROXY_HOPS,
    dataDir: resolve(known.HABER_DATA_DIR),
    ...stores(known),
    ...(known.HABER_MASTER_KEY && { masterKey: known.HABER_MASTER_KEY }),
    kafkaBrokers: known.KAFKA_BROKERS,
    topicPrefix: known.HABER_TOPIC_PREFIX,
    ...(known.HABER_BOOTSTRAP_KEY && { bootstrapKey: known.HABER_BOOTSTRAP_KEY }),
    logLevel: known.HABER_LOG_LEVEL,
    databasePoolSize: known.HABER_DATABASE_POOL_SIZE,
    databaseStatementTimeoutMs: known.HABER_DATABASE_STATEMENT_TIMEOUT_MS,
    foldCacheBytes: known.HABER_FOLD_CACHE_BYTES,
    writerQueueSize: known.HABER_WRITER_QUEUE_SIZE,
    shutdownTimeoutMs: known.HABER_SHUTDOWN_TIMEOUT_MS,
    shutdownDelayMs: known.HABER_SHUTDOWN_DELAY_MS,
    accessLog: known.HABER_ACCESS_LOG === 'on',
    ...(known.HABER_METRICS_TOKEN && { metricsToken: known.HABER_METRICS_TOKEN }),
    ...(known.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined && { tracesEndpoint: known.OTEL_EXPORTER_OTLP_ENDPOINT }),
    tracesSampleRatio: known.OTEL_TRACES_SAMPLER_ARG,
    ...betweenProcesses(known),
    bank: bankOf(known),
  };
}

function bankOf(known: Known): BankConfig {
  const { HABER_BANK_URL: url, HABER_BANK_CALLBACK_URL: callbackUrl } = known;
  const { HABER_BANK_HOSTILE_SEED: hostileSeed, HABER_BANK_HOSTILE_WEIGHTS: hostileWeights } = known;
  return {
    ...(url !== undefined && { url }),
    secrets: known.HABER_BANK_SECRET,
    test: {
      ...(known.HABER_BANK_SIMULATOR_URL !== undefined && { url: known.HABER_BANK_SIMULATOR_URL }),
      secrets: known.HABER_BANK_SIMULATOR_SECRET,
    },
    simulator: {
      settleMs: known.HABER_BANK_SETTLE_MS,
      ...(callbackUrl !== undefined && { callbackUrl }),
      ...(hostileSeed !== undefined && { hostileSeed }),
      ...(hostileWeights !== undefined && { hostileWeights }),
    },
  };
}

function stores(known: Known): Pick<ProcessConfig, 'databaseUrl' | 'eventStoreUrl'> {
  return {
    ...(known.DATABASE_URL && { databaseUrl: known.DATABASE_URL }),
    ...(known.EVENTSTORE_URL && { eventStoreUrl: known.EVENTSTORE_URL }),
  };
}

type BetweenProcesses = Pick<ProcessConfig, 'serviceUrls' | 'gatewaySigningKey' | 'gatewayPublicKeys'>;

function betweenProcesses(known: Known): BetweenProcesses {
  return {
    serviceUrls: {
      applications: known.HABER_APPLICATIONS_URLS,
      capacity: known.HABER_CAPACITY_URLS,
      'credit-lines': known.HABER_CREDIT_LINES_URLS,
      payments: known.HABER_PAYMENTS_URLS,
    },
    ...(known.HABER_GATEWAY_SIGNING_KEY && { gatewaySigningKey: known.HABER_GATEWAY_SIGNING_KEY }),
    gatewayPublicKeys: known.HABER_GATEWAY_PUBLIC_KEYS,
  };
}

/** Everything that a process reads. */
export function variableNames(): readonly string[] {
  return Object.keys(VARIABLES);
}

/** Names that look like ours and are not: most likely misspelt. */
export function unknownVariables(env: Environment): readonly string[] {
  return Object.keys(env).filter((name) => name.startsWith('HABER_') && !Object.hasOwn(VARIABLES, name));
}
