/**
 * The simulated bank: a real HTTP server with a book of its own, which pays at most once for a reference and misbehaves
 * only as scripted. It runs as a process (apps/bank-simulator) or inside of another one; what it owes anybody
 * (decisions, callbacks) is derived from its book whenever it starts.
 */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type Clock, type Secret, systemClock } from '@haber/boot';
import { signingKey } from '../signature';
import { Agenda } from './agenda';
import { answer } from './answers';
import { lockBook } from './book-lock';
import { type CallbackOptions, Callbacks } from './callbacks';
import { type Order, Payouts, type Timing } from './payouts';
import { Routes } from './routes';
import type { Hostility } from './scripts';

export interface BankSimulatorOptions {
  /** 0: any free port. */
  readonly port: number;
  /** Default: this machine only. */
  readonly host?: string;
  /** Of the book; made if it is not there. One simulator a folder. */
  readonly folder: string;
  /** One, or two while it is being changed. All of them are taken; the first signs callbacks. */
  readonly secrets: readonly Secret[];
  /** Absent: nobody is called. */
  readonly callbackUrl?: string;
  readonly clock?: Clock;
  /** Scripts at random, for amounts that have none. */
  readonly hostility?: Hostility;
  readonly timing?: Partial<SimulatorTiming>;
  /** The book's disk has failed, or there is a bug: it tells nothing any more that it does not know. */
  readonly onFault?: (error: unknown) => void;
}

export type SimulatorTiming = Timing & {
  /** How long a connection is kept on which nothing comes. */
  readonly silenceMs: number;
} & Pick<CallbackOptions, 'lateMs' | 'retryMs' | 'timeoutMs'>;

const DEFAULT_TIMING: SimulatorTiming = {
  settleMs: 5_000,
  holdMs: 2_000,
  longHoldMs: 60_000,
  silenceMs: 30_000,
  lateMs: 30_000,
  retryMs: [1_000, 5_000, 30_000, 120_000, 600_000],
  timeoutMs: 10_000,
};

export interface BankSimulator {
  /** For `httpBank`. */
  readonly url: string;
  /** Connections are cut; what was told is in the book. */
  close(): Promise<void>;
}

/** Above what the port of ours opens. */
const MAX_CONNECTIONS = 1_024;
const REQUEST_TIMEOUT_MS = 10_000;

/** @throws UnusableBook, BookInUse, UnusableBankSecret, and what `listen` throws */
export async function startBankSimulator(options: BankSimulatorOptions): Promise<BankSimulator> {
  const keys = options.secrets.map(signingKey);
  const simulator = new Simulator(options, keys);
  const lock = await lockBook(options.folder);
  const close = async (): Promise<void> => {
    await simulator.close();
    await lock.release();
  };
  try {
    return { url: await simulator.start(), close };
  } catch (error) {
    await close();
    throw error;
  }
}

class Simulator {
  private readonly agenda: Agenda;
  private readonly payouts: Payouts;
  private readonly callbacks: Callbacks | undefined;
  private readonly server: Server;
  private closing = false;

  constructor(
    private readonly options: BankSimulatorOptions,
    keys: readonly Buffer[],
  ) {
    const { clock = systemClock, folder, hostility, callbackUrl: url } = options;
    const timing = { ...DEFAULT_TIMING, ...options.timing };
    this.agenda = new Agenda(clock, (error) => this.onFault(error));
    this.payouts = new Payouts({
      ...{ folder, clock, timing, ...(hostility && { hostility }) },
      onReceived: (order) => this.owe(order),
      onDecided: (order) => this.owe(order),
    });
    const { payouts, agenda } = this;
    if (url !== undefined) this.callbacks = new Callbacks({ ...timing, url, clock, keys }, { payouts, agenda });
    const routes = new Routes({ payouts, clock, keys, silenceMs: timing.silenceMs });
    this.server = serverOf(routes, (error) => this.onFault(error));
  }

  /** Its address. */
  async start(): Promise<string> {
    await this.payouts.open();
    for (const order of this.payouts.all()) this.owe(order);
    this.server.listen(this.options.port, this.options.host ?? '127.0.0.1');
    await once(this.server, 'listening');
    return urlOf(this.server);
  }

  async close(): Promise<void> {
    this.closing = true;
    await closed(this.server);
    await Promise.all([this.agenda.stop(), this.callbacks?.close()]);
    await this.payouts.close();
  }

  /** What is still to be done about an order: its decision, or what follows from it. */
  private owe(order: Order): void {
    if (order.decided) return this.callbacks?.plan(order);
    this.agenda.add(order.received.decideAtMs, async () => {
      this.payouts.decideDue(order);
      await this.payouts.settled();
    });
  }

  /** Whoever was cut off by the close is no fault. */
  private onFault(error: unknown): void {
    if (!this.closing) this.options.onFault?.(error);
  }
}

function serverOf(routes: Routes, onFault: (error: unknown) => void): Server {
  const bounds = { requestTimeout: REQUEST_TIMEOUT_MS, headersTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: 16_384 };
  const server = createServer(bounds, (request, response) => {
    routes.serve(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return;
      onFault(error);
      if (!response.headersSent) answer(response, 500, { error: 'internal_error' });
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

function urlOf(server: Server): string {
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return;
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
