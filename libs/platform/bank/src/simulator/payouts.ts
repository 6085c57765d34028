/**
 * What the bank knows of every order: the fold of its book. One effect a reference, whatever is sent how often. Time
 * passes only when somebody looks: what has fallen due is decided, and written, before anything is told.
 */
import { createHash } from 'node:crypto';
import type { Clock } from '@haber/boot';
import type { Payout } from '../bank';
import type { WireStatement } from '../statement';
import { Book, type BookLine, type DecidedLine, type ReceivedLine, UnusableBook } from './book';
import { chosenScript, type Hostility, type Script, scriptOf } from './scripts';

export interface Order {
  readonly received: ReceivedLine;
  decided?: DecidedLine;
  /** Which of its callbacks need no more attempts. */
  readonly calledBack: Set<number>;
}

export interface Timing {
  /** From a send until `ask` tells the truth about it, at most. */
  readonly settleMs: number;
  readonly holdMs: number;
  readonly longHoldMs: number;
}

export type Taken =
  | { readonly kind: 'taken'; readonly order: Order }
  | { readonly kind: 'lost'; readonly script: Script }
  /** Another order has this reference. */
  | { readonly kind: 'conflict' }
  | { readonly kind: 'full' };

export interface PayoutsOptions {
  readonly folder: string;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly hostility?: Hostility;
  readonly onReceived: (order: Order) => void;
  readonly onDecided: (order: Order) => void;
}

/** Orders are kept in memory. */
const MAX_ORDERS = 1_000_000;

export class Payouts {
  private readonly orders = new Map<string, Order>();
  private readonly decisions: Order[] = [];
  private readonly lost = new Set<string>();
  private book: Book | undefined;

  constructor(private readonly options: PayoutsOptions) {}

  /** @throws UnusableBook */
  async open(): Promise<void> {
    this.book = await Book.open(this.options.folder, (line) => this.apply(line));
  }

  /** When all that was decided so far is on the disk: before that, nobody is told. */
  async settled(): Promise<void> {
    await this.book?.settled();
  }

  async close(): Promise<void> {
    await this.book?.close();
  }

  all(): Iterable<Order> {
    return this.orders.values();
  }

  take(payout: Payout): Taken {
    const digest = digestOf(payout);
    const there = this.orders.get(payout.reference);
    if (there) return there.received.digest === digest ? this.taken(there) : { kind: 'conflict' };
    if (this.orders.size >= MAX_ORDERS) return { kind: 'full' };
    const name = chosenScript(payout, this.options.hostility);
    const script = scriptOf(name);
    if (script.losesFirst && !this.lost.has(payout.reference)) {
      this.write({ type: 'lost', reference: payout.reference });
      return { kind: 'lost', script };
    }
    const { reference, amountMinor, currency } = payout;
    const order = { reference, amountMinor: amountMinor.toString(), currency, digest, script: name };
    this.write({ type: 'received', ...order, ...this.fate(script) });
    const taken = this.known(reference);
    this.options.onReceived(taken);
    return this.taken(taken);
  }

  /** Undefined: unknown, or not to be seen yet. */
  find(reference: string): Order | undefined {
    const order = this.orders.get(reference);
    if (!order || order.received.visibleAtMs > this.options.clock()) return undefined;
    this.decideDue(order);
    return order;
  }

  /** In their order, from behind this sequence on. */
  decidedAfter(sequence: number, limit: number): readonly Order[] {
    return this.decisions.slice(sequence, sequence + limit);
  }

  decideDue(order: Order): void {
    const { received } = order;
    if (order.decided || received.decideAtMs > this.options.clock()) return;
    const { rejects, paysMore } = scriptOf(received.script);
    const sequence = this.decisions.length + 1;
    this.write({
      ...{ type: 'decided', sequence, reference: received.reference, atMs: this.options.clock() },
      amountMinor: (BigInt(received.amountMinor) + (paysMore ? 1n : 0n)).toString(),
      ...(rejects === undefined
        ? { status: 'approved', bankReference: `REF-${String(sequence).padStart(9, '0')}` }
        : { status: 'rejected', code: rejects }),
    });
    this.options.onDecided(order);
  }

  /** It needs no more attempts. */
  endCallback(order: Order, index: number, outcome: 'delivered' | 'given-up'): void {
    this.write({ type: 'called-back', reference: order.received.reference, index, outcome });
  }

  private taken(order: Order): Taken {
    this.decideDue(order);
    return { kind: 'taken', order };
  }

  private fate(script: Script): Pick<ReceivedLine, 'atMs' | 'decideAtMs' | 'visibleAtMs' | 'settledAtMs'> {
    const { clock, timing } = this.options;
    const atMs = clock();
    const settledAtMs = atMs + timing.settleMs;
    const decideAtMs = atMs + holdMs(script, timing);
    const visibleAtMs = { 'until-settled': settledAtMs, 'until-decided': decideAtMs, no: atMs }[script.hides ?? 'no'];
    return { atMs, decideAtMs, visibleAtMs, settledAtMs };
  }

  private write(line: BookLine): void {
    this.apply(line);
    this.book?.append(line);
  }

  private apply(line: BookLine): void {
    switch (line.type) {
      case 'received':
        if (this.orders.has(line.reference)) throw new UnusableBook(`${line.reference} stands twice in the book`);
        this.orders.set(line.reference, { received: line, calledBack: new Set() });
        break;
      case 'decided':
        this.applyDecided(line);
        break;
      case 'lost':
        this.lost.add(line.reference);
        break;
      case 'called-back':
        this.known(line.reference).calledBack.add(line.index);
        break;
    }
  }

  private applyDecided(line: DecidedLine): void {
    const order = this.known(line.reference);
    if (order.decided || line.sequence !== this.decisions.length + 1) {
      throw new UnusableBook(`${line.reference} has more than one effect, or one out of order`);
    }
    order.decided = line;
    this.decisions.push(order);
  }

  private known(reference: string): Order {
    const order = this.orders.get(reference);
    if (!order) throw new UnusableBook(`${reference} was never received`);
    return order;
  }
}

function holdMs({ decides }: Script, { settleMs, holdMs: short, longHoldMs }: Timing): number {
  if (decides === undefined) return 0;
  return { 'after-hold': short, 'after-long-hold': longHoldMs, 'within-settle-time': Math.floor(settleMs / 2) }[
    decides
  ];
}

function digestOf({ reference, amountMinor, currency, destination }: Payout): string {
  const { bank, accountType, accountNumber, holderName } = destination;
  const told = [reference, amountMinor.toString(), currency, bank, accountType, accountNumber, holderName];
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url');
}

/** What the bank stands to. */
export function statementOf({ received, decided }: Order): WireStatement {
  const { reference, currency } = received;
  if (!decided) return { reference, status: 'pending', amount_minor: received.amountMinor, currency };
  const { status, amountMinor, bankReference, code } = decided;
  return {
    ...{ reference, status, amount_minor: amountMinor, currency },
    ...(bankReference !== undefined && { bank_reference: bankReference }),
    ...(code !== undefined && { code }),
  };
}
