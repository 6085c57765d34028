/** Imported before suites that hold in every shape: from here on a product is processes, with Kafka where it can be. */
import { canHaveOwnKafka } from '@haber/testing';

process.env['HABER_SHAPE'] ||= canHaveOwnKafka() ? 'kafka' : 'processes';
