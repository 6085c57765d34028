/**
 * A product with what docker-compose.yml has beside it: a simulated bank, and Kafka to read from. A standalone has a
 * bank of its own and gets a broker where one is asked for; a cluster has both, and is shared as every cluster is.
 */
import { join } from 'node:path';
import { deriveKey, loadMasterKey } from '@haber/personal-data';
import { KafkaBroker, kafkaName } from './kafka';
import type { Product } from './product';
import { isStandalone, sharedCluster } from './shape';
import { Standalone } from './standalone';

export interface ProductWithBank {
  readonly product: Product;
  /** What its bank signs callbacks with. */
  readonly bankSecret: string;
}

export async function startProductWithBank(): Promise<ProductWithBank> {
  if (!isStandalone()) {
    const { product, cluster } = await sharedCluster({ asDeployed: true });
    return { product, bankSecret: cluster.bankSecret };
  }
  const product = await Standalone.start();
  const masterKey = await loadMasterKey({ file: join(product.dataDir, 'master.key') });
  return { product, bankSecret: `whsec_${deriveKey(masterKey, 'bank-simulator').export().toString('base64')}` };
}

export interface ProductWithTopics {
  readonly product: Product;
  readonly brokers: readonly string[];
  /** Of all its topics. */
  readonly topicPrefix: string;
}

/** It reads `transactions.processed`. */
export async function startProductWithTopics(): Promise<ProductWithTopics> {
  if (!isStandalone()) {
    const { product, cluster } = await sharedCluster({ asDeployed: true });
    return { product, ...cluster.bus.published };
  }
  const broker = await KafkaBroker.start();
  const { brokers } = broker;
  const topicPrefix = kafkaName('topics');
  const env = { KAFKA_BROKERS: brokers.join(), HABER_TOPIC_PREFIX: topicPrefix };
  const product = await Standalone.start({ env });
  const destroy = product.destroy.bind(product);
  const destroyBoth = () => destroy().finally(() => broker.destroy());
  return { product: Object.assign(product, { destroy: destroyBoth }), brokers, topicPrefix };
}
