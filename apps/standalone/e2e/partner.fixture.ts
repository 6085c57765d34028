/**
 * A partner's own program: the five calls of dialect A against the running product. Bodies are written out as text, so
 * that an amount reaches the wire with exactly the digits that a test wrote.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { allEvents, type StoredEvent } from '@haber/event-store';
import { decodeMetadata } from '@haber/ledger';
import type { Answer, Product, RequestOptions } from '@haber/testing';
import { Client } from 'pg';

export const creditPath = (customer: string): string => `/api/v1/customers/${encodeURIComponent(customer)}/credit`;

export function requestBody(limit = '10000.00', { days = 30, name = 'Constructora ABC', taxId = 'RUC-123-456' } = {}) {
  const business = `{"business_name":"${name}","tax_id":"${taxId}","years_in_business":5}`;
  return `{"requested_limit":${limit},"payment_term_days":${days},"business_info":${business}}`;
}

export const withKey = (idempotencyKey: string): RequestOptions => ({ headers: { 'idempotency-key': idempotencyKey } });

export type Partner = ReturnType<typeof partnerOf>;

/** `always`: what every request of this partner is sent with, such as its key. */
export function partnerOf(product: Pick<Product, 'request'>, always: RequestOptions = {}) {
  const send = (method: string, path: string, body: unknown, more: RequestOptions): Promise<Answer> =>
    product.request(method, path, body, { ...always, ...more });
  const post = (customer: string, call: string, body: unknown, more: RequestOptions = {}): Promise<Answer> =>
    send('POST', `${creditPath(customer)}/${call}`, body, more);
  const partner = {
    post,
    read: (customer: string, more: RequestOptions = {}) => send('GET', creditPath(customer), undefined, more),
    request: (customer: string, body = requestBody(), more?: RequestOptions) => post(customer, 'request', body, more),
    approve: (customer: string, body = '{}', more?: RequestOptions) => post(customer, 'approve', body, more),
    use: (customer: string, order: string, amount: string, more?: RequestOptions) =>
      post(customer, 'use', `{"order_id":"${order}","amount":${amount}}`, more),
    pay: (customer: string, reference: string, amount: string, more?: RequestOptions) =>
      post(customer, 'payment', `{"payment_reference":"${reference}","amount":${amount}}`, more),
    /** A customer with an approved credit. */
    async open(customer: string, limit: string): Promise<void> {
      const requested = await partner.request(customer, requestBody(limit));
      const approved = await partner.approve(customer);
      if (requested.status === 201 && approved.status === 200) return;
      throw new Error(`${customer} was not opened: ${requested.text} ${approved.text}`);
    },
  };
  return partner;
}

/** What a repeat must have in common with the first answer. */
export const told = ({ status, text }: Answer): string => `${status} ${text}`;

/** Of an answer of the dialect. */
export const errorCode = ({ status, json }: Answer): string => `${status} ${json?.error?.code}`;

/** Does `each` for 0 … count-1, `atOnce` of them at a time, and gives the results in order. */
export async function many<T>(
  count: number,
  atOnce: number,
  each: (index: number) => Promise<T>,
): Promise<readonly T[]> {
  const results = Array.from<T>({ length: count });
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < count; i = next++) results[i] = await each(i);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
  return results;
}

/** Asks until the answer is definite, as a careful client does whose answer got lost. Bounded. */
export async function definite(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; tries < 400; tries += 1) {
    const answer = await ask().catch(() => undefined);
    if (answer && answer.status !== 503) return answer;
    await sleep(25);
  }
  throw new Error('no definite answer in 400 tries');
}

/** `credit_used` in cents. A busy product may say that its read model is not there yet; what it says is never old. */
export async function usedMinor(partner: Pick<Partner, 'read'>, customer: string): Promise<number> {
  const { text } = await definite(() => partner.read(customer));
  const used = /"credit_used":(\d+)\.(\d\d),/.exec(text);
  if (!used) throw new Error(text);
  return Number(`${used[1]}${used[2]}`);
}

/** One statement as the owner of the product's database. */
export async function sql<Row extends object>(product: Product, statement: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: (await product.runtime()).databaseUrl });
  await client.connect();
  const result = await client.query<Row>(statement).finally(() => client.end());
  return result.rows;
}

/** Everything in the log, in its order, wherever it is. */
export async function storedEvents(product: Product): Promise<readonly StoredEvent[]> {
  const log = await product.openLog();
  const found: StoredEvent[] = [];
  try {
    for await (const event of allEvents(log)) found.push(event);
  } finally {
    await log.close();
  }
  return found;
}

/** Streams that the decision behind an event looked at. */
export function reliedOn({ metadata }: StoredEvent): readonly string[] {
  return Object.keys(decodeMetadata(Buffer.from(metadata).toString()).relied);
}

/** One line an event, oldest first, as `haber history --json` prints it. */
export async function historyOf(product: Product, customer: string, ...more: string[]) {
  const { code, stdout, stderr } = await product.haber('history', '--customer', customer, '--json', ...more);
  if (code !== 0) throw new Error(`haber history: ${code} ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as HistoryLine);
}

export interface HistoryLine {
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly hash: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly actor: string;
  readonly effectiveAt: string;
  readonly recordedAt: string;
}

/** `haber verify` finds nothing; else the test shows what. */
export async function expectClean(product: Product): Promise<void> {
  const { code, stdout, stderr } = await product.haber('verify', '--json');
  const lines = stdout.trim().split('\n');
  expect({
    code,
    stderr,
    summary: JSON.parse(lines.at(-1) ?? 'null') as unknown,
    findings: lines.slice(0, -1),
  }).toMatchObject({
    code: 0,
    summary: { differences: 0 },
    findings: [],
  });
}

/** For `afterAll`: whatever was wrong, nothing is left running. */
export async function endClean(product: Product): Promise<void> {
  try {
    await expectClean(product);
  } finally {
    await product.destroy();
  }
}
