/**
 * In which shape a suite runs that holds in all of them: HABER_SHAPE.
 *   standalone  one process on its embedded Postgres; also where nothing is said
 *   processes   gateway and services, each in two instances, on one Postgres
 *   kafka       the same with relays and Kafka, which must have all of the log when the suite is over
 *   eventstore  that with the event log in EventStoreDB (EVENTSTORE_URL, else the in-test server)
 * Suites that stand in one file share one cluster, which costs seconds to start; it is gone when the last of them is
 * done with it.
 */
import { Cluster, type ClusterOptions } from './cluster';
import type { Product } from './product';
import { Standalone, type StandaloneOptions } from './standalone';

let shared: { readonly cluster: Promise<Cluster>; users: number } | undefined;

const SHAPES: Readonly<Record<string, (options: StandaloneOptions) => Promise<Product>>> = {
  standalone: (options) => Standalone.start(options),
  processes: asShared,
  kafka: asShared,
  eventstore: asShared,
};

const shapeOf = (): string => process.env['HABER_SHAPE'] || 'standalone';

/** A bank that never answers: suites that hold in every shape say themselves what it has decided, and when. */
export const SILENT_BANK = {
  HABER_BANK_SIMULATOR_URL: 'http://127.0.0.1:9',
  HABER_BANK_SIMULATOR_SECRET: `whsec_${'A'.repeat(32)}`,
} as const;

export const isStandalone = (): boolean => shapeOf() === 'standalone';

/** @param options of a standalone alone: a cluster is shared, and is as it is */
export function startProduct(options: StandaloneOptions = {}): Promise<Product> {
  const shape = shapeOf();
  const start = Object.hasOwn(SHAPES, shape) ? SHAPES[shape] : undefined;
  if (!start) throw new Error(`HABER_SHAPE is ${shape}, which is none of ${Object.keys(SHAPES).join(', ')}`);
  return start(options);
}

const OF_SHAPE: Readonly<Record<string, ClusterOptions>> = {
  kafka: { kafka: 'direct' },
  eventstore: { kafka: 'direct', log: 'eventstoredb' },
};

/** For suites about processes, whatever HABER_SHAPE is: with Kafka, and with EventStoreDB, where it says so. */
export function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  return Cluster.start({ ...OF_SHAPE[shapeOf()], ...options });
}

async function asShared(): Promise<Product> {
  return (await sharedCluster()).product;
}

/** @param options unless another suite of the file has started it already */
export async function sharedCluster(options: ClusterOptions = {}) {
  shared ??= { cluster: startCluster({ env: SILENT_BANK, ...options }), users: 0 };
  const used = shared;
  used.users += 1;
  const cluster = await used.cluster;
  const product = bound(cluster, async () => {
    used.users -= 1;
    if (used.users > 0) return;
    shared = undefined;
    await cluster.destroy();
  });
  return { product, cluster };
}

/** Never spread: what it shows is as of the moment it is asked. */
function bound(cluster: Cluster, destroy: Product['destroy']): Product {
  return {
    destroy,
    url: cluster.url,
    get output() {
      return cluster.output;
    },
    get pids() {
      return cluster.pids;
    },
    request: (...sent) => cluster.request(...sent),
    haber: (...args) => cluster.haber(...args),
    runtime: () => cluster.runtime(),
    openLog: () => cluster.openLog(),
    kill: () => cluster.kill(),
    restart: () => cluster.restart(),
    killPostgres: (signal) => cluster.killPostgres(signal),
  };
}
