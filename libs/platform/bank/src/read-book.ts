/** The book of a bank that shows one: what it has decided, in order, page by page. For reconciliation alone. */
import type { Clock, Secret } from '@haber/boot';
import type { Approved, Rejected } from './bank';
import { BoundedCaller, type CallOutcome } from './bounded-call';
import { signatureHeaders, signingKey } from './signature';
import { jsonObject, readStatement } from './statement';

export interface BookOptions {
  /** Where the bank's API begins. */
  readonly url: string;
  readonly secret: Secret;
  readonly clock: Clock;
}

export interface BookMovement {
  readonly sequence: number;
  readonly reference: string;
  readonly said: Approved | Rejected;
}

/** The bank shows no book, or not as agreed. */
export class UnreadableBook extends Error {
  override readonly name = 'UnreadableBook';
}

const BOUNDS = { timeoutMs: 30_000, maxAnswerBytes: 1_048_576, connections: 1, maxCalls: 1 };

/** @throws UnreadableBook, UnusableBankSecret */
export async function* readBook({ url, secret, clock }: BookOptions): AsyncGenerator<BookMovement> {
  const { origin, pathname } = new URL(url);
  const keys = [signingKey(secret)];
  const caller = new BoundedCaller(origin, BOUNDS);
  const pageAfter = async (after: number) => {
    const id = `/book?after=${after}`;
    const headers = signatureHeaders({ id, nowMs: clock(), body: new Uint8Array() }, keys);
    return pageOf(await caller.call({ method: 'GET', target: pathname.replace(/\/+$/, '') + id, headers }));
  };
  try {
    for (let after: number | undefined = 0; after !== undefined;) {
      const { entries, next } = await pageAfter(after);
      yield* entries.map(movementOf);
      after = nextOf(next, after);
    }
  } finally {
    await caller.close();
  }
}

function pageOf(outcome: CallOutcome): { readonly entries: readonly unknown[]; readonly next: unknown } {
  if (!outcome.ok) throw new UnreadableBook(`the bank does not show its book: ${outcome.cause}`);
  if (outcome.status !== 200) throw new UnreadableBook(`the bank does not show its book: HTTP ${outcome.status}`);
  const { entries, next } = jsonObject(outcome.body) ?? {};
  if (!Array.isArray(entries)) throw new UnreadableBook('the book of the bank is no book');
  return { entries: entries as readonly unknown[], next };
}

function movementOf(raw: unknown): BookMovement {
  const entry = typeof raw === 'object' && raw !== null ? (raw as Readonly<Record<string, unknown>>) : {};
  const sequence = wholeOf(entry['sequence']);
  const statement = readStatement(entry);
  if (sequence === undefined || !statement || statement.said.kind === 'pending') {
    throw new UnreadableBook('the book of the bank has an entry that is none');
  }
  return { sequence, reference: statement.reference, said: statement.said };
}

/** Forwards only: a book that goes in circles would be read for ever. */
function nextOf(raw: unknown, after: number): number | undefined {
  const next = wholeOf(raw);
  return next !== undefined && next > after ? next : undefined;
}

/** Numbers come as their digits, read exactly. */
function wholeOf(raw: unknown): number | undefined {
  const text = String(raw);
  return raw !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
