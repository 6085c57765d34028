/** The bus: what is published and how, and reactions to it, over the event log itself or over Kafka. */
import { join } from 'node:path';

export { type Attempt, Attempts, type AttemptsOptions } from './attempts';
export { BusServer, type GroupLag, type ReactionHealth, type ReactionOptions } from './bus-server';
export { type BusEvent, type BusMessage, messageOf, PoisonMessage } from './cloud-event';
export { type DropOutcome, dropParked } from './dropping';
export { embeddedTransport, type EmbeddedOptions } from './embedded';
export type { Retries } from './handling';
export { headersSchema } from './headers-schema';
export { type Intake, type IntakeHealth, type IntakeItem, type IntakeOptions, startIntake } from './intake';
export { asAdmin, ensureTopics, kafkaClient, type KafkaOptions } from './kafka/client';
export { kafkaTransport, type KafkaTransportOptions } from './kafka/consumer';
export { groupLag } from './kafka/group-lag';
export { kafkaPublisher, type Publisher } from './kafka/publisher';
export {
  type AccountFilter,
  askToRedrive,
  type ParkedAccount,
  parkedAccounts,
  type ParkedMessage,
  parkedMessages,
} from './parking';
export { type Reactions, startReactions } from './reactions';
export { deadLetterTopic, PARTITIONS, PUBLISHED_CATEGORIES, type Topics, topicsOf } from './topics';

export const busMigrations = join(__dirname, '../migrations');
