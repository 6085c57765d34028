/** What a cluster has on Kafka: a broker of its own, and two relays, of which one is at work. */
import { TcpProxy } from './tcp-proxy';
import { Member } from './cluster-member';
import { freePorts } from './free-ports';
import { KafkaBroker } from './kafka';
import type { Env } from './killable-process';

/** `proxied`: the relays reach the broker through a proxy, whose faults a test switches on. */
export type BusOptions = 'direct' | 'proxied';

const RELAYS = 2;

export interface ClusterBus {
  readonly broker: KafkaBroker;
  /** Between the relays and the broker. */
  readonly proxy: TcpProxy | undefined;
  relays(env: Env): Promise<readonly Member[]>;
  close(): Promise<void>;
}

export async function startClusterBus(options: BusOptions): Promise<ClusterBus> {
  const { broker, proxy } = options === 'proxied' ? await brokerBehindProxy() : await brokerAlone();
  const brokers = proxy?.address ?? broker.brokers.join();
  return {
    broker,
    proxy,
    async relays(env) {
      const ports = await freePorts(RELAYS);
      return ports.map((port) => new Member('relay', `http://127.0.0.1:${port}`, { ...env, KAFKA_BROKERS: brokers }));
    },
    async close() {
      await proxy?.shut();
      await broker.destroy();
    },
  };
}

async function brokerAlone() {
  return { broker: await KafkaBroker.startOwn(), proxy: undefined };
}

/** A broker tells its clients where to come back to: there must be a door of it that names the proxy. */
async function brokerBehindProxy() {
  const [port = 0] = await freePorts(1);
  const proxy = await TcpProxy.before({ host: '127.0.0.1', port });
  return { broker: await KafkaBroker.startOwn({ port, advertised: proxy.address }), proxy };
}
