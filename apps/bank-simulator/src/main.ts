/** The simulated bank as a process of its own: a sandbox for partners, and a counterpart for tests. */
import './demand-node';
import 'reflect-metadata';
import { startProcess } from '@haber/boot';
import { startSimulatorProcess } from './simulator-process';

void startProcess({ name: 'haber-bank-simulator', start: startSimulatorProcess });
