/**
 * What a cluster has on Kafka: topics of its own, on the broker that KAFKA_BROKERS names or on one that it has to
 * itself; and two relays, of which one is at work.
 */
import { TcpProxy } from './tcp-proxy';
import { Member } from './cluster-member';
import { freePorts } from './free-ports';
import { KafkaBroker, kafkaName } from './kafka';
import type { Env } from './killable-process';
import type { PublishedOn } from './published';

/**
 * `own`: the broker can be stopped and killed. `proxied`: so it can, and the relays reach it through a proxy, whose
 * faults a test switches on. `direct`: any broker, which others may use too.
 */
export type BusOptions = 'direct' | 'own' | 'proxied';

export const RELAYS = 2;

export interface ClusterBus {
  readonly broker: KafkaBroker;
  readonly published: PublishedOn;
  /** Between the relays and the broker. */
  readonly proxy: TcpProxy | undefined;
  relayAt(url: string, env: Env): Member;
  close(): Promise<void>;
}

export async function startClusterBus(options: BusOptions): Promise<ClusterBus> {
  const { broker, proxy } = options === 'proxied' ? await brokerBehindProxy() : await brokerAlone(options);
  const brokers = proxy?.address ?? broker.brokers.join();
  const topicPrefix = broker.isShared ? kafkaName('cluster') : 'haber';
  return {
    broker,
    published: { brokers: broker.brokers, topicPrefix },
    proxy,
    relayAt: (url, env) =>
      new Member('relay', url, { ...env, KAFKA_BROKERS: brokers, HABER_TOPIC_PREFIX: topicPrefix }),
    async close() {
      await proxy?.shut();
      await broker.destroy();
    },
  };
}

async function brokerAlone(options: 'direct' | 'own') {
  return { broker: await (options === 'own' ? KafkaBroker.startOwn() : KafkaBroker.start()), proxy: undefined };
}

/** A broker tells its clients where to come back to: there must be a door of it that names the proxy. */
async function brokerBehindProxy() {
  const [port = 0] = await freePorts(1);
  const proxy = await TcpProxy.before({ host: '127.0.0.1', port });
  return { broker: await KafkaBroker.startOwn({ port, advertised: proxy.address }), proxy };
}
