/**
 * `npm run demo`: a partner's day in dialect A against the running product, and after every step what it did in the
 * ledger. Everything goes through the doors that partners and auditors have: HTTP, and `haber`.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const HABER = join(__dirname, 'main.js');
const SCOPES = 'credit:request,credit:approve,credit:read,credit:use,credit:pay';

interface Step {
  readonly says: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const REQUEST = `{"requested_limit": 10000.00, "payment_term_days": 30,
  "business_info": {"business_name": "Constructora ABC", "tax_id": "RUC-123-456", "years_in_business": 5}}`;

function stepsFor(customer: string): Step[] {
  const credit = `/api/v1/customers/${customer}/credit`;
  const use = '{"order_id": "order_789", "amount": 5000.00}';
  const payment = '{"amount": 2500.00, "payment_reference": "PAY-123456"}';
  return [
    { says: 'A customer asks for credit', method: 'POST', path: `${credit}/request`, body: REQUEST },
    { says: 'Somebody approves it', method: 'POST', path: `${credit}/approve`, body: '{"credit_limit": 10000.00}' },
    { says: 'An order is paid with it', method: 'POST', path: `${credit}/use`, body: use },
    { says: 'The same order again: nothing happens twice', method: 'POST', path: `${credit}/use`, body: use },
    {
      says: 'More than is left: refused, nothing is written',
      method: 'POST',
      path: `${credit}/use`,
      body: '{"order_id": "order_790", "amount": 6000.00}',
    },
    {
      says: 'The customer pays half of it back',
      method: 'POST',
      path: `${credit}/payment`,
      body: payment,
      headers: { 'idempotency-key': 'demo-payment' },
    },
    {
      says: 'The answer was lost and the payment is sent again under its key',
      method: 'POST',
      path: `${credit}/payment`,
      body: payment,
      headers: { 'idempotency-key': 'demo-payment' },
    },
    { says: 'How the credit stands', method: 'GET', path: credit },
  ];
}

async function main(): Promise<void> {
  const url = await runningUrl();
  const key = process.env['HABER_KEY'] ?? (await makeKey());
  // A new customer every time: the ledger never forgets the last one.
  const customer = `demo-${Date.now().toString(36)}`;
  for (const step of stepsFor(customer)) await take(url, key, step);
  print('\nWhat the ledger holds of it: haber history');
  print(await haber('history', '--customer', customer));
  print('And that all of it holds together: haber verify');
  print(await haber('verify'));
}

async function take(url: string, key: string, { says, method, path, body, headers = {} }: Step): Promise<void> {
  print(`\n# ${says}\n${method} ${path}${body === undefined ? '' : `\n${body}`}`);
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const evidence = ['etag', 'haber-hash', 'idempotent-replayed'].flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [`${name}: ${value}`];
  });
  print(`→ ${response.status} ${evidence.join(' · ')}\n${await response.text()}`);
}

async function runningUrl(): Promise<string> {
  const file = join(resolve(process.env['HABER_DATA_DIR'] ?? '.haber'), 'runtime.json');
  const runtime = await readFile(file, 'utf8').catch(() => undefined);
  if (runtime === undefined) throw new Error('Haber is not running: type `npm start` in another terminal first');
  return (JSON.parse(runtime) as { url: string }).url;
}

async function makeKey(): Promise<string> {
  const made = await haber('keys', 'create', '--scopes', SCOPES, '--actor', 'demo', '--json');
  return (JSON.parse(made) as { key: string }).key;
}

async function haber(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [HABER, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
