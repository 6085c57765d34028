/** The bank as a server that speaks the protocol of docs/reference/bank-port.md. Calls are signed and bounded. */
import type { Clock, Secret } from '@haber/boot';
import { currencyDigits } from '@haber/money';
import {
  type AskAnswer,
  type Bank,
  isReference,
  type NoAnswer,
  type NoAnswerCause,
  type Payout,
  type SubmitAnswer,
} from './bank';
import { type BoundedCall, BoundedCaller, type CallBounds } from './bounded-call';
import { signatureHeaders, signingKey } from './signature';
import { jsonObject, readStatement, type Statement } from './statement';

export interface HttpBankOptions {
  /** Where the bank's API begins: http:// or https://, without a query. */
  readonly url: string;
  /** Signs every request. */
  readonly secret: Secret;
  readonly clock: Clock;
  /** Default: 10 s a call, 64 KiB an answer, 16 connections, 256 calls at once. */
  readonly bounds?: Partial<CallBounds>;
}

const PRESET: CallBounds = { timeoutMs: 10_000, maxAnswerBytes: 65_536, connections: 16, maxCalls: 256 };

/** @throws UnusableBankSecret, TypeError for what is no URL */
export function httpBank({ url, secret, clock, bounds }: HttpBankOptions): Bank {
  const { origin, pathname } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  const keys = [signingKey(secret)];
  const caller = new BoundedCaller(origin, { ...PRESET, ...bounds });

  /** What is signed has no full stop before its timestamp; of a question, it names the resource. */
  async function asked({ id, ...call }: Omit<BoundedCall, 'headers'> & { readonly id: string }): Promise<Heard> {
    const signed = signatureHeaders({ id, nowMs: clock(), body: call.body ?? new Uint8Array() }, keys);
    const headers = { accept: 'application/json', ...(call.body && { 'content-type': 'application/json' }), ...signed };
    const outcome = await caller.call({ ...call, target: path + call.target, headers });
    return outcome.ok ? heard(outcome.status, outcome.body) : { kind: 'no-answer', cause: outcome.cause };
  }

  return {
    async submit(payout) {
      demandSendable(payout);
      const { reference } = payout;
      const body = Buffer.from(JSON.stringify(wirePayout(payout)));
      return submitted(payout, await asked({ id: reference, method: 'POST', target: '/payouts', body }));
    },
    async ask(reference) {
      demandReference(reference);
      const target = `/payouts/${reference}`;
      return answered(reference, await asked({ id: target, method: 'GET', target }));
    },
    close: () => caller.close(),
  };
}

function demandSendable({ reference, amountMinor, currency }: Payout): void {
  demandReference(reference);
  if (amountMinor <= 0n) throw new RangeError('a payout is above zero');
  if (currencyDigits(currency) === undefined) throw new RangeError('a payout has a currency of ISO 4217');
}

function demandReference(reference: string): void {
  if (!isReference(reference)) throw new RangeError('a reference has 1 to 64 of A-Z, a-z, 0-9, _ and -');
}

function wirePayout({ reference, amountMinor, currency, destination, concept }: Payout): object {
  const { bank, accountType, accountNumber, holderName } = destination;
  return {
    ...{ reference, amount_minor: amountMinor.toString(), currency, concept },
    destination: { bank, account_type: accountType, account_number: accountNumber, holder_name: holderName },
  };
}

/** An answer of the protocol, or none. */
type Heard = Statement | NoAnswer | { readonly unknown: string };

function heard(status: number, bytes: Buffer): Heard {
  const none = (cause: NoAnswerCause): NoAnswer => ({ kind: 'no-answer', cause, status });
  const refusal = refusalOf(status);
  if (refusal) return none(refusal);
  const value = jsonObject(bytes);
  if (!value) return none(isJson(bytes) ? 'malformed' : 'not-json');
  return (status === 200 ? readStatement(value) : readUnknown(value)) ?? none('malformed');
}

const REFUSALS: ReadonlyMap<number, NoAnswerCause> = new Map([
  [401, 'unauthorized'],
  [409, 'conflict'],
]);

/** Of a status that says enough by itself. */
function refusalOf(status: number): NoAnswerCause | undefined {
  if (status === 200 || status === 404) return undefined;
  if (status >= 300 && status < 400) return 'redirect';
  return REFUSALS.get(status) ?? 'unexpected-status';
}

/** A 404 counts only in the bank's own words: a proxy that lost its way says 404 as well. */
function readUnknown({ error, reference }: Readonly<Record<string, unknown>>): Heard | undefined {
  return error === 'unknown_reference' && typeof reference === 'string' ? { unknown: reference } : undefined;
}

function isJson(bytes: Buffer): boolean {
  try {
    JSON.parse(bytes.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

function answered(reference: string, said: Heard): AskAnswer {
  if ('kind' in said) return said;
  if ('unknown' in said) {
    return said.unknown === reference ? { kind: 'unknown-reference' } : { kind: 'no-answer', cause: 'other-reference' };
  }
  return said.reference === reference ? said.said : { kind: 'no-answer', cause: 'other-reference' };
}

function submitted({ reference, amountMinor, currency }: Payout, heardOf: Heard): SubmitAnswer {
  const answer = answered(reference, heardOf);
  // Nobody was asked whether the reference is known.
  if (answer.kind === 'unknown-reference') return { kind: 'no-answer', cause: 'malformed', status: 404 };
  if (answer.kind === 'no-answer') return answer;
  const isOurs = answer.amountMinor === amountMinor && answer.currency === currency;
  return isOurs ? answer : { kind: 'no-answer', cause: 'other-amount', said: answer };
}
