/**
 * The one place that picks where the event log is: in Postgres beside everything else, or in EventStoreDB where
 * EVENTSTORE_URL says so. Nobody behind it knows which.
 */
import { type ProcessConfig, UnusableEnvironment } from '@haber/boot';
import {
  assertLogPlace,
  type EventStore,
  openEventStoreDb,
  postgresEventStore,
  type PostgresEventStoreOptions,
  runtimeUrl,
} from '@haber/event-store';

export interface EventLogOptions {
  readonly config: Pick<ProcessConfig, 'eventStoreUrl'>;
  /** Of the database's owner. */
  readonly databaseUrl: string;
  /** Whether a database whose log nobody has begun yet takes it where it is looked for: not from a tool. */
  readonly mayChoose: boolean;
  /** How much of it a log in the database is to be used. */
  readonly postgres?: Pick<PostgresEventStoreOptions, 'listen' | 'writers' | 'readers'>;
  /** Told of what goes wrong behind the calls. */
  readonly onFault?: (error: unknown) => void;
}

/** @throws UnusableEnvironment, WrongLogPlace */
export async function openEventLog(options: EventLogOptions): Promise<EventStore> {
  const { config, databaseUrl, mayChoose, postgres = {}, onFault } = options;
  const connectionString = config.eventStoreUrl?.reveal();
  if (connectionString === undefined) {
    await assertLogPlace({ databaseUrl, mayChoose });
    return postgresEventStore({ url: runtimeUrl(databaseUrl), ...postgres, ...(onFault && { onFault }) });
  }
  const store = await openEventStoreDb({ connectionString, ...(onFault && { onFault }) }).catch(refused);
  try {
    await assertLogPlace({ databaseUrl, mayChoose, elsewhere: store });
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What the client says of a connection string holds the whole of it, the password included. */
function refused(error: unknown): never {
  const isUnreadable = error instanceof Error && 'connectionString' in error;
  const why = isUnreadable ? 'it is no connection string that the client knows' : (error as Error).message;
  throw new UnusableEnvironment(`EVENTSTORE_URL cannot be used: ${why}`);
}
