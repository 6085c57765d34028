/**
 * `npm run demo`: a partner's day in dialect A against the running product, and after every step what it did in the
 * ledger. Everything goes through the doors that partners and auditors have: HTTP, and `haber`.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { haberClient, type HaberClient } from '@haber/client';

const run = promisify(execFile);
const HABER = join(__dirname, 'main.js');
const HABER_VERIFY = join(__dirname, '../../haber-verify/haber-verify.mjs');
const SCOPES = 'credit:request,credit:approve,credit:read,credit:use,credit:pay';

interface Step {
  readonly says: string;
  /** One call of the typed client: what it sends and gets is printed on the way. */
  readonly ask: (haber: HaberClient) => Promise<unknown>;
}

function stepsFor(customerId: string): Step[] {
  const path = { customerId };
  const use = (orderId: string, amount: number) => (haber: HaberClient) =>
    haber.POST('/api/v1/customers/{customerId}/credit/use', {
      params: { path },
      body: { order_id: orderId, amount },
    });
  const pay = (haber: HaberClient): Promise<unknown> =>
    haber.POST('/api/v1/customers/{customerId}/credit/payment', {
      params: { path, header: { 'Idempotency-Key': 'demo-payment' } },
      body: { amount: 2500, payment_reference: 'PAY-123456' },
    });
  return [
    {
      says: 'A customer asks for credit',
      ask: (haber) =>
        haber.POST('/api/v1/customers/{customerId}/credit/request', {
          params: { path },
          body: {
            requested_limit: 10000,
            payment_term_days: 30,
            business_info: { business_name: 'Constructora ABC', tax_id: 'RUC-123-456', years_in_business: 5 },
          },
        }),
    },
    {
      says: 'Somebody approves it',
      ask: (haber) =>
        haber.POST('/api/v1/customers/{customerId}/credit/approve', {
          params: { path },
          body: { credit_limit: 10000 },
        }),
    },
    { says: 'An order is paid with it', ask: use('order_789', 5000) },
    { says: 'The same order again: nothing happens twice', ask: use('order_789', 5000) },
    { says: 'More than is left: refused, nothing is written', ask: use('order_790', 6000) },
    { says: 'The customer pays half of it back', ask: pay },
    { says: 'The answer was lost and the payment is sent again under its key', ask: pay },
    {
      says: 'How the credit stands',
      ask: (haber) => haber.GET('/api/v1/customers/{customerId}/credit', { params: { path } }),
    },
  ];
}

async function main(): Promise<void> {
  const url = await runningUrl();
  const key = process.env['HABER_KEY'] ?? (await makeKey());
  // A new customer every time: the ledger never forgets the last one.
  const customer = `demo-${Date.now().toString(36)}`;
  const haber = haberClient({ url, key, fetch: shown });
  for (const { says, ask } of stepsFor(customer)) {
    print(`\n# ${says}`);
    await ask(haber);
  }
  print('\n# What the ledger holds of it: haber history');
  print(await cli('history', '--customer', customer));
  print('\n# That all of it holds together: haber verify');
  print(await cli('verify'));
  print('\n# And what an auditor needs to see for himself: one file, one key, and haber-verify');
  print(await audited(customer));
}

/** With nothing of ours but the file that `haber export` wrote and the public key. */
async function audited(customer: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-demo-'));
  try {
    const file = join(folder, 'account.jsonl');
    await cli('export', '--customer', customer, '--out', file);
    const key = await cli('checkpoints', 'key');
    return (await run(process.execPath, [HABER_VERIFY, file, '--key', key])).stdout.trimEnd();
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Sends it, and prints what went over the wire. */
async function shown(request: Request): Promise<Response> {
  const body = await request.clone().text();
  print(`${request.method} ${new URL(request.url).pathname}${body === '' ? '' : `\n${body}`}`);
  const response = await fetch(request);
  const evidence = ['etag', 'haber-hash', 'idempotent-replayed'].flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [`${name}: ${value}`];
  });
  print(`→ ${[response.status, ...evidence].join('  ')}\n${await response.clone().text()}`);
  return response;
}

async function runningUrl(): Promise<string> {
  const file = join(resolve(process.env['HABER_DATA_DIR'] ?? '.haber'), 'runtime.json');
  const runtime = await readFile(file, 'utf8').catch(() => undefined);
  if (runtime === undefined) throw new Error('Haber is not running: type `npm start` in another terminal first');
  return (JSON.parse(runtime) as { url: string }).url;
}

async function makeKey(): Promise<string> {
  const made = await cli('keys', 'create', '--scopes', SCOPES, '--actor', 'demo', '--json');
  return (JSON.parse(made) as { key: string }).key;
}

async function cli(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [HABER, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trimEnd();
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
