/** Imported before suites that hold in every shape: from here on a product is separate processes, with Kafka if it can. */
import { canHaveKafka } from '@haber/testing';

process.env['HABER_SHAPE'] ||= canHaveKafka() ? 'kafka' : 'processes';
