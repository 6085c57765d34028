/**
 * The product as separate processes: one gateway, some instances of every service, one Postgres; with Kafka, topics
 * of its own and two relays; its event log in Postgres or in EventStoreDB. Each process can be killed or stopped by
 * itself; the rest goes on.
 */
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@haber/embedded-postgres';
import { type EventStore, openEventStoreDb, postgresEventStore, runtimeUrl } from '@haber/event-store';
import { type BusOptions, type ClusterBus, RELAYS, startClusterBus } from './cluster-bus';
import { type ClusterService, Member, SERVICES } from './cluster-member';
import { EventStoreServer } from './event-store-server';
import { freePorts } from './free-ports';
import type { Answer } from './http-client';
import { emptyFolder, type Env, type RanHaber, runHaber, whatIsThereNow } from './killable-process';
import { DEMO_KEY, killPostgresIn, matcherOfReady, PartnerClient, type Product, type RequestOptions } from './product';
import { publicationBreaches } from './published';

const MAX_CONNECTIONS = 300;
/** Whom docker-compose.yml gives brokers. */
const READS_KAFKA: ReadonlySet<ClusterService> = new Set(['capacity', 'payments']);
const CALLBACKS = '/api/v1/bank/callbacks';

export interface ClusterOptions {
  /** For every process. */
  readonly env?: Env;
  /** Of each service. Default 2. */
  readonly instances?: number;
  /** Absent: without Kafka. */
  readonly kafka?: BusOptions;
  /**
   * As docker-compose.yml has it: a simulated bank that pays, and capacity and payments read from Kafka, where there is
   * one. Default: no bank of ours, and reactions read the log.
   */
  readonly asDeployed?: boolean;
  /** Where the event log is; default: Postgres. */
  readonly log?: 'postgres' | 'eventstoredb';
}

interface Parts {
  readonly folder: string;
  readonly postgres: EmbeddedPostgres;
  readonly eventStore: EventStoreServer | undefined;
  readonly env: Env;
  readonly signingKey: KeyObject;
  readonly gateway: Member;
  readonly services: readonly Member[];
  readonly bus: ClusterBus | undefined;
  readonly relays: readonly Member[];
  /** One, or none. */
  readonly banks: readonly Member[];
}

export class Cluster implements Product {
  private readonly client = new PartnerClient();
  private started = false;

  private constructor(private readonly parts: Parts) {}

  static async start(options: ClusterOptions = {}): Promise<Cluster> {
    await whatIsThereNow();
    const cluster = new Cluster(await partsOf(options));
    try {
      await cluster.restart();
    } catch (error) {
      await cluster.kill();
      await cluster.destroy();
      throw error;
    }
    return cluster;
  }

  get url(): string {
    return this.parts.gateway.url;
  }

  get gateway(): Member {
    return this.parts.gateway;
  }

  /** @throws where there is no Kafka */
  get bus(): ClusterBus {
    if (!this.parts.bus) throw new Error('a cluster without Kafka');
    return this.parts.bus;
  }

  get relays(): readonly Member[] {
    return this.parts.relays;
  }

  /** What its simulated bank signs with. @throws where it is not as deployed */
  get bankSecret(): string {
    const [bank] = this.parts.banks;
    if (!bank) throw new Error('a cluster without a bank');
    return bank.env['HABER_BANK_SECRET'] ?? '';
  }

  /** Every process of the product. */
  get members(): readonly Member[] {
    const { gateway, services, relays, banks } = this.parts;
    return [gateway, ...services, ...relays, ...banks];
  }

  get pids(): readonly number[] {
    return this.members.filter(({ running }) => running).map(({ pid }) => pid);
  }

  /** What the gateway's tokens are signed with. */
  get signingKey(): KeyObject {
    return this.parts.signingKey;
  }

  get output(): string {
    return this.members.map(({ name, output }) => `── ${name}\n${output}`).join('');
  }

  instancesOf(name: ClusterService): readonly Member[] {
    return this.parts.services.filter((member) => member.name === name);
  }

  async restart(): Promise<void> {
    const absent = this.members.filter(({ running }) => !running);
    await Promise.all(absent.map((member) => member.restart()));
    this.client.matcher = await matcherOfReady(this.url);
    if (!this.client.matcher) throw new Error(`the gateway shows no document:\n${this.gateway.output.slice(-4_000)}`);
    this.started = true;
  }

  request(method: string, path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.client.send(this.url, method, path, body, options);
  }

  async haber(...args: string[]): Promise<RanHaber> {
    const ran = await runHaber({ ...this.parts.env, HABER_DATA_DIR: this.parts.folder }, args);
    this.client.canaries.addIssuedKeys(ran.stdout);
    this.gateway.printed += ran.stderr;
    return ran;
  }

  openLog(): Promise<EventStore> {
    const { postgres, eventStore } = this.parts;
    if (eventStore) return openEventStoreDb(eventStore);
    return Promise.resolve(postgresEventStore({ url: runtimeUrl(postgres.url), listen: false }));
  }

  runtime(): Promise<{ readonly databaseUrl: string }> {
    return Promise.resolve({ databaseUrl: this.parts.postgres.url });
  }

  async kill(): Promise<void> {
    await Promise.all(this.members.map((member) => member.kill()));
  }

  killPostgres(signal: NodeJS.Signals): Promise<void> {
    return killPostgresIn(this.parts.folder, signal);
  }

  /** Also @throws when Kafka does not have just what the log has. */
  async destroy(): Promise<void> {
    this.client.close();
    const { postgres, eventStore, folder, bus, services } = this.parts;
    try {
      // The gateway first: it finishes what it accepted, with the services still there.
      for (const members of [[this.gateway], services]) await Promise.all(members.map(stopped));
      if (bus && this.started) await this.assertAllPublished(bus);
      await Promise.all(this.relays.map(stopped));
    } finally {
      await this.kill();
      await bus?.close();
      await eventStore?.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    }
    this.client.assertAllMatched();
    for (const { env } of this.members) this.client.canaries.addEnvironment(env);
    for (const { printed } of this.members) this.client.canaries.mustNotStandIn(printed);
  }

  /** Once nobody writes any more. @throws when Kafka does not have just what the log has */
  private async assertAllPublished(bus: ClusterBus): Promise<void> {
    await Promise.all(this.relays.filter(({ running }) => !running).map((relay) => relay.restart()));
    const log = await this.openLog();
    const breaches = await publicationBreaches(log, bus.published).finally(() => log.close());
    if (breaches.length > 0) throw new Error(`the log and Kafka differ:\n${breaches.join('\n')}`);
  }
}

async function stopped(member: Member): Promise<void> {
  if (member.running) await member.stop();
}

async function partsOf(options: ClusterOptions): Promise<Parts> {
  const { env: more = {}, instances = 2, kafka, log, asDeployed } = options;
  const folder = await emptyFolder();
  const [postgres, eventStore, bus] = await Promise.all([
    startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), maxConnections: MAX_CONNECTIONS }),
    log === 'eventstoredb' ? EventStoreServer.start() : undefined,
    kafka && startClusterBus(kafka),
  ]);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { gatewayUrl, bankUrl, placesOf, relayUrls } = await placesFor(instances);
  const ofStores = storesOf(postgres, eventStore);
  const { ofBank, banks } = asDeployed ? bankAt(bankUrl, { gatewayUrl, folder }) : NO_BANK;
  const env = {
    HABER_MASTER_KEY: randomBytes(32).toString('hex'),
    ...ofStores,
    HABER_DATABASE_POOL_SIZE: '6',
    HABER_PUBLIC_URL: gatewayUrl,
    ...more,
    ...ofBank,
  };
  const ofServices = {
    HABER_GATEWAY_PUBLIC_KEYS: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
  const ofGateway = {
    HABER_BOOTSTRAP_KEY: more['HABER_BOOTSTRAP_KEY'] ?? DEMO_KEY,
    HABER_GATEWAY_SIGNING_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    ...Object.fromEntries(SERVICES.map((name, i) => [variableOf(name), placesOf(i).join(',')])),
  };
  const homeOf = (...name: readonly unknown[]) => ({ HABER_DATA_DIR: join(folder, name.join('-')) });
  const ofKafka = (name: ClusterService) => kafkaOf(name, { asDeployed, bus });
  const services = SERVICES.flatMap((name, i) =>
    placesOf(i).map(
      (url, nth) => new Member(name, url, { ...env, ...ofServices, ...ofKafka(name), ...homeOf(name, nth) }),
    ),
  );
  const gateway = new Member('gateway', gatewayUrl, { ...env, ...ofGateway, ...homeOf('gateway') });
  const relays = bus ? relayUrls.map((url) => bus.relayAt(url, ofStores)) : [];
  return { folder, postgres, eventStore, env, signingKey: privateKey, gateway, services, bus, relays, banks };
}

interface BankParts {
  /** For whoever calls it. */
  readonly ofBank: Env;
  readonly banks: readonly Member[];
}

const NO_BANK: BankParts = { ofBank: {}, banks: [] };

function bankAt(url: string, { gatewayUrl, folder }: Readonly<Record<'gatewayUrl' | 'folder', string>>): BankParts {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const callsBack = { HABER_BANK_SECRET: secret, HABER_BANK_CALLBACK_URL: gatewayUrl + CALLBACKS };
  return {
    ofBank: { HABER_BANK_SIMULATOR_URL: url, HABER_BANK_SIMULATOR_SECRET: secret },
    banks: [new Member('bank-simulator', url, { ...callsBack, HABER_DATA_DIR: join(folder, 'bank') })],
  };
}

interface Reading {
  readonly asDeployed: boolean | undefined;
  readonly bus: ClusterBus | undefined;
}

function kafkaOf(name: ClusterService, { asDeployed, bus }: Reading): Env {
  if (!asDeployed || !bus || !READS_KAFKA.has(name)) return {};
  const { brokers, topicPrefix } = bus.published;
  return { KAFKA_BROKERS: brokers.join(), HABER_TOPIC_PREFIX: topicPrefix };
}

function storesOf({ url }: EmbeddedPostgres, eventStore: EventStoreServer | undefined): Env {
  return { DATABASE_URL: url, ...(eventStore && { EVENTSTORE_URL: eventStore.connectionString }) };
}

/** All drawn at once: nobody listens on them yet. */
async function placesFor(instances: number) {
  const ports = await freePorts(2 + RELAYS + SERVICES.length * instances);
  const [gatewayUrl = '', bankUrl = '', ...others] = ports.map((port) => `http://127.0.0.1:${port}`);
  const ofServices = others.slice(RELAYS);
  const placesOf = (i: number): string[] => ofServices.slice(i * instances, (i + 1) * instances);
  return { gatewayUrl, bankUrl, placesOf, relayUrls: others.slice(0, RELAYS) };
}

function variableOf(name: ClusterService): string {
  return `HABER_${name.toUpperCase().replaceAll('-', '_')}_URLS`;
}
