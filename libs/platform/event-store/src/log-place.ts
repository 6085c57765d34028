/**
 * Where the log of a database is: in its own tables, or in EventStoreDB. The first start chooses, and the database
 * remembers: two logs beside each other would each be half of the truth, and neither would say so.
 */
import { Client } from 'pg';
import type { EventStore } from './event-store';

/** The message is for the operator. */
export class WrongLogPlace extends Error {
  override readonly name = 'WrongLogPlace';
}

export interface LogPlaceOptions {
  /** Of the database's owner. */
  readonly databaseUrl: string;
  /** The log in EventStoreDB; absent: the one in the database. */
  readonly elsewhere?: EventStore;
  /** Whether a database that remembers nothing takes this place: a process of the product does, a tool does not. */
  readonly mayChoose: boolean;
}

interface Place {
  readonly store: 'postgres' | 'eventstoredb';
  readonly first_event: string | null;
}

const CONNECT_TIMEOUT_MS = 10_000;

/** @throws WrongLogPlace when the log of this database is at another place than this one */
export async function assertLogPlace(options: LogPlaceOptions): Promise<void> {
  const client = new Client({
    connectionString: options.databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
    application_name: 'haber log place',
  });
  client.on('error', () => undefined); // the query tells
  try {
    await client.connect();
    await (options.elsewhere
      ? assertElsewhere(client, options.elsewhere, options.mayChoose)
      : assertHere(client, options));
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function assertHere(client: Client, { mayChoose }: LogPlaceOptions): Promise<void> {
  const place = mayChoose ? await chosen(client, 'postgres') : await remembered(client);
  if (place?.store !== 'eventstoredb') return;
  throw new WrongLogPlace('the event log of this database is in EventStoreDB: set EVENTSTORE_URL to where it is');
}

/** What is remembered is read before the log is: whoever writes the first event meanwhile is no other log. */
async function assertElsewhere(client: Client, elsewhere: EventStore, mayChoose: boolean): Promise<void> {
  const place = (await remembered(client)) ?? (await begun(client, elsewhere, mayChoose));
  if (place.store === 'postgres') {
    throw new WrongLogPlace(
      'the event log of this database is in the database itself: unset EVENTSTORE_URL, or set DATABASE_URL to a new ' +
        'database',
    );
  }
  const first = await firstEventOf(elsewhere);
  const known = place.first_event ?? (await recognised(client, first));
  if (known === first) return;
  throw new WrongLogPlace(
    `EVENTSTORE_URL names another log than the one of this database, which begins with event ${known}: the one there ` +
      (first === null ? 'is empty' : `begins with ${first}`),
  );
}

async function firstEventOf(store: EventStore): Promise<string | null> {
  return (await store.readAll({ after: 0n, limit: 1 })).events[0]?.id ?? null;
}

/** The first start on both; of several at once, any. */
async function begun(client: Client, elsewhere: EventStore, mayChoose: boolean): Promise<Place> {
  if (!mayChoose) throw new WrongLogPlace('this database has no log in EventStoreDB yet: start Haber on both once');
  const refusal = await whyNotBegun(client, await firstEventOf(elsewhere));
  if (refusal === undefined) return chosen(client, 'eventstoredb');
  // Another start may have begun it between the two looks.
  const place = await remembered(client);
  if (!place) throw new WrongLogPlace(refusal);
  return place;
}

/** Of a database that remembers nothing: both must be empty. */
async function whyNotBegun(client: Client, first: string | null): Promise<string | undefined> {
  const { rows } = await client.query<{ position: string }>('SELECT position::text FROM event_log.log_head');
  const events = rows[0]?.position ?? '0';
  if (events !== '0') {
    return (
      `this database holds a log of ${events} events: with EVENTSTORE_URL Haber would begin another one beside it. ` +
      'Unset it, or set DATABASE_URL to a new database'
    );
  }
  if (first === null) return undefined;
  return (
    'the log at EVENTSTORE_URL has events of Haber, and this database is new: set DATABASE_URL to the database that ' +
    'belongs to it, which has its keys, or EVENTSTORE_URL to an empty event store'
  );
}

/** Undefined: nothing was chosen, or by a release that knew one place only. */
async function remembered(client: Client): Promise<Place | undefined> {
  const { rows: tables } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('event_log.place') IS NOT NULL AS there`,
  );
  if (tables[0]?.there !== true) return undefined;
  const { rows } = await client.query<Place>('SELECT store, first_event::text FROM event_log.place');
  return rows[0];
}

/** Of several that start at once the first one chooses for all. */
async function chosen(client: Client, store: Place['store']): Promise<Place> {
  await client.query('INSERT INTO event_log.place (store) VALUES ($1) ON CONFLICT DO NOTHING', [store]);
  const place = await remembered(client);
  if (!place) throw new Error('event_log.place is empty');
  return place;
}

/** Several may see the first event at once: it is the same one for all. */
async function recognised(client: Client, first: string | null): Promise<string | null> {
  if (first === null) return null;
  await client.query('UPDATE event_log.place SET first_event = $1 WHERE first_event IS NULL', [first]);
  return (await remembered(client))?.first_event ?? null;
}
