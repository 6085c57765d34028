/** A context's reactions, over Kafka where there are brokers, else over the event log itself. */
import type { ProcessContext } from '@haber/boot';
import { embeddedTransport, kafkaTransport, type Reactions, startReactions } from '@haber/bus';
import { isKnownType } from '@haber/ledger';
import type { ContextReactions } from './contexts';
import type { Ledger } from './ledger';
import { openPool } from './pool';

/** Of its session and its redrive, each for long, and what is parked meanwhile. */
const CONNECTIONS = 4;

export async function startContextReactions(
  context: ProcessContext,
  { url, store, ports }: Pick<Ledger, 'url' | 'store' | 'ports'>,
  { group, categories, module }: ContextReactions,
): Promise<Reactions> {
  const { name, config, logger, defer } = context;
  const { kafkaBrokers: brokers, topicPrefix } = config;
  const pool = openPool(context, url, { max: CONNECTIONS });
  const options = {
    ...{ group, categories, pool, isKnownType },
    onFault: (error: Error) => logger.warn({ err: error, group }, 'reactions'),
  };
  const onWarning = (line: object): void => logger.warn({ line }, 'kafka');
  const server =
    brokers.length > 0
      ? kafkaTransport({ ...options, brokers, topicPrefix, clientId: name, onWarning })
      : embeddedTransport({ ...options, store });
  const reactions = await startReactions({ server, ...module(ports) });
  defer(`reactions ${group}`, () => reactions.stop());
  return reactions;
}
