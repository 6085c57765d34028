/** The relay: the event log onto Kafka. Several may run; one is at work. */
import './demand-node';
import 'reflect-metadata';
import { startProcess } from '@haber/boot';
import { startRelayProcess } from './relay-process';

void startProcess({ name: 'haber-relay', start: startRelayProcess });
