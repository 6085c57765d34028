/**
 * A part of the log published once more, beside the relay and whatever it does: for a consumer that begins late on a
 * topic whose old messages are gone, or after a mistake of ours. Repeats are what consumers must bear anyhow.
 */
import { messageOf, type Publisher, PUBLISHED_CATEGORIES, type Topics } from '@haber/bus';
import type { EventStore } from '@haber/event-store';
import type { Pool } from 'pg';
import { batchesOf } from './batches';

export interface RepublishOptions {
  readonly store: EventStore;
  readonly publisher: Publisher;
  readonly topics: Topics;
  /** The first event's position; 1n: from the beginning, whatever position the first event has. */
  readonly from: bigint;
  /** The last position: at most `publishedThrough`, or what comes first is no repeat, and out of order. */
  readonly to: bigint;
  readonly onProgress?: (at: bigint) => void;
}

const PAGE_SIZE = 500;

/** How far the relay has published the log, as far as it is saved; 0n: nothing yet. */
export async function publishedThrough(pool: Pool): Promise<bigint> {
  const { rows } = await pool.query<{ position: string }>('SELECT position::text FROM bus.relay');
  return BigInt(rows[0]?.position ?? 0);
}

/** @returns how many events were published */
export async function republish(options: RepublishOptions): Promise<number> {
  const { store, publisher, topics, to, onProgress } = options;
  const filter = { categories: PUBLISHED_CATEGORIES };
  let place = options.from === 1n ? { after: 0n } : { after: options.from, inclusive: true };
  let count = 0;
  for (;;) {
    const page = await store.readAll({ ...place, limit: PAGE_SIZE, filter });
    const events = page.events.filter(({ position }) => position <= to);
    const messages = events.map((event) => messageOf(event, topics));
    for (const batch of batchesOf(messages)) await publisher.publish(batch);
    count += events.length;
    onProgress?.(page.through);
    if (page.events.length < PAGE_SIZE || page.through >= to) return count;
    place = { after: page.through };
  }
}
