/**
 * In which shape a suite runs that holds in all of them: HABER_SHAPE, the standalone where it says nothing. Suites that
 * stand in one file share one cluster, which costs seconds to start; it is gone when the last of them is done with it.
 */
import { Cluster } from './cluster';
import type { Product } from './product';
import { Standalone, type StandaloneOptions } from './standalone';

let shared: { readonly cluster: Promise<Cluster>; users: number } | undefined;

const SHAPES: Readonly<Record<string, (options: StandaloneOptions) => Promise<Product>>> = {
  standalone: (options) => Standalone.start(options),
  processes: sharedCluster,
};

/** @param options of a standalone alone: a cluster is shared, and is as it is */
export function startProduct(options: StandaloneOptions = {}): Promise<Product> {
  const shape = process.env['HABER_SHAPE'] || 'standalone';
  const start = Object.hasOwn(SHAPES, shape) ? SHAPES[shape] : undefined;
  if (!start) throw new Error(`HABER_SHAPE is ${shape}, which is none of ${Object.keys(SHAPES).join(', ')}`);
  return start(options);
}

async function sharedCluster(): Promise<Product> {
  shared ??= { cluster: Cluster.start(), users: 0 };
  const used = shared;
  used.users += 1;
  const cluster = await used.cluster;
  return {
    ...bound(cluster),
    async destroy() {
      used.users -= 1;
      if (used.users > 0) return;
      shared = undefined;
      await cluster.destroy();
    },
  };
}

function bound(cluster: Cluster): Omit<Product, 'destroy'> {
  return {
    url: cluster.url,
    get output() {
      return cluster.output;
    },
    request: (...sent) => cluster.request(...sent),
    haber: (...args) => cluster.haber(...args),
    runtime: () => cluster.runtime(),
    kill: () => cluster.kill(),
    restart: () => cluster.restart(),
    killPostgres: (signal) => cluster.killPostgres(signal),
  };
}
