/**
 * The client's connection, discovery and credentials, under calls of our own: its commands keep what is pending in one
 * map of the whole process, where an error of any client rejects the appends of all, and a late answer throws inside a
 * data handler and ends the process; and they wait for ever for a server that says nothing. Here every call has a
 * deadline of its own, and nothing is shared between two stores.
 */
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { EventStoreDBClient } from '@eventstore/db-client';
import type { CallOptions, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { StoreBusy } from '../event-store';
import { Forbidden, isNotLeader, isSilence } from './faults';

/** What the client keeps for its own commands, and we use instead of them. */
interface Wires {
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
  getGRPCClient(type: typeof StreamsClient, name: string): Promise<StreamsClient>;
  callArguments(base: { readonly requiresLeader: boolean }, options: CallOptions): [Metadata, CallOptions];
  /** Gives the channel up where the error asks for that; the next call finds the leader that it names. */
  handleError(streams: StreamsClient, error: Error): Promise<void>;
}

/** The first one whose checkpoints keep their place among the events of a subscription. */
const OLDEST_SERVER = { text: '23.10', major: 23, minor: 10 };
const LEADER_CHANGES = 3;
/** What we have had enough of mostly ends by itself; servers shut out clients that reset many calls. */
const LINGER_MS = 1_000;

export interface ConnectionOptions {
  readonly connectionString: string;
  readonly onFault: (error: unknown) => void;
}

export class Connection {
  private client: Wires | undefined;
  private stubs: StreamsClient | undefined;
  private readonly calls = new Set<{ cancel(): void }>();
  private versionKnown = false;
  private closed = false;

  /** @throws if the connection string is none */
  constructor(private readonly options: ConnectionOptions) {
    this.present();
  }

  /** Stubs of the present channel. Takes at most `timeoutMs`, however long the client would go on discovering. */
  async streams(timeoutMs: number): Promise<StreamsClient> {
    const client = this.present();
    try {
      return await within(timeoutMs, 'no connection', () => this.reached(client));
    } catch (error) {
      // What failed is kept by the client, and would be its answer for ever.
      if (client === this.client) this.renew();
      throw error;
    }
  }

  /** Only the leader answers: whoever asks for a stream's head must not be told yesterday's. */
  callArguments(deadlineMs: number): [Metadata, CallOptions] {
    const deadline = deadlineMs === Number.POSITIVE_INFINITY ? deadlineMs : Date.now() + deadlineMs;
    return this.present().callArguments({ requiresLeader: true }, { deadline });
  }

  /** Reads until the server has no more, or `take` says that this was enough. @throws whatever the call ended with */
  async read(request: ReadReq, timeoutMs: number, take: (response: ReadResp) => boolean): Promise<void> {
    const endMs = performance.now() + timeoutMs;
    for (let changes = 0; ; changes += 1) {
      const leftMs = Math.max(1, endMs - performance.now());
      const streams = await this.streams(leftMs);
      const call = this.open(streams, request, leftMs);
      try {
        await untilEnd(call, take);
        return;
      } catch (error) {
        await this.failed(streams, error);
        if (!isNotLeader(error) || changes >= LEADER_CHANGES) throw error;
      }
    }
  }

  /** A call that is cancelled with the connection. */
  open(streams: StreamsClient, request: ReadReq, deadlineMs: number): ClientReadableStream<ReadResp> {
    return this.tracked(streams.read(request, ...this.callArguments(deadlineMs)));
  }

  tracked<C extends { cancel(): void; once(event: 'status', listener: () => void): unknown }>(call: C): C {
    this.calls.add(call);
    // Always comes, and comes last: `close` does not, on a call that was cancelled.
    call.once('status', () => this.calls.delete(call));
    return call;
  }

  /** After a call failed: makes the next one reconnect where that may help. */
  async failed(streams: StreamsClient, error: unknown): Promise<void> {
    if (this.closed) return;
    this.options.onFault(error);
    const { client, stubs } = this;
    if (!client || !(error instanceof Error) || streams !== stubs) return;
    if (isSilence(error)) this.renew(streams);
    // Without the leader's address in it the client fails to read the error.
    else await client.handleError(streams, error).catch(() => this.renew(streams));
  }

  /** Gives up a server that is silent, though its connection may stand; unless another one was taken already. */
  renew(silent = this.stubs): void {
    if (silent !== this.stubs) return;
    this.stubs?.close();
    this.client = undefined;
    this.stubs = undefined;
  }

  close(): void {
    this.closed = true;
    for (const call of this.calls) call.cancel();
    this.renew();
  }

  private async reached(client: Wires): Promise<StreamsClient> {
    if (!this.versionKnown) checkVersion((await client.capabilities).serverVersion);
    this.versionKnown = true;
    const streams = await client.getGRPCClient(StreamsClient, 'haber');
    if (client === this.client) this.stubs = streams;
    else streams.close();
    return streams;
  }

  private present(): Wires {
    if (this.closed) throw new Error('the event store is closed');
    this.client ??= EventStoreDBClient.connectionString(knownScheme(this.options.connectionString)) as unknown as Wires;
    return this.client;
  }
}

/** The same wire under its newer name, which the client does not know yet. */
function knownScheme(connectionString: string): string {
  return connectionString.trim().replace(/^kurrentdb(?=(\+discover)?:)/, 'esdb');
}

/** Bounds what has no deadline of its own; what comes later is nobody's. */
async function within<T>(timeoutMs: number, what: string, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new StoreBusy(`${what} within ${Math.round(timeoutMs)} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function checkVersion(version: string): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const { text, major: oldest, minor: oldestMinor } = OLDEST_SERVER;
  if (major > oldest || (major === oldest && minor >= oldestMinor)) return;
  throw new Forbidden(`the server's version is ${version}; ${text} or later is needed`);
}

function untilEnd(call: ClientReadableStream<ReadResp>, take: (response: ReadResp) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let enough = false;
    call.on('data', (response: ReadResp) => {
      if (enough || take(response)) return;
      enough = true;
      const timer = setTimeout(() => call.cancel(), LINGER_MS);
      call.once('status', () => clearTimeout(timer));
      resolve();
    });
    call.on('end', resolve);
    // Comes before `end`: a page that was cut short is never taken for a whole one.
    call.on('error', (error) => (enough ? undefined : reject(error)));
  });
}
