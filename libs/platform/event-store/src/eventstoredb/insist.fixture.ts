/** A writer that does as the account writer does: sends the same append until its outcome is definite. */
import { setTimeout as sleep } from 'node:timers/promises';
import { appendOne } from '../contract/fixture';
import { type Append, type AppendResult, type EventStore, StoreBusy, UnknownOutcome } from '../event-store';

const ATTEMPTS = 500;

export async function insist(store: EventStore, append: Append): Promise<AppendResult['kind']> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return (await appendOne(store, append)).kind;
    } catch (error) {
      if (!(error instanceof UnknownOutcome || error instanceof StoreBusy)) throw error;
      await sleep(10);
    }
  }
  throw new Error('never definite');
}
