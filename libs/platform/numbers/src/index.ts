/** Numbers that people read, in series: unique for ever over all processes, with gaps, never given a second time. */
import { join } from 'node:path';

export { type Numbers, numberSeries } from './number-series';
export const numbersMigrations = join(__dirname, '../migrations');
