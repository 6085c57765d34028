/**
 * `haber` as people type it, a process of its own: beside the running product, on the data of a stopped one, and on
 * what a killed one left behind.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { NOT_OURS, Standalone } from '@haber/testing';

const MAIN = join(__dirname, '../dist/main.js');
const CREDIT = '/api/v1/customers/customer-42/credit';
const CANARY = 'Canary Constructora 7f3a';

let product: Standalone;
beforeAll(async () => {
  product = await Standalone.start();
  const business_info = { business_name: CANARY, tax_id: 'RUC-CANARY', years_in_business: 5 };
  const request = { requested_limit: 10000, payment_term_days: 30, business_info };
  for (const [step, body] of [
    ['request', request],
    ['approve', {}],
    ['use', { order_id: 'order_789', amount: 5000 }],
    ['payment', { amount: 2500, payment_reference: 'PAY-1' }],
  ] as const) {
    const { status, text } = await product.request('POST', `${CREDIT}/${step}`, body);
    if (status >= 300) throw new Error(`${step}: ${status} ${text}`);
  }
}, 120_000);
afterAll(() => product.destroy(), 90_000);

async function history(): Promise<{ type: string; revision: number; hash: string; stream: string }[]> {
  const { code, stdout } = await product.haber('history', '--customer', 'customer-42', '--json');
  expect(code).toBe(0);
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Awaited<ReturnType<typeof history>>[number]); // prettier-ignore
}

const LIFE = ['requested', 'approved', 'credit-used', 'payment-received'].map((name) => `credit-account.${name}.v1`);

it('works beside the running product: keys that it takes, history, proof, rebuild', async () => {
  const made = await product.haber('keys', 'create', '--scopes', 'credit:read', '--actor', 'auditor', '--json');
  expect(made).toMatchObject({ code: 0, stderr: '' });
  const { id, key } = JSON.parse(made.stdout) as { id: string; key: string };
  await until(async () => (await product.request('GET', CREDIT, undefined, { key })).status === 200);
  expect((await product.request('POST', `${CREDIT}/use`, { order_id: 'x', amount: 1 }, { key })).status).toBe(403);
  expect((await product.haber('keys', 'revoke', id)).code).toBe(0);
  await until(async () => (await product.request('GET', CREDIT, undefined, { key })).status === 401);

  expect((await history()).map(({ type }) => type)).toEqual(LIFE);
  expect(await product.haber('verify')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('✓ all of it holds'),
  });
  expect((await product.haber('rebuild', 'credit-account')).code).toBe(0);
  expect((await product.haber('rebuild', 'command-index')).code).toBe(0);
  expect((await product.haber('verify')).code).toBe(0);
  expect((await product.request('GET', CREDIT)).text).toContain('"credit_used":2500.00');
}, 120_000);

it('erases a person beside the running product; credit, chain and proof stay whole', async () => {
  const erased = await product.haber('erase', 'customer-42', '--now');
  expect(erased).toMatchObject({ code: 0, stderr: '' });
  expect(erased.stdout).toContain('Backups, replicas');
  expect((await product.request('POST', `${CREDIT}/use`, { order_id: 'order_790', amount: 1 })).status).toBe(200);
  expect((await history()).map(({ type }) => type)).toEqual([...LIFE, 'credit-account.credit-used.v1']);
  expect((await product.haber('verify')).code).toBe(0);
}, 120_000);

it('works on the data of a stopped product and of a killed one, and leaves nothing running', async () => {
  const kept = (await product.haber('heads')).stdout.trim().split('\n');
  await product.stop();
  const head = kept.find((line) => line.startsWith('account-')) ?? '';
  expect(await product.haber('verify', '--head', head)).toMatchObject({ code: 0 });
  await expect(product.killPostgres('SIGTERM')).rejects.toThrow('ENOENT');

  await product.restart();
  await product.kill();
  expect(await product.haber('verify', '--head', head)).toMatchObject({ code: 0 });
  await expect(product.killPostgres('SIGTERM')).rejects.toThrow('ENOENT');
  await product.restart();
  expect((await product.request('GET', CREDIT)).status).toBe(200);
}, 180_000);

it('ends quietly when its reader has seen enough, and with 2 on a command that there is not', async () => {
  const child = spawn('/bin/sh', ['-c', `"${process.execPath}" "${MAIN}" history --customer customer-42 | head -n 1`], {
    env: { ...process.env, ...NOT_OURS, HABER_DATA_DIR: product.dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  child.stdout.resume();
  await new Promise((resolve) => child.once('close', resolve));
  expect(complaint).toBe('');
  expect(await product.haber('frobnicate')).toMatchObject({ code: 2, stdout: '' });
}, 60_000);

/** The product hears of new and revoked keys through its log. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isSo()); tries += 1) {
    if (tries === 200) throw new Error('it never became so');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
