/**
 * LISTEN on a connection of its own, made when the first subscription asks and made anew whenever it is lost. After
 * each (re)connection everybody is woken once, since notifications in between are gone. Silence may mean that nothing
 * happens, or that the connection is lost and nobody has said so: hence it is asked now and then.
 */
import { Socket } from 'node:net';
import { Client } from 'pg';
import type { OnWake } from '../subscription';

const CHANNEL = 'haber_event_log';
const CONNECT_TIMEOUT_MS = 5_000;
/** What a server that says nothing any more is given to end the connection. */
const GOODBYE_MS = 500;
const FIRST_RETRY_MS = 100;
const LAST_RETRY_MS = 5_000;
const CHECK_EVERY_MS = 10_000;
const CHECK_TIMEOUT_MS = 5_000;
/** A longer payload may have been cut within a name (see event_log.append). */
const CUT_AT = 4_000;

export interface WakeUpOptions {
  readonly url: string;
  readonly onFault: (error: unknown) => void;
  /** How often the connection must show that it still stands; default 10,000. */
  readonly checkEveryMs?: number | undefined;
}

export class PostgresWakeUps {
  private readonly watchers = new Set<OnWake>();
  private hangUp: () => void = () => undefined;
  private running: Promise<void> | undefined;
  private closed = false;
  private endPause: (() => void) | undefined;

  constructor(private readonly options: WakeUpOptions) {}

  watch(onWake: OnWake): () => void {
    this.watchers.add(onWake);
    this.running ??= this.run();
    return () => this.watchers.delete(onWake);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.endPause?.();
    this.hangUp();
    await this.running;
  }

  private async run(): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!this.closed) {
      const listened = await this.listenOnce();
      if (this.closed) return;
      retryMs = listened ? FIRST_RETRY_MS : Math.min(retryMs * 2, LAST_RETRY_MS);
      await this.pause(retryMs);
    }
  }

  /** Until the connection is lost. True if it ever stood. */
  private async listenOnce(): Promise<boolean> {
    const { url, onFault } = this.options;
    const socket = new Socket();
    const client = new Client({
      connectionString: url,
      stream: () => socket,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'haber event wake-ups',
    });
    client.on('error', (error) => this.closed || onFault(error));
    client.on('notification', ({ payload = '' }) => this.wakeAll(payload));
    const ended = new Promise<false>((resolve) => socket.once('close', () => resolve(false)));
    this.hangUp = () => {
      void client.end();
      const timer = setTimeout(() => socket.destroy(), GOODBYE_MS);
      void ended.then(() => clearTimeout(timer));
    };
    const listening = client
      .connect()
      .then(() => client.query(bounded(`LISTEN ${CHANNEL}`)))
      .then(() => true);
    const stands = await Promise.race([listening, ended]).catch((error: unknown) => {
      if (!this.closed) onFault(error);
      return false;
    });
    if (stands && !this.closed) {
      this.wakeAll('');
      const checking = this.keepChecking(client, socket);
      await ended.finally(() => clearInterval(checking));
    }
    this.hangUp();
    await ended;
    return stands;
  }

  /** What does not answer is cut, which ends the listening. */
  private keepChecking(client: Client, socket: Socket): NodeJS.Timeout {
    const { onFault, checkEveryMs = CHECK_EVERY_MS } = this.options;
    let asking = false;
    return setInterval(() => {
      if (asking) return;
      asking = true;
      client.query(bounded('SELECT')).then(
        () => (asking = false),
        (error: unknown) => {
          if (!this.closed) onFault(error);
          socket.destroy();
        },
      );
    }, checkEveryMs);
  }

  private wakeAll(payload: string): void {
    const categories = payload === '' || payload.length >= CUT_AT ? undefined : payload.split(',');
    for (const onWake of this.watchers) onWake(categories);
  }

  private async pause(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.endPause = resolve;
      timer = setTimeout(resolve, ms);
    });
    clearTimeout(timer);
  }
}

function bounded(text: string) {
  return { text, query_timeout: CHECK_TIMEOUT_MS };
}
