/**
 * Accounts that lived elsewhere, in the running product: they behave as any other, and what was settled there is not
 * spent or paid again here. (`npm run import-torture`: an import that is killed.)
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountToImport, importLines, NOT_OURS, Standalone } from '@haber/testing';
import { accountsOf, problemOf } from './accounts.fixture';
import { endClean, errorCode, expectClean, historyOf, partnerOf, usedMinor } from './partner.fixture';

const CLI = join(__dirname, '../../cli/dist/main.js');

let product: Standalone;
let folder: string;
let partner: ReturnType<typeof partnerOf>;
beforeAll(async () => {
  product = await Standalone.start();
  product.mustNotPrint('Canario '); // how every name in these files begins
  folder = await mkdtemp(join(tmpdir(), 'haber-import-e2e-'));
  partner = partnerOf(product);
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endClean(product);
}, 300_000);

async function fileOf(name: string, accounts: readonly unknown[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, importLines(accounts));
  return path;
}

const today = (days = 0): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Two debts: one past due already there, one that falls due in the days between there and here. */
function aged(id: string) {
  const { customer, account } = accountToImport(1, id);
  const debts = [
    { order_id: `${id}-late`, used_on: today(-90), due_on: today(-60), amount: '300.00' },
    { order_id: `${id}-between`, used_on: today(-35), due_on: today(-5), amount: '200.00' },
    { order_id: `${id}-open`, used_on: today(-10), due_on: today(20), amount: '100.50' },
  ];
  const known = { known_order_ids: [`${id}-paid`], known_payment_references: [`${id}-PAY`] };
  return {
    customer: { ...customer, id },
    account: { ...account, limit: '1000.00', as_of: today(-10), debts, ...known },
  };
}

describe('an imported account', () => {
  it('behaves as any other', async () => {
    const ran = await product.haber('import', await fileOf('one.jsonl', [aged('one')]));
    expect(ran).toMatchObject({ code: 0, stdout: expect.stringContaining('✓ 1 accounts written') as string });

    const { json } = await partner.read('one');
    expect(json.data).toMatchObject({
      ...{ status: 'approved', credit_limit: 1000, credit_used: 600.5, credit_available: 399.5 },
      ...{ overdue_amount: 500, next_due_date: today(20), payment_term_days: 30 },
      ...{ created_at: '2023-04-01T08:00:00Z', approved_by: 'haber-cli' },
    });
    const used = await partner.use('one', 'first-here', '399.50');
    expect([used.status, used.json.data.credit_available, used.json.data.due_date]).toEqual([200, 0, today(30)]);
    expect(errorCode(await partner.use('one', 'too-much', '0.01'))).toBe('422 insufficient_credit');
    const paid = await partner.pay('one', 'PAY-here', '550.00');
    expect([paid.status, paid.json.data.credit_used]).toEqual([201, 450]);
    expect((await partner.read('one')).json.data.overdue_amount).toBe(0);

    const history = await historyOf(product, 'one');
    expect(history.map(({ type }) => type.split('.')[1])).toEqual([
      'imported',
      'uses-fell-past-due',
      'credit-used',
      'payment-received',
    ]);
    expect(history[1]?.data).toMatchObject({ dueOn: today(-5), amountMinor: '20000' });
    // Past due first, the oldest before the others; then what is not due yet.
    const { allocations } = history[3]?.data as { allocations: { dueOn: string; amountMinor: string }[] };
    expect(allocations.map(({ dueOn, amountMinor }) => [dueOn, amountMinor])).toEqual([
      [today(-60), '30000'],
      [today(-5), '20000'],
      [today(20), '5000'],
    ]);
    await expectClean(product);
  });

  it('knows the orders and payments of its life elsewhere, and repeats none of them', async () => {
    await product.haber('import', await fileOf('names.jsonl', [aged('names')]));
    const before = await usedMinor(partner, 'names');
    for (const order of ['names-open', 'names-late', 'names-paid']) {
      for (const amount of ['100.50', '1.00']) {
        expect(errorCode(await partner.use('names', order, amount))).toBe('409 order_id_conflict');
      }
    }
    expect(errorCode(await partner.pay('names', 'names-PAY', '10.00'))).toBe('409 payment_reference_conflict');
    // Nobody says that the amount was another one: none is known.
    const elsewhere = ' ya se usó antes de que la cuenta se importara';
    expect((await partner.use('names', 'names-paid', '1.00')).json.error.message).toBe(`El order_id${elsewhere}`);
    const paidThere = await partner.pay('names', 'names-PAY', '10.00');
    expect(paidThere.json.error.message).toBe(`El payment_reference${elsewhere}`);
    const accounts = accountsOf(product);
    const id = await accounts.idOf('names');
    const own = await Promise.all([accounts.use(id, 'names-paid', '1.00'), accounts.pay(id, 'names-PAY', '10.00')]);
    expect(own.map(problemOf)).toEqual(['409 order_id_reused', '409 payment_reference_reused']);
    const detail = expect.stringContaining('before the account was imported') as string;
    expect(own.map(({ json }) => json.detail as string)).toEqual([detail, detail]);
    expect(own.map(({ json }) => json.title as string).join()).not.toContain('amount');
    expect(await usedMinor(partner, 'names')).toBe(before);
    // What was used here was used with another amount, and is told so.
    await partner.use('names', 'here', '10.00');
    expect((await partner.use('names', 'here', '11.00')).json.error.message).toBe(
      'El order_id ya se usó con otro monto',
    );
    expect((await accounts.use(id, 'here', '11.00')).json.detail).toBe('It was used with another amount.');
    // A customer's names are its own.
    await partner.open('neighbour', '100.00');
    expect((await partner.use('neighbour', 'names-open', '10.00')).status).toBe(200);
  });

  it.each([
    ['paused', 'blocked'],
    ['blocked', 'blocked'],
  ])('that was %s there may not spend, and may pay', async (status, shown) => {
    const { customer, account } = aged(status);
    await product.haber('import', await fileOf('stopped.jsonl', [{ customer, account: { ...account, status } }]));
    expect((await partner.read(status)).json.data.status).toBe(shown);
    expect(errorCode(await partner.use(status, 'new', '1.00'))).toBe('403 credit_blocked');
    expect((await partner.pay(status, 'new', '1.00')).status).toBe(201);
  });

  it('is nobody’s whose credit is here already, and no second one can be asked for', async () => {
    await partner.open('here', '100.00');
    const refused = await product.haber('import', await fileOf('here.jsonl', [aged('fresh'), aged('here')]));
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining("line 2 /customer/id: 'here' has")]);
    expect(errorCode(await partner.read('fresh'))).toBe('404 customer_not_found');
    await product.haber('import', await fileOf('fresh.jsonl', [aged('fresh')]));
    expect(errorCode(await partner.request('fresh'))).toBe('409 credit_already_exists');
  });

  it('comes through a pipe as well', async () => {
    const env = { ...process.env, ...NOT_OURS, HABER_DATA_DIR: product.dataDir };
    const child = spawn(process.execPath, [CLI, 'import', '-', '--json'], { env, stdio: ['pipe', 'ignore', 'ignore'] });
    const exit = once(child, 'close');
    createReadStream(await fileOf('pipe.jsonl', [aged('piped')])).pipe(child.stdin);
    expect((await exit)[0]).toBe(0);
    expect((await partner.read('piped')).status).toBe(200);
  });
});

it('comes in while the product is stopped, and is there when it starts', async () => {
  expect(await product.stop()).toBe(0);
  const ran = await product.haber('import', await fileOf('stopped-product.jsonl', [aged('asleep')]));
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  await product.restart();
  expect(await usedMinor(partner, 'asleep')).toBe(60_050);
}, 120_000);
