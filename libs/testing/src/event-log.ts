/** A fresh database with an empty event log in it, for `.int.spec.ts`. */
import { eventStoreMigrations, runtimeUrl } from '@haber/event-store';
import { migrate } from '@haber/read-store';
import { type TestDatabase, testDatabase } from './postgres';

export interface TestEventLog extends TestDatabase {
  /** The same database under the role that processes work with. */
  readonly runtimeUrl: string;
}

export async function testEventLog(): Promise<TestEventLog> {
  const database = await testDatabase();
  await migrate({ url: database.url, dir: eventStoreMigrations, schema: 'event_log' });
  return { ...database, runtimeUrl: runtimeUrl(database.url) };
}
