/** Imported before suites that hold in every shape: from here on a product is processes, with Kafka where it can be. */
import { canHaveKafka } from '@haber/testing';

process.env['HABER_SHAPE'] ||= canHaveKafka() ? 'kafka' : 'processes';
