/**
 * The simulated bank's routes (docs/reference/bank-port.md). A request that is not signed, or not in order, has no
 * effect; and nothing is answered before the book is on the disk.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@haber/boot';
import { isReference } from '../bank';
import { checkSignature } from '../signature';
import { answer, answerWrongly } from './answers';
import { readOrder } from './order';
import { type Order, type Payouts, statementOf } from './payouts';
import { type Script, scriptOf } from './scripts';

export interface RoutesOptions {
  readonly payouts: Payouts;
  readonly clock: Clock;
  readonly keys: readonly Buffer[];
  readonly silenceMs: number;
}

interface Request {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const MAX_BODY_BYTES = 65_536;
const PAGE = 500;
const QUESTION = /^\/payouts\/([^/?]+)$/;
const BOOK_PAGE = /^\/book(?:\?after=(\d{1,12}))?$/;

export class Routes {
  constructor(private readonly options: RoutesOptions) {}

  /** @throws when the book's disk has failed, or the caller is gone */
  async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: target = '', headers } = incoming;
    if (target === '/healthz') return answer(response, 200, { status: 'up' });
    const body = await bodyOf(incoming);
    if (!body) return answer(response, 413, { error: 'payload_too_large' });
    const request = { method, target, headers, body };
    const { keys, clock } = this.options;
    const signature = checkSignature({ headers, body, keys, nowMs: clock() });
    if (!signature.ok) return answer(response, 401, { error: 'unauthorized', cause: signature.cause });
    return this.serveSigned(request, { signedId: signature.id, response });
  }

  private serveSigned(request: Request, to: { readonly signedId: string; readonly response: ServerResponse }) {
    const { method, target } = request;
    if (method === 'POST' && target === '/payouts') return this.submit(request, to);
    if (method !== 'GET') return answer(to.response, 405, { error: 'method_not_allowed' });
    // A question signs what it asks for; else its signature would be good for another one.
    if (to.signedId !== target) return answer(to.response, 401, { error: 'unauthorized', cause: 'other-id' });
    return this.question(target, to.response);
  }

  private question(target: string, response: ServerResponse) {
    const [, reference] = QUESTION.exec(target) ?? [];
    if (reference !== undefined) return this.ask(reference, response);
    const page = BOOK_PAGE.exec(target);
    return page ? this.book(Number(page[1] ?? 0), response) : answer(response, 404, { error: 'not_found' });
  }

  private async submit(request: Request, to: { readonly signedId: string; readonly response: ServerResponse }) {
    const { response, signedId } = to;
    const order = readOrder(request.body);
    if (!order.ok) return answer(response, 400, { error: 'malformed_request', members: order.members });
    const { reference, amountMinor, currency } = order.payout;
    if (signedId !== reference) return answer(response, 401, { error: 'unauthorized', cause: 'other-id' });
    const { payouts } = this.options;
    const taken = payouts.take(order.payout);
    await payouts.settled();
    switch (taken.kind) {
      case 'conflict':
        return answer(response, 409, { error: 'reference_conflict', reference });
      case 'full':
        return answer(response, 503, { error: 'book_full' });
      case 'lost': {
        const statement = { reference, status: 'pending', amount_minor: amountMinor.toString(), currency } as const;
        return this.answered(response, { script: taken.script, statement });
      }
      case 'taken':
        return this.tell(response, taken.order, 'submit');
    }
  }

  private async ask(reference: string, response: ServerResponse): Promise<void> {
    const { payouts } = this.options;
    if (!isReference(reference)) return answer(response, 400, { error: 'malformed_request', members: ['reference'] });
    const order = payouts.find(reference);
    await payouts.settled();
    if (!order) return answer(response, 404, { error: 'unknown_reference', reference });
    return this.tell(response, order, 'ask');
  }

  private async book(after: number, response: ServerResponse): Promise<void> {
    const { payouts } = this.options;
    const page = payouts.decidedAfter(after, PAGE);
    await payouts.settled();
    const entries = page.map((order) => ({
      sequence: order.decided?.sequence,
      at: new Date(order.decided?.atMs ?? 0).toISOString(),
      ...statementOf(order),
    }));
    answer(response, 200, { entries, next: page.length === PAGE ? after + PAGE : null });
  }

  private tell(response: ServerResponse, order: Order, to: 'submit' | 'ask'): Promise<void> {
    const script = scriptOf(order.received.script);
    const isWrong = to === 'submit' ? !script.losesFirst : this.asksWrongly(script, order);
    return this.answered(response, { script: isWrong ? script : {}, statement: statementOf(order) });
  }

  private asksWrongly(script: Script, order: Order): boolean {
    return script.asksToo === true && this.options.clock() < order.received.settledAtMs;
  }

  private async answered(
    response: ServerResponse,
    { script, statement }: { readonly script: Script; readonly statement: ReturnType<typeof statementOf> },
  ): Promise<void> {
    if (script.answers === undefined) return answer(response, 200, statement);
    await answerWrongly(response, { how: script.answers, statement, silenceMs: this.options.silenceMs });
  }
}

/** Undefined: too long; the rest is not read. */
async function bodyOf(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
