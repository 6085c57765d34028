/**
 * The bank's own calls to whoever ordered: after every decision, as often and in the way that the script says. What has
 * to be called is derived from the book, so that a restart loses none; a kill between a call and its line repeats it,
 * as banks do.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '@haber/boot';
import { BoundedCaller } from '../bounded-call';
import { SIGNATURE_TOLERANCE_MS, signatureHeaders } from '../signature';
import type { WireStatement } from '../statement';
import type { Agenda } from './agenda';
import { type Order, type Payouts, statementOf } from './payouts';
import { type CallbackVariant, scriptOf } from './scripts';

export interface CallbackOptions {
  readonly url: string;
  readonly clock: Clock;
  /** The newest first; it signs. */
  readonly keys: readonly Buffer[];
  /** Of a `late` one. */
  readonly lateMs: number;
  /** Between the attempts of one callback; there is one attempt more than there are waits. */
  readonly retryMs: readonly number[];
  readonly timeoutMs: number;
}

interface Call {
  readonly order: Order;
  readonly variant: CallbackVariant;
  readonly index: number;
  readonly attempt: number;
}

const PRESET: readonly CallbackVariant[] = ['true'];

export class Callbacks {
  private readonly caller: BoundedCaller;
  private readonly target: string;
  private closed = false;

  constructor(
    private readonly options: CallbackOptions,
    private readonly bank: { readonly payouts: Payouts; readonly agenda: Agenda },
  ) {
    const { origin, pathname, search } = new URL(options.url);
    this.target = pathname + search;
    const { timeoutMs } = options;
    this.caller = new BoundedCaller(origin, { timeoutMs, maxAnswerBytes: 65_536, connections: 8, maxCalls: 64 });
  }

  /** What is still to be called of a decided order. */
  plan(order: Order): void {
    const { decided, calledBack, received } = order;
    if (!decided) return;
    for (const [index, variant] of (scriptOf(received.script).callbacks ?? PRESET).entries()) {
      if (calledBack.has(index)) continue;
      const dueMs = decided.atMs + (variant === 'late' ? this.options.lateMs : 0);
      this.planned({ order, variant, index, attempt: 0 }, dueMs);
    }
  }

  /** What is under way is cut, and made anew at the next start. */
  close(): Promise<void> {
    this.closed = true;
    return this.caller.close();
  }

  private planned(call: Call, dueMs: number): void {
    this.bank.agenda.add(dueMs, () => this.made(call));
  }

  private async made(call: Call): Promise<void> {
    const { payouts } = this.bank;
    await payouts.settled();
    const { body, headers } = this.message(call);
    const outcome = await this.caller.call({ method: 'POST', target: this.target, headers, body });
    if (this.closed) return;
    const waitMs = this.options.retryMs[call.attempt];
    if (outcome.ok && outcome.status >= 200 && outcome.status < 300) {
      payouts.endCallback(call.order, call.index, 'delivered');
    } else if (waitMs === undefined) {
      payouts.endCallback(call.order, call.index, 'given-up');
    } else {
      this.planned({ ...call, attempt: call.attempt + 1 }, this.options.clock() + waitMs);
    }
  }

  private message({ order, variant }: Call): { body: Buffer; headers: Record<string, string> } {
    const { clock, keys } = this.options;
    const statement = saidIn(variant, statementOf(order));
    const body = Buffer.from(JSON.stringify({ type: `payout.${statement.status}`, ...statement }));
    const type = { 'content-type': 'application/json' };
    if (variant === 'unsigned') return { body, headers: type };
    const id = `evt_${statement.reference}${isTrue(variant) ? '' : `_${variant}`}`;
    const nowMs = clock() - (variant === 'stale' ? 2 * SIGNATURE_TOLERANCE_MS : 0);
    const signing = variant === 'forged' ? [randomBytes(32)] : keys.slice(0, 1);
    return { body, headers: { ...type, ...signatureHeaders({ id, nowMs, body }, signing) } };
  }
}

/** The same event: a late one may come after the one in time, and is then its repeat. */
function isTrue(variant: CallbackVariant): boolean {
  return variant === 'true' || variant === 'late';
}

function saidIn(variant: CallbackVariant, statement: WireStatement): WireStatement {
  if (variant === 'other-amount') return otherAmount(statement);
  if (variant !== 'contradicting') return statement;
  const { bank_reference: _, code: __, ...rest } = statement;
  return rest.status === 'approved'
    ? { ...rest, status: 'rejected', code: 'account_closed' }
    : { ...rest, status: 'approved', bank_reference: 'REF-CONTRADICTING' };
}

export function otherAmount(statement: WireStatement): WireStatement {
  return { ...statement, amount_minor: (BigInt(statement.amount_minor) + 1n).toString() };
}
