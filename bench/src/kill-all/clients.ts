/**
 * Partners at work while everything under them is killed: uses, payments and requests on shared accounts. Careful ones
 * repeat a command under its key until they are told how it ended; hasty ones never do, and remember that they do not
 * know.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, decimalOf, type Product, seededRandom } from '@haber/testing';
import type { Command, Ending, Kind, Told } from './effects';

const LIMIT_MINOR = 5_000_000_00n;
/** A product that stays away for longer is a breach. */
const PATIENCE_MS = 180_000;
const PAUSE_MS = 25;
const CLIENT_TIMEOUT_MS = 30_000;
const GOOD = new Set([200, 201]);

export interface ClientsOptions {
  readonly seed: number;
  readonly customers: number;
  readonly careful: number;
  readonly hasty: number;
}

export class Clients {
  readonly told: Told[] = [];
  readonly breaches: string[] = [];
  done = 0;
  /** Commands that were done although their first answer was lost. */
  committedButUnanswered = 0;
  readonly customers: readonly string[];
  private readonly random: () => number;
  private sequence = 0;
  private over = false;
  private working: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly product: Pick<Product, 'request'>,
    private readonly options: ClientsOptions,
  ) {
    this.random = seededRandom(options.seed);
    this.customers = Array.from({ length: options.customers }, (_, i) => `customer-${i}`);
  }

  async start(): Promise<void> {
    for (const customer of this.customers) await this.open(customer);
    const { careful, hasty } = this.options;
    this.working = Promise.all(Array.from({ length: careful + hasty }, (_, i) => this.work(i < careful)));
  }

  /** Once so many more commands have been done, or their clients have waited too long for it. */
  async after(commands: number): Promise<void> {
    const target = this.done + commands;
    const deadline = performance.now() + PATIENCE_MS;
    while (this.done < target && performance.now() < deadline) await sleep(PAUSE_MS);
    if (this.done < target) this.breaches.push(`nothing went on for ${PATIENCE_MS} ms`);
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.working;
  }

  count(ending: Ending): number {
    return this.told.filter((told) => told.ending === ending).length;
  }

  private tell(told: Told): void {
    this.told.push(told);
    if (told.ending === 'done') this.done += 1;
  }

  private async open(customer: string): Promise<void> {
    const command: Command = { kind: 'request', customer, reference: customer, amountMinor: LIMIT_MINOR };
    const requested = await this.send(command);
    const approved = await this.product.request('POST', `/api/v1/customers/${customer}/credit/approve`, {});
    if (requested.status !== 201 || approved.status !== 200) throw new Error(`${customer}: ${approved.text}`);
    this.tell({ command, ending: 'done' });
  }

  private async work(careful: boolean): Promise<void> {
    while (!this.over) {
      const command = this.nextCommand();
      const ending = careful ? await this.carefully(command) : await this.hastily(command);
      this.tell({ command, ending });
      // One that hears nothing, or no, does not hammer.
      if (ending !== 'done') await sleep(4 * PAUSE_MS);
    }
  }

  private nextCommand(): Command {
    const chance = this.random();
    const kind: Kind = chance < 0.6 ? 'use' : chance < 0.9 ? 'payment' : 'request';
    this.sequence += 1;
    const reference = `${kind}-${this.sequence}`;
    if (kind === 'request') return { kind, customer: reference, reference, amountMinor: LIMIT_MINOR };
    const customer = this.customers[Math.floor(this.random() * this.customers.length)] ?? '';
    return { kind, customer, reference, amountMinor: BigInt(1 + Math.floor(this.random() * 500)) };
  }

  private async carefully(command: Command): Promise<Ending> {
    let lost = false;
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const answer = await this.send(command).catch(() => undefined);
      if (answer && answer.status !== 503) return this.taken({ command, answer, lost });
      lost ||= isOpen(answer);
      await sleep(PAUSE_MS);
    }
    this.breaches.push(`${command.reference}: no definite answer in ${PATIENCE_MS} ms`);
    return 'unknown';
  }

  private async hastily(command: Command): Promise<Ending> {
    const answer = await this.send(command).catch((error: NodeJS.ErrnoException) => error);
    if (answer instanceof Error) return answer.code === 'ECONNREFUSED' ? 'none' : 'unknown';
    return isOpen(answer) ? 'unknown' : this.taken({ command, answer, lost: false });
  }

  private taken({ command, answer, lost }: { command: Command; answer: Answer; lost: boolean }): Ending {
    const { status, text, headers } = answer;
    if (GOOD.has(status)) {
      if (lost && headers.get('idempotent-replayed') === 'true') this.committedButUnanswered += 1;
      return 'done';
    }
    if (status !== 422 && status !== 503) this.breaches.push(`${command.reference}: ${status} ${text}`);
    return 'none';
  }

  private send({ kind, customer, reference, amountMinor }: Command): Promise<Answer> {
    const path = `/api/v1/customers/${customer}/credit/${kind}`;
    const headers = { 'idempotency-key': `key-${reference}` };
    const signal = AbortSignal.timeout(CLIENT_TIMEOUT_MS);
    return this.product.request('POST', path, bodyOf(kind, reference, amountMinor), { headers, signal });
  }
}

/** Nobody knows whether it was done. */
function isOpen(answer: Answer | undefined): boolean {
  return answer === undefined || (answer.status === 503 && answer.text.includes('"outcome_unknown"'));
}

function bodyOf(kind: Kind, reference: string, amountMinor: bigint): string {
  const amount = decimalOf(amountMinor);
  const bodies: Readonly<Record<Kind, string>> = {
    use: `{"order_id":"${reference}","amount":${amount}}`,
    payment: `{"payment_reference":"${reference}","amount":${amount}}`,
    request:
      `{"requested_limit":${amount},"payment_term_days":30,` +
      '"business_info":{"business_name":"Torture","tax_id":"T-1","years_in_business":1}}',
  };
  return bodies[kind];
}
