/** Imported before suites that hold in every shape: from here on a product is processes, with Kafka if it can be had. */
import { canHaveOwnKafka } from '@haber/testing';

process.env['HABER_SHAPE'] ||= canHaveOwnKafka() ? 'kafka' : 'processes';
