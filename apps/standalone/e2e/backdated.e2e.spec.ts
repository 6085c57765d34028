/**
 * "What did the books say?" and "what was so?" through HTTP: a payment that is recorded today and dated before is all
 * that stands between the two, and the history names it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountToImport, type Answer, importLines, Standalone } from '@haber/testing';
import { type Accounts, accountsOf, problemOf } from './accounts.fixture';
import { endClean } from './partner.fixture';

let product: Standalone;
let accounts: Accounts;
let folder: string;
beforeAll(async () => {
  product = await Standalone.start();
  accounts = accountsOf(product);
  folder = await mkdtemp(join(tmpdir(), 'haber-backdated-e2e-'));
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endClean(product);
}, 90_000);

/** Days are counted from one and the same, also should midnight pass. */
const TODAY_MS = Date.now();
const dayFromNow = (days: number): string => new Date(TODAY_MS + days * 86_400_000).toISOString().slice(0, 10);
const noonOf = (day: string): string => `${day}T12:00:00.000Z`;

/** The id of an account that lived elsewhere until twenty days ago, and owes 300.00 and 100.00 since before. */
async function imported(customerId: string): Promise<string> {
  const { customer, account } = accountToImport(1, customerId);
  const debts = [
    { order_id: `${customerId}-old`, used_on: dayFromNow(-90), due_on: dayFromNow(-60), amount: '300.00' },
    { order_id: `${customerId}-new`, used_on: dayFromNow(-30), due_on: dayFromNow(15), amount: '100.00' },
  ];
  const moved = { ...account, limit: '1000.00', as_of: dayFromNow(-20), debts };
  const file = join(folder, `${customerId}.jsonl`);
  await writeFile(file, importLines([{ customer: { ...customer, id: customerId }, account: moved }]));
  const ran = await product.haber('import', file);
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  for (let tries = 0; tries < 200; tries += 1) {
    const { json } = await accounts.list(`?customer_id=${customerId}`);
    const [found] = json.data as { id: string }[];
    if (found) return found.id;
    await sleep(25);
  }
  throw new Error(`${customerId} is in no list`);
}

/** An instant at which all that was done so far is recorded, and nothing that is done from now on. */
async function aMoment(): Promise<string> {
  await sleep(5);
  const moment = new Date().toISOString();
  while (new Date().toISOString() <= moment) await sleep(2);
  return moment;
}

const asked = (id: string, query: string): Promise<Answer> => accounts.send('GET', `/accounts/${id}/balances${query}`);

interface Books {
  readonly as_of: string;
  readonly known_at: string;
  readonly overdue_amount: string;
  readonly balances: Readonly<Record<string, unknown>>;
  readonly backdated_revisions: readonly number[];
  readonly revision: number;
  readonly hash: string;
}

async function books(id: string, query: string): Promise<Books> {
  const answer = await asked(id, query);
  expect([answer.status, answer.text]).toEqual([200, expect.anything()]);
  return answer.json as Books;
}

const bucket = (unbilled: string, pastDue: string) => ({
  single_payment: { limit: '1000.00', held: '0.00', unbilled, billed: '0.00', past_due: pastDue },
});

describe('a payment of today that is dated three days ago', () => {
  const PAID_ON = dayFromNow(-3);
  let id: string;
  /** Before the payment was recorded, and after. */
  let before: string;
  let after: string;
  let paid: { readonly revision: number; readonly hash: string; readonly id: string };
  beforeAll(async () => {
    id = await imported('late');
    before = await aMoment();
    const body = { payment_reference: 'bank-slip-7', amount: '120.50', payment_date: PAID_ON };
    const answer = await accounts.act(id, 'payments', body);
    expect(answer.status).toBe(201);
    paid = answer.json as typeof paid;
    after = await aMoment();
  }, 60_000);

  it('is not in the books as they were known before it, and is in them from then on', async () => {
    const known = await books(id, `?known_at=${before}`);
    expect(known).toMatchObject({
      ...{ as_of: before, known_at: before, overdue_amount: '300.00', revision: 0, backdated_revisions: [] },
      balances: { utilised: '400.00', available: '600.00', buckets: bucket('100.00', '300.00') },
    });
    const later = await books(id, `?known_at=${after}`);
    expect(later).toMatchObject({
      ...{ overdue_amount: '179.50', revision: paid.revision, hash: paid.hash },
      balances: { utilised: '279.50', available: '720.50', buckets: bucket('100.00', '179.50') },
    });
  });

  it('is all that is between what was known at a time and what was so at that time', async () => {
    const known = await books(id, `?known_at=${before}`);
    const effective = await books(id, `?at=${before}`);
    expect(effective).toMatchObject({ as_of: before, backdated_revisions: [paid.revision], revision: paid.revision });
    // Exactly 120.50, in the figures that a payment of a debt that is past due moves, and in no other.
    expect(known.balances).toEqual({
      ...effective.balances,
      utilised: '400.00',
      available: '600.00',
      buckets: bucket('100.00', '300.00'),
    });
    expect(effective.balances).toMatchObject({
      utilised: '279.50',
      available: '720.50',
      buckets: bucket('100.00', '179.50'),
    });
    expect([known.overdue_amount, effective.overdue_amount]).toEqual(['300.00', '179.50']);
  });

  it('counts from the day of its date on, and not a day before', async () => {
    const on = async (day: string, known = ''): Promise<string> =>
      ((await books(id, `?at=${noonOf(day)}${known}`)).balances as { utilised: string }).utilised;
    expect([await on(dayFromNow(-4)), await on(PAID_ON), await on(dayFromNow(-2))]).toEqual([
      '400.00',
      '279.50',
      '279.50',
    ]);
    // …and, by what was known before it, on none of them.
    const knownBefore = `&known_at=${before}`;
    expect([await on(PAID_ON, knownBefore), await on(dayFromNow(-2), knownBefore)]).toEqual(['400.00', '400.00']);
    expect(await on(PAID_ON, `&known_at=${after}`)).toBe('279.50');
  });

  it('is named by the history: what, how much, when it took effect and when it was recorded', async () => {
    const { backdated_revisions: named } = await books(id, `?at=${before}`);
    const { json } = await accounts.send('GET', `/accounts/${id}/history`);
    const events = json.data as readonly (Record<string, unknown> & { recorded_at: string; revision: number })[];
    const event = events.find(({ revision }) => revision === named[0]);
    expect(event).toMatchObject({
      type: 'credit-account.payment-received.v1',
      revision: paid.revision,
      hash: paid.hash,
      actor: 'demo',
      effective_at: `${PAID_ON}T00:00:00.000Z`,
      data: { paymentReference: 'bank-slip-7', paymentDate: PAID_ON, amountMinor: '12050' },
      balances: { utilised: '279.50' },
    });
    expect((event?.recorded_at ?? '') > before && (event?.recorded_at ?? '') <= after).toBe(true);
    // Nothing else of this account was recorded after it had taken effect.
    expect(events.map(({ type }) => type)).toEqual([
      'credit-account.imported.v1',
      'credit-account.payment-received.v1',
    ]);
  });

  it('and an answer about the moment says that it may still gain events; an older one, or a revision, is final', async () => {
    const settled = async (path: string) => (await accounts.send('GET', path)).json.settled as boolean;
    const moment = await aMoment();
    expect(await settled(`/accounts/${id}/balances?known_at=${moment}`)).toBe(false);
    expect(await settled(`/accounts/${id}/balances?known_at=${moment}&at=${noonOf(PAID_ON)}`)).toBe(false);
    expect(await settled(`/accounts/${id}/balances?revision=0`)).toBe(true);
    expect(await settled(`/trial-balance?at=${moment}`)).toBe(false);
    expect(await settled('/trial-balance')).toBe(false);
    expect(await settled(`/trial-balance?at=${new Date(Date.now() - 3_600_000).toISOString()}`)).toBe(true);
  });

  it('is in no answer about a time before the account was known here, or there', async () => {
    expect(problemOf(await asked(id, `?known_at=${noonOf(dayFromNow(-2))}`))).toBe('404 revision_not_found');
    expect(problemOf(await asked(id, `?at=${noonOf(dayFromNow(-4_000))}`))).toBe('404 revision_not_found');
  });
});
