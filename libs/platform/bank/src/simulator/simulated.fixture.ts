/** A simulated bank of a test's own, in this process, whose time stands until it is told to move. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Secret } from '@haber/boot';
import { type FakeClock, fakeClock } from '@haber/testing';
import type { Bank, Payout } from '../bank';
import { type Callback, verifyCallback } from '../callback';
import { httpBank, type HttpBankOptions } from '../http-bank';
import { signatureHeaders, signingKey } from '../signature';
import type { WireStatement } from '../statement';
import { type BankSimulator, type BankSimulatorOptions, startBankSimulator } from './simulator';

export const SECRET = new Secret(`whsec_${'A'.repeat(32)}`);
export const OTHER_SECRET = new Secret(`whsec_${'B'.repeat(32)}`);
export const SETTLE_MS = 5_000;
const PATIENCE_MS = 60_000;

export type BookEntry = WireStatement & { readonly sequence: number; readonly at: string };

export function payout(reference: string, amountMinor = 100_050n): Payout {
  return {
    ...{ reference, amountMinor, currency: 'GTQ', concept: 'Retiro para conversion' },
    destination: { bank: 'BI', accountType: 'savings', accountNumber: '100-200', holderName: 'Ana Pérez' },
  };
}

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(10);
  }
}

export class SimulatedBank {
  readonly time: FakeClock = fakeClock();
  private simulator: BankSimulator | undefined;
  private readonly banks: Bank[] = [];

  private constructor(
    readonly folder: string,
    private readonly more: Partial<BankSimulatorOptions>,
  ) {}

  static async start(more: Partial<BankSimulatorOptions> = {}): Promise<SimulatedBank> {
    const bank = new SimulatedBank(await mkdtemp(join(tmpdir(), 'haber-bank-')), more);
    await bank.restart();
    return bank;
  }

  get url(): string {
    if (!this.simulator) throw new Error('not running');
    return this.simulator.url;
  }

  /** What asks it; how long a silent connection is kept is the bank's own affair, and short. */
  port(more: Partial<HttpBankOptions> = {}): Bank {
    const { clock } = this.time;
    const bank = httpBank({ url: this.url, secret: SECRET, clock, bounds: { timeoutMs: PATIENCE_MS }, ...more });
    this.banks.push(bank);
    return bank;
  }

  async restart(): Promise<void> {
    await this.stop();
    const { timing, ...rest } = this.more;
    this.simulator = await startBankSimulator({
      ...{ port: 0, folder: this.folder, secrets: [SECRET, OTHER_SECRET], clock: this.time.clock },
      timing: { settleMs: SETTLE_MS, silenceMs: 30, ...timing },
      onFault: (error) => console.error(error),
      ...rest,
    });
  }

  async stop(): Promise<void> {
    await this.simulator?.close();
    this.simulator = undefined;
  }

  async destroy(): Promise<void> {
    await Promise.all(this.banks.map((bank) => bank.close()));
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** How many callbacks need no more attempts, as its file says. */
  async endedCallbacks(outcome: 'delivered' | 'given-up'): Promise<number> {
    const text = await readFile(join(this.folder, 'book.jsonl'), 'utf8');
    return text.split('\n').filter((line) => line.includes(`"outcome":"${outcome}"`)).length;
  }

  book(): Promise<readonly BookEntry[]> {
    return bookAt(this.url, this.time.clock());
  }
}

/** All pages. */
export async function bookAt(url: string, nowMs = Date.now()): Promise<readonly BookEntry[]> {
  const found: BookEntry[] = [];
  for (let after: number | null = 0; after !== null;) {
    const target: string = after === 0 ? '/book' : `/book?after=${after}`;
    const headers = signatureHeaders({ id: target, nowMs, body: new Uint8Array() }, [signingKey(SECRET)]);
    const response = await fetch(url + target, { headers });
    if (response.status !== 200) throw new Error(`${target}: ${response.status}`);
    const page = (await response.json()) as { entries: BookEntry[]; next: number | null };
    found.push(...page.entries);
    after = page.next;
  }
  return found;
}

export interface CallbackReceiver {
  readonly url: string;
  /** As they came, verified or not. */
  readonly received: Callback[];
  /** How many more are answered with an error. */
  failing: number;
  close(): Promise<void>;
}

export async function receiveCallbacks(nowMs: () => number = Date.now): Promise<CallbackReceiver> {
  const keys = [signingKey(SECRET)];
  const received: Callback[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers } = request;
      received.push(verifyCallback({ headers, body: Buffer.concat(chunks), keys, nowMs: nowMs() }));
      receiver.failing -= 1;
      response.writeHead(receiver.failing >= 0 ? 503 : 204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: CallbackReceiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`,
    received,
    failing: 0,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return receiver;
}
