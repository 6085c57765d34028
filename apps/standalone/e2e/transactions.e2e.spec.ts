/**
 * What merchants process, through HTTP: each transaction counts once, however often, in whatever order and form it is
 * sent; a body of any length in bounded memory, of which what came whole is kept. And what is made of it afterwards:
 * every check of the books, history, export, the index of names.
 */
import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { EventStore } from '@haber/event-store';
import { capacityAccountStream } from '@haber/ledger';
import { type Answer, DEMO_KEY, type Product, startProduct } from '@haber/testing';
import { endClean, sql, withKey } from './partner.fixture';

const PATH = '/api/v1/transactions';
const NDJSON = { 'content-type': 'application/x-ndjson' };
const VERIFIER = join(__dirname, '../../haber-verify/haber-verify.mjs');
/** Above it, so many lines would have to be held as a whole. */
const MOST_GROWTH_MIB = 400;

let product: Product;
let log: EventStore;
let names = 0;
beforeAll(async () => {
  product = await startProduct();
  log = await product.openLog();
}, 180_000);
afterAll(async () => {
  await log.close();
  await endClean(product);
}, 120_000);

async function merchant(): Promise<string> {
  const id = `seller-${(names += 1)}`;
  const body = { type: 'company', legal_name: 'Comercial, S.A.' };
  expect((await product.request('PUT', `/api/v1/customers/${id}`, body)).status).toBe(201);
  return id;
}

interface VolumeData {
  readonly lines: readonly object[];
  readonly balances: { readonly processedMinor: string };
}

interface Sent {
  readonly transaction_id: string;
  readonly customer_id: string;
  readonly amount: string;
  readonly currency: string;
  readonly type: string;
  readonly occurred_at: string;
}

function sale(customer: string, id: string, amount = '10.00', more: Partial<Sent> = {}): Sent {
  const occurred_at = '2025-11-24T10:00:00Z';
  return {
    transaction_id: id,
    customer_id: customer,
    amount,
    currency: 'USD',
    type: 'processed',
    occurred_at,
    ...more,
  };
}

const post = (body: unknown, headers = {}): Promise<Answer> => product.request('POST', PATH, body, { headers });
const ndjson = (lines: readonly unknown[]): Promise<Answer> =>
  post(lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''), NDJSON);
const counts = (accepted: number, duplicate = 0, rejected = 0) => ({ accepted, duplicate, rejected });

const streamOf = (customer: string): string => capacityAccountStream('demo/test', customer);

/** As the last event says, and how many lines all of them hold. */
async function volume(customer: string): Promise<{ processed: string; lines: number }> {
  const events = (await log.read(streamOf(customer), 0, 500))
    .filter(({ type }) => type === 'capacity-account.volume-recorded.v1')
    .map(({ data }) => JSON.parse(Buffer.from(data).toString()) as VolumeData);
  const lines = events.reduce((sum, event) => sum + event.lines.length, 0);
  return { processed: events.at(-1)?.balances.processedMinor ?? '0', lines };
}

describe('each transaction counts once', () => {
  it('five times, singly, in a batch and as NDJSON, in any order', async () => {
    const id = await merchant();
    const sales = ['a', 'b', 'c', 'd'].map((name) => sale(id, name));
    expect((await post(sales[0])).json).toMatchObject(counts(1));
    expect((await post(sales.toReversed())).json).toMatchObject(counts(3, 1));
    expect((await ndjson([...sales, ...sales])).json).toMatchObject(counts(0, 8));
    const again = await Promise.all(Array.from({ length: 8 }, (_, i) => post(sales[i % 4])));
    for (const { json } of again) expect(json).toMatchObject(counts(0, 1));
    expect(await volume(id)).toEqual({ processed: '4000', lines: 4 });
  });

  it('is refused with another amount, in another currency, or for a stranger, and holds up no other', async () => {
    const id = await merchant();
    await post(sale(id, 'a'));
    const told = await post([
      sale(id, 'a', '10.01'),
      sale(id, 'b', '1.00', { currency: 'EUR' }),
      sale('nobody', 'c'),
      { ...sale(id, 'd'), amuont: '1' },
      sale(id, 'e', '0.001'),
      sale(id, 'f', '5'),
      sale(id, 'f', '6'),
    ]);
    expect(told.status).toBe(200);
    expect(told.json).toMatchObject({ ...counts(1, 0, 6), rejected_lines_truncated: false });
    const { rejected_lines } = told.json as {
      rejected_lines: { line: number; code: string; transaction_id: string }[];
    };
    expect(rejected_lines.map(({ line, code, transaction_id }) => [line, code, transaction_id])).toEqual([
      [1, 'amount_differs', 'a'],
      [2, 'currency_mismatch', 'b'],
      [3, 'customer_not_found', 'c'],
      [4, 'validation_error', 'd'],
      [5, 'validation_error', 'e'],
      [7, 'amount_differs', 'f'],
    ]);
    expect(await volume(id)).toEqual({ processed: '1500', lines: 2 });
  });

  it('a reversal before its original comes to nothing', async () => {
    const id = await merchant();
    expect((await post(sale(id, 'a', '7.77', { type: 'reversed' }))).json).toMatchObject(counts(1));
    expect(await volume(id)).toMatchObject({ processed: '-777' });
    expect((await post(sale(id, 'a', '7.77'))).json).toMatchObject(counts(1));
    expect(await volume(id)).toEqual({ processed: '0', lines: 2 });
  });

  it('a key answers the same again, with other transactions refuses', async () => {
    const [id, other] = [await merchant(), await merchant()];
    const many = Array.from({ length: 700 }, (_, i) => sale(id, `k-${i}`, '1.00'));
    const key = withKey('transactions-1');
    const first = await post([...many, sale(other, 'k')], key.headers);
    expect(first.json).toMatchObject(counts(701));
    const again = await post([...many, sale(other, 'k')], key.headers);
    expect(again.text).toBe(first.text);
    expect((await post([sale(id, 'x')], key.headers)).status).toBe(422);
    expect((await post([sale(id, 'k-1', '1.00')], { 'if-match': '"99"' })).status).toBe(412);
    expect((await post([sale(id, 'y'), sale(other, 'y')], { 'if-match': '"0"' })).status).toBe(400);
    expect(await volume(id)).toEqual({ processed: '70000', lines: 700 });
  });

  it('a dry run answers as the request would be, writes nothing and binds no key', async () => {
    const [id, other] = [await merchant(), await merchant()];
    await post(sale(other, 'known'));
    const many = Array.from({ length: 600 }, (_, i) => sale(id, `d-${i}`, '1.00'));
    const again = [sale(id, 'd-0', '1.00'), sale(id, 'd-1', '2.00'), sale(id, 'e', '1.00', { currency: 'EUR' })];
    const body = [...many, ...again, sale(other, 'known'), sale(other, 'new'), sale('nobody', 'x')];
    const key = withKey('transactions-dry');
    const dry = await product.request('POST', `${PATH}?dry_run=true`, body, { headers: key.headers ?? {} });
    expect([dry.status, dry.headers.get('haber-dry-run'), dry.headers.get('etag')]).toEqual([200, 'true', null]);
    expect(dry.json).toMatchObject(counts(601, 2, 3));
    expect([await volume(id), await volume(other)]).toEqual([
      { processed: '0', lines: 0 },
      { processed: '1000', lines: 1 },
    ]);
    const real = await post(body, key.headers);
    expect([real.headers.get('haber-dry-run'), real.text]).toEqual([null, dry.text]);
    expect((await product.request('POST', `${PATH}?dry_run=true`, body)).json).toMatchObject(counts(0, 603, 3));
    expect((await product.request('POST', `${PATH}?dry_run=true`, '{}\n', { headers: NDJSON })).status).toBe(400);
    expect((await product.request('POST', `${PATH}?dry_run=maybe`, body)).status).toBe(400);
  });

  it('a key of one customer records no other’s', async () => {
    const [id, other] = [await merchant(), await merchant()];
    const { stdout } = await product.haber(
      'keys',
      'create',
      '--scopes',
      'transactions:write',
      '--customer',
      id,
      '--json',
    );
    const { key } = JSON.parse(stdout) as { key: string };
    let answer = await product.request('POST', PATH, [sale(id, 'a'), sale(other, 'a')], { key });
    for (let tries = 0; answer.status === 401 && tries < 400; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      answer = await product.request('POST', PATH, [sale(id, 'a'), sale(other, 'a')], { key });
    }
    expect(answer.json).toMatchObject({
      ...counts(1, 0, 1),
      rejected_lines: [{ code: 'customer_not_found', line: 2 }],
    });
  });
});

describe('NDJSON', () => {
  it('refuses lines by their number, and takes the last one without an end', async () => {
    const id = await merchant();
    const line = JSON.stringify(sale(id, 'a'));
    const body = `${line}\r\n\n{"broken\n${'x'.repeat(5_000)}\n[1]\n${JSON.stringify(sale(id, 'b'))}`;
    const told = await post(body, NDJSON);
    expect(told.json).toMatchObject({
      ...counts(2, 0, 3),
      rejected_lines: [
        { line: 3, code: 'malformed_json', transaction_id: null },
        { line: 4, code: 'line_too_long' },
        { line: 5, code: 'validation_error' },
      ],
    });
    expect((await post(body, { ...NDJSON, 'idempotency-key': 'k' })).status).toBe(400);
    expect((await post(body, { ...NDJSON, 'if-match': '"1"' })).status).toBe(400);
    expect((await post(body, { 'content-type': 'text/csv' })).status).toBe(415);
  });

  it('of 50,000 lines is taken in bounded memory; what is refused is told up to a bound', async () => {
    const ids = [await merchant(), await merchant(), await merchant()];
    const before = await Promise.all(product.pids.map(residentMiB));
    const lines = (of: string) => (i: number) => `${JSON.stringify(sale(ids[i % 3] ?? '', `${of}-${i}`))}\n`;
    expect(await streamed(50_000, lines('n'))).toMatchObject(counts(50_000));
    const growth = await Promise.all(product.pids.map(async (pid, i) => (await residentMiB(pid)) - (before[i] ?? 0)));
    expect(Math.max(...growth)).toBeLessThan(MOST_GROWTH_MIB);
    const refused = (await streamed(2_000, () => '{}\n')) as { rejected_lines: object[] };
    expect(refused).toMatchObject({ ...counts(0, 0, 2_000), rejected_lines_truncated: true });
    expect(refused.rejected_lines).toHaveLength(1_000);
  }, 120_000);

  it('that breaks off keeps what came whole, and may be sent again', async () => {
    const id = await merchant();
    const line = (i: number) => `${JSON.stringify(sale(id, `half-${i}`, '1.00'))}\n`;
    await expect(streamed(3_000, line, 1_000)).rejects.toThrow();
    const kept = async () => (await volume(id)).lines;
    for (let tries = 0; tries < 2_000 && (await kept()) < 1_000; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    expect(await kept()).toBe(1_000);
    expect(await streamed(3_000, line)).toMatchObject(counts(2_000, 1_000));
    expect(await volume(id)).toEqual({ processed: '300000', lines: 3_000 });
  }, 120_000);
});

describe('afterwards', () => {
  it('the books, the index of names and the postings hold, and an export proves it alone', async () => {
    const id = await merchant();
    expect((await post([sale(id, 'a'), sale(id, 'b', '2.00')])).json).toMatchObject(counts(2));
    const stream = streamOf(id);
    const verified = await product.haber('verify', '--json');
    expect([verified.code, verified.stdout.slice(0, 2_000)]).toEqual([0, expect.anything()]);
    const indexed = await sql<{ key: string }>(
      product,
      `SELECT key FROM writer.command_index WHERE stream = '${stream}' ORDER BY key`,
    );
    expect(indexed.map(({ key }) => key)).toEqual(['processed:a', 'processed:b']);
    const [posted] = await sql(
      product,
      `SELECT sum(credit_2500)::text AS c FROM audit.postings WHERE stream = '${stream}'`,
    );
    expect(posted).toEqual({ c: '1200' });
    const history = await product.haber('history', stream);
    expect([history.code, history.stdout]).toEqual([0, expect.stringContaining('volume-recorded')]);
    const file = join(tmpdir(), `haber-transactions-${process.pid}.json`);
    const exported = await product.haber('export', stream, '--out', file);
    expect([exported.code, exported.stderr]).toEqual([0, expect.anything()]);
    const { stdout } = await promisify(execFile)(process.execPath, [VERIFIER, file, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    await rm(file, { force: true });
  }, 120_000);
});

/** Linux alone says it; elsewhere nothing is held against the bound. */
async function residentMiB(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}

/** Chunked, as fast as the product takes it; broken off after so many lines. */
function streamed(count: number, line: (i: number) => string, breakAfter = count): Promise<object> {
  function* body(): Generator<string> {
    for (let from = 0; from < breakAfter; from += 250) {
      yield Array.from({ length: Math.min(250, breakAfter - from) }, (_, i) => line(from + i)).join('');
    }
  }
  return new Promise((resolve, reject) => {
    const headers = { ...NDJSON, authorization: `Bearer ${DEMO_KEY}` };
    const asking = request(product.url + PATH, { method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => resolve(JSON.parse(text) as object));
    });
    asking.on('error', reject);
    const source = Readable.from(body());
    source.pipe(asking, { end: breakAfter === count });
    if (breakAfter < count) {
      source.once('end', () => setTimeout(() => asking.destroy(new Error('broken off')), 200));
    }
  });
}
