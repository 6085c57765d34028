/**
 * Kills the product under load, again and again, as partners go on using it: whoever lost an answer repeats the command
 * under its key, as a careful client does. What was acknowledged must be there once at the end, and nothing twice: the
 * partners' own tallies are held against the balances, the events and `haber verify`.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Standalone } from './standalone';

export interface TortureOptions {
  readonly kills: number;
  readonly seed: number;
  /** Of the kills, every n-th hits Postgres instead of the product; 0: none. Default 5. */
  readonly everyNthPostgres?: number;
  readonly customers?: number;
  readonly clients?: number;
  readonly log?: (line: string) => void;
}

export interface TortureResult {
  readonly acknowledged: number;
  /** Commands whose first answer was lost and whose repeat said that the first one had been done. */
  readonly committedButUnanswered: number;
  readonly refused: number;
  readonly kills: number;
  /** Sentences about what is wrong; empty is what is wanted. */
  readonly breaches: readonly string[];
}

interface Command {
  readonly customer: string;
  readonly kind: 'use' | 'payment';
  readonly reference: string;
  readonly amountMinor: bigint;
}

const LIMIT_MINOR = 50_000_00n;
/** Longer than a start takes on a machine that is busy with other things. */
const PATIENCE_MS = 90_000;

/** mulberry32: small, seeded, good enough to choose victims. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export async function runTorture(options: TortureOptions): Promise<TortureResult> {
  const product = await Standalone.start();
  try {
    return await new Torture(product, options).run();
  } finally {
    await product.destroy();
  }
}

class Torture {
  private readonly random: () => number;
  private readonly customers: readonly string[];
  private readonly owedMinor = new Map<string, bigint>();
  private readonly done: Command[] = [];
  private readonly breaches: string[] = [];
  private committedButUnanswered = 0;
  private refused = 0;
  private over = false;
  private sequence = 0;

  constructor(
    private readonly product: Standalone,
    private readonly options: TortureOptions,
  ) {
    this.random = seededRandom(options.seed);
    this.customers = Array.from({ length: options.customers ?? 12 }, (_, i) => `customer-${i}`);
  }

  async run(): Promise<TortureResult> {
    for (const customer of this.customers) await this.open(customer);
    const clients = Array.from({ length: this.options.clients ?? 32 }, () => this.client());
    for (let kill = 1; kill <= this.options.kills; kill += 1) await this.killOnce(kill);
    this.over = true;
    await Promise.all(clients);
    await this.compareBooks();
    const { committedButUnanswered, refused, breaches } = this;
    return { acknowledged: this.done.length, committedButUnanswered, refused, kills: this.options.kills, breaches };
  }

  private async open(customer: string): Promise<void> {
    const body = {
      requested_limit: Number(LIMIT_MINOR / 100n),
      payment_term_days: 30,
      business_info: { business_name: 'Torture', tax_id: 'T-1', years_in_business: 1 },
    };
    const path = `/api/v1/customers/${customer}/credit`;
    const requested = await this.product.request('POST', `${path}/request`, body);
    const approved = await this.product.request('POST', `${path}/approve`, {});
    if (requested.status !== 201 || approved.status !== 200) throw new Error(`not opened: ${approved.text}`);
    this.owedMinor.set(customer, 0n);
  }

  private async killOnce(kill: number): Promise<void> {
    await sleep(50 + this.random() * 900);
    const nth = this.options.everyNthPostgres ?? 5;
    const victim = nth > 0 && kill % nth === 0 ? 'postgres' : this.random() < 0.25 ? 'product, twice' : 'product';
    if (victim === 'postgres') await this.product.killPostgres('SIGKILL');
    else await this.killProduct(victim === 'product, twice');
    this.options.log?.(`kill ${kill} of ${this.options.kills} (${victim}): ${this.done.length} done`);
  }

  /** `twice`: again while it starts, wherever it is by then. */
  private async killProduct(twice: boolean): Promise<void> {
    await this.product.kill();
    if (twice) {
      this.product.launch();
      await sleep(this.random() * 2_000);
      await this.product.kill();
    }
    await this.product.restart();
  }

  private async client(): Promise<void> {
    while (!this.over) await this.doOnce(this.nextCommand());
  }

  private nextCommand(): Command {
    const customer = this.customers[Math.floor(this.random() * this.customers.length)] ?? '';
    this.sequence += 1;
    const kind = this.random() < 0.7 ? 'use' : 'payment';
    return {
      customer,
      kind,
      reference: `${kind}-${this.sequence}`,
      amountMinor: BigInt(1 + Math.floor(this.random() * 500)),
    };
  }

  /** Sends the command under its key until the answer is definite. Bounded: a product that stays away is a breach. */
  private async doOnce(command: Command): Promise<void> {
    let lost = false;
    let turnedAway = false;
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const answer = await this.send(command).catch(() => undefined);
      if (!answer || answer.status === 503) {
        lost ||= answer === undefined;
        // A 503 may be what did it: then the lost answer proves nothing.
        turnedAway ||= answer !== undefined;
        await sleep(25);
        continue;
      }
      this.take(command, answer, lost && !turnedAway);
      return;
    }
    this.breaches.push(`${command.reference}: no definite answer in ${PATIENCE_MS / 1_000} s`);
  }

  private take(command: Command, answer: { status: number; headers: Headers; text: string }, lost: boolean): void {
    if (answer.status === 422) {
      this.refused += 1;
    } else if (answer.status === 200 || answer.status === 201) {
      const change = command.kind === 'use' ? command.amountMinor : -command.amountMinor;
      this.owedMinor.set(command.customer, (this.owedMinor.get(command.customer) ?? 0n) + change);
      this.done.push(command);
      if (lost && answer.headers.get('idempotent-replayed') === 'true') this.committedButUnanswered += 1;
    } else {
      this.breaches.push(`${command.reference}: ${answer.status} ${answer.text}`);
    }
  }

  private send({ customer, kind, reference, amountMinor }: Command) {
    const amount = `${amountMinor / 100n}.${`${amountMinor % 100n}`.padStart(2, '0')}`;
    const name = kind === 'use' ? 'order_id' : 'payment_reference';
    const body = `{"${name}":"${reference}","amount":${amount}}`;
    const headers = { 'idempotency-key': `key-${reference}` };
    const signal = AbortSignal.timeout(30_000);
    return this.product.request('POST', `/api/v1/customers/${customer}/credit/${kind}`, body, { headers, signal });
  }

  private async compareBooks(): Promise<void> {
    for (const customer of this.customers) {
      const text = await this.standing(customer);
      const used = /"credit_used":(\d+)\.(\d\d)/.exec(text);
      const usedMinor = used ? BigInt(`${used[1]}${used[2]}`) : -1n;
      const owedMinor = this.owedMinor.get(customer);
      if (usedMinor !== owedMinor) this.breaches.push(`${customer} owes ${usedMinor}, its client says ${owedMinor}`);
      await this.compareEvents(customer);
    }
    const verify = await this.product.haber('verify', '--json');
    if (verify.code !== 0) this.breaches.push(`haber verify: ${verify.code} ${verify.stdout}${verify.stderr}`);
    if (this.breaches.length > 0)
      this.breaches.push(...(this.product.output.match(/^.*request failed.*$/gm)?.slice(0, 3) ?? []));
  }

  /** Of the read model, which may need a moment after the last kill. */
  private async standing(customer: string): Promise<string> {
    let text = '';
    const deadline = performance.now() + PATIENCE_MS;
    while (performance.now() < deadline) {
      const answer = await this.product.request('GET', `/api/v1/customers/${customer}/credit`).catch(() => undefined);
      if (answer && answer.status !== 503) return answer.text;
      text = answer?.text ?? text;
      await sleep(25);
    }
    return text;
  }

  /** Every acknowledged command has its event, exactly once, and there is no other event of a command. */
  private async compareEvents(customer: string): Promise<void> {
    const history = await this.product.haber('history', '--customer', customer, '--json');
    const references = history.stdout.match(/"(?:orderId|paymentReference)":"[^"]+"/g) ?? [];
    const found = references.map((text) => text.split('"')[3]).toSorted();
    const expected = this.done.filter((c) => c.customer === customer).map((c) => c.reference);
    if (found.join() !== expected.toSorted().join()) {
      this.breaches.push(
        `${customer}: ${found.length} effects, ${expected.length} acknowledged (exit ${history.code})`,
      );
    }
  }
}
