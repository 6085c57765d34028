/** A partner's document, unchanged, where the product is separate processes, Kafka and a log in EventStoreDB. */
import { describeWithKafka } from '@haber/testing';

describeWithKafka('with the log in EventStoreDB', () => {
  process.env['HABER_SHAPE'] = 'eventstore';
  jest.requireActual('../document.e2e.spec');
});
