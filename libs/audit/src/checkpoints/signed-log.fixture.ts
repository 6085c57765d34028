/** A log in memory with its checkpoints, for specs: signed in as many ranges as wanted, always under the same key. */
import { createSecretKey } from 'node:crypto';
import { type EventStore, memoryEventStore, type StoredEvent } from '@haber/event-store';
import type { SigningOptions } from './next-checkpoint';
import { signThrough } from './signer';
import { type CheckpointKey, checkpointKey } from './signing';

export const TEST_KEY: CheckpointKey = checkpointKey(createSecretKey(Buffer.alloc(32, 7)));
export const OTHER_KEY: CheckpointKey = checkpointKey(createSecretKey(Buffer.alloc(32, 8)));
const SIGNED_AT_MS = Date.parse('2026-11-24T10:00:00.000Z');

export function signingOf(store: EventStore, more: Partial<SigningOptions> = {}): SigningOptions {
  return { store, key: TEST_KEY, clock: () => SIGNED_AT_MS, ...more };
}

/** Appends in order, and signs after every `signEvery` events and at the end. */
export async function signedLog(events: readonly StoredEvent[], signEvery: number): Promise<EventStore> {
  const store = memoryEventStore();
  for (let from = 0; from < events.length; from += signEvery) {
    await appendAll(store, events.slice(from, from + signEvery));
    await signThrough(signingOf(store), 10n ** 15n);
  }
  return store;
}

export async function logWith(events: readonly StoredEvent[]): Promise<EventStore> {
  const store = memoryEventStore();
  await appendAll(store, events);
  return store;
}

export async function appendAll(store: EventStore, events: readonly StoredEvent[]): Promise<void> {
  for (const event of events) {
    const { stream, revision } = event;
    await store.append([{ stream, expectedRevision: revision - 1, events: [event] }]);
  }
}

export async function allEvents(store: EventStore): Promise<readonly StoredEvent[]> {
  return (await store.readAll({ after: 0n, limit: 1_000_000 })).events;
}
