/**
 * An EventStoreDB for one product: the one that EVENTSTORE_URL names, which must hold no event of Haber yet, else the
 * in-test server as a process of its own. It outlives every process of the product.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const SERVER = join(__dirname, '../../platform/event-store/dist/eventstoredb/test-server/server-process.fixture.js');

export class EventStoreServer {
  private constructor(
    private readonly child: ChildProcess | undefined,
    readonly connectionString: string,
  ) {}

  /** What it runs must have been built. */
  static async start(): Promise<EventStoreServer> {
    const given = process.env['EVENTSTORE_URL'];
    if (given) return new EventStoreServer(undefined, given);
    const child = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) return new EventStoreServer(child, line);
    throw new Error('the in-test EventStoreDB did not start: see above');
  }

  async close(): Promise<void> {
    const { child } = this;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    await gone;
  }
}
