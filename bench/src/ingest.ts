/**
 * `npm run bench:ingest`: transactions through the front door. One NDJSON body of `--transactions` over `--merchants`,
 * in no order of merchants, into the whole product on its embedded Postgres; then a merchant with `--one` transactions
 * beside a new one, turn about: another transaction, and executions up to the bank's word. Memory is that of the
 * product's process. Method and targets: bench/README.md.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { executing } from './ingest-executions';
import { BENCH_KEY, processorSeconds, residentMiB, type Server, startHaber } from './processes';

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '1000000' },
    merchants: { type: 'string', default: '1000' },
    one: { type: 'string', default: '1000000' },
    commands: { type: 'string', default: '2000' },
  },
});
const TRANSACTIONS = Number(values.transactions);
const MERCHANTS = Number(values.merchants);
const OF_ONE = Number(values.one);
const COMMANDS = Number(values.commands);
const LINES_A_CHUNK = 400;
const PATH = '/api/v1/transactions';
const headers = { authorization: `Bearer ${BENCH_KEY}` };

interface Told {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
}

const line = (id: string, merchant: string): string =>
  `{"transaction_id":"${id}","customer_id":"${merchant}","amount":"125.50","currency":"USD","type":"processed",` +
  `"occurred_at":"2025-11-24T10:00:00Z"}\n`;

function* body(count: number, of: (i: number) => string): Generator<string> {
  for (let from = 0; from < count; from += LINES_A_CHUNK) {
    const lines = Array.from({ length: Math.min(LINES_A_CHUNK, count - from) }, (_, i) => of(from + i));
    yield lines.join('');
  }
}

function sent(port: number, lines: Iterable<string>): Promise<Told> {
  return new Promise((resolve, reject) => {
    const to = { port, host: '127.0.0.1', method: 'POST', path: PATH };
    const asking = request({ ...to, headers: { ...headers, 'content-type': 'application/x-ndjson' } }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => (answer.statusCode === 200 ? resolve(JSON.parse(text) as Told) : reject(new Error(text))));
    });
    asking.on('error', reject);
    Readable.from(lines).pipe(asking);
  });
}

async function register(port: number, merchant: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/customers/${merchant}`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'company', legal_name: 'Bench' }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  await answer.text();
}

async function registerAll(port: number): Promise<void> {
  const left = ['one', 'new', ...Array.from({ length: MERCHANTS }, (_, i) => `merchant-${i}`)];
  const worker = async (): Promise<void> => {
    for (let merchant = left.pop(); merchant; merchant = left.pop()) await register(port, merchant);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

interface Ingested {
  readonly perSecond: number;
  /** Of the product's own process, a transaction; Postgres, on the other core, is not in it. */
  readonly processorUs: number;
  readonly idleMiB: number;
  readonly peakMiB: number;
}

async function ingested({ port, pid }: Server, lines: Iterable<string>, count: number): Promise<Ingested> {
  const idleMiB = (await residentMiB(pid)) ?? 0;
  let peakMiB = idleMiB;
  const sampling = setInterval(() => {
    void residentMiB(pid).then((mib) => (peakMiB = Math.max(peakMiB, mib ?? 0)));
  }, 200);
  const before = await processorSeconds(pid);
  const startedMs = performance.now();
  const told = await sent(port, lines);
  const seconds = (performance.now() - startedMs) / 1_000;
  clearInterval(sampling);
  if (told.accepted !== count) throw new Error(`not all were accepted: ${JSON.stringify(told)}`);
  const processorUs = Math.round((((await processorSeconds(pid)) - before) / count) * 1e6);
  return { perSecond: Math.round(count / seconds), processorUs, idleMiB, peakMiB };
}

async function timed(port: number, transaction: string): Promise<number> {
  const startedMs = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${PATH}`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: transaction,
  });
  const { accepted } = (await answer.json()) as Told;
  if (accepted !== 1) throw new Error('it was not accepted');
  return performance.now() - startedMs;
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0;
}

const MERCHANTS_BESIDE = ['one', 'new'] as const;
const WARM_UP = 100;

/** `work` on the merchant with a million and on a new one, turn about. */
async function beside(work: Readonly<Record<'one' | 'new', (i: number) => Promise<number>>>) {
  const times = { one: [] as number[], new: [] as number[] };
  for (let i = -WARM_UP; i < COMMANDS; i += 1) {
    for (const merchant of MERCHANTS_BESIDE) {
      const ms = await work[merchant](i);
      if (i >= 0) times[merchant].push(ms);
    }
  }
  const of = (share: number) => {
    const [one, fresh] = [quantile(times.one, share), quantile(times.new, share)];
    return { one, new: fresh, ratio: Math.round((one / fresh) * 100) / 100 };
  };
  return { p50Ms: of(0.5), p99Ms: of(0.99) };
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-ingest-'));
  await chmod(folder, 0o711); // Postgres does not run as root, even where the bench does
  const server = await startHaber(join(folder, 'data'));
  await registerAll(server.port);
  // A multiplier without a common factor walks all merchants in no order.
  const any = (i: number): string => `merchant-${(i * 7_919) % MERCHANTS}`;
  const many = await ingested(
    server,
    body(TRANSACTIONS, (i) => line(`sale-${i}`, any(i))),
    TRANSACTIONS,
  );
  console.log(`${TRANSACTIONS} transactions of ${MERCHANTS} merchants:`, many);
  const one = await ingested(
    server,
    body(OF_ONE, (i) => line(`sale-${i}`, 'one')),
    OF_ONE,
  );
  console.log(`${OF_ONE} transactions of one merchant:`, one);
  const { port } = server;
  const sale = (merchant: string) => (i: number) => timed(port, line(`late-${i}`, merchant));
  console.log('one transaction more of it and of a new one:', await beside({ one: sale('one'), new: sale('new') }));
  const executions = {
    one: await executing({ port, customer: 'one' }),
    new: await executing({ port, customer: 'new' }),
  };
  console.log('an execution of it and of the new one:', await beside(executions));
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

void main();
