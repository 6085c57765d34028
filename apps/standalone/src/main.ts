/** `npm start`: the whole product in one process. */
import './demand-node';
import 'reflect-metadata';
import { startProcess } from '@haber/boot';
import { startStandalone } from './standalone';

void startProcess({
  name: 'haber',
  start: async (context) => void (await startStandalone(context)),
});
