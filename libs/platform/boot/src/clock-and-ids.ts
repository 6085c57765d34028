/** Time and chance come in through these two, so that a test, a replay or a sandbox clock can be in their place. */
import { randomUUID } from 'node:crypto';

/** Milliseconds since the epoch. */
export type Clock = () => number;
/** A UUID that nobody else has. */
export type Ids = () => string;

export const systemClock: Clock = () => Date.now();
export const randomIds: Ids = () => randomUUID();
