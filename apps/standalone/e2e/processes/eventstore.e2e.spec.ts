/** A partner's document, unchanged, where the product is separate processes, Kafka and a log in EventStoreDB. */
import { describeWithOwnKafka } from '@haber/testing';

describeWithOwnKafka('with the log in EventStoreDB', () => {
  process.env['HABER_SHAPE'] = 'eventstore';
  jest.requireActual('../document.e2e.spec');
});
