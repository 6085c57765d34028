/**
 * Whatever is changed in the rows of a merchant's capacity, executions and payouts, or of reconciliation items,
 * `verify` says of which stream.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@haber/audit';
import { capacityProjection } from '@haber/capacity';
import { payoutProjection, reconciliationProjection } from '@haber/payments';
import { rebuildProjection } from '@haber/read-store';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';

const GOLDEN = join(__dirname, '../../../libs/ledger/golden');
type Texts = Readonly<Record<'stream' | 'id' | 'type' | 'data' | 'metadata', string> & { revision: number }>;

/** The merchant's capacity, behind what its executions relied on. */
const log = ['customer.v1', 'bank-account.v1', 'reconciliation.v1', 'capacity-account.v1']
  .flatMap((name) =>
    readFileSync(join(GOLDEN, `${name}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n'),
  )
  .map((line, i) => {
    const { data, metadata, ...event } = JSON.parse(line) as Texts;
    const bytes = { data: Buffer.from(data), metadata: Buffer.from(metadata) };
    return { ...event, ...bytes, position: BigInt(i + 1) };
  });
const merchant = log.at(-1)?.stream ?? '';
const items = [...new Set(log.map(({ stream }) => stream).filter((stream) => stream.startsWith('reconciliation-')))];
const executions = log.filter(({ type }) => type === 'capacity-account.execution-reserved.v1').length;

let database: PreparedDatabase;
beforeAll(async () => {
  database = await prepareDatabase();
  await database.append(log);
  await database.project();
}, 60_000);
afterAll(() => database.close());
afterEach(async () => {
  for (const projection of [capacityProjection, payoutProjection, reconciliationProjection]) {
    await rebuildProjection({ ...database, projection });
  }
  expect((await verify({ pool: database.pool })).findings).toEqual([]);
});

it('is content with what the projection wrote', async () => {
  const { findings, derived } = await verify({ pool: database.pool });
  expect(findings).toEqual([]);
  const position = BigInt(log.length);
  expect(derived).toContainEqual({ table: 'capacity.capacity_account', rows: 1, position });
  expect(derived).toContainEqual({ table: 'capacity.execution', rows: executions, position });
  expect(derived).toContainEqual({ table: 'payments.payout', rows: executions, position });
  expect(derived).toContainEqual({ table: 'payments.reconciliation_item', rows: items.length, position });
  expect(items.length).toBeGreaterThan(0);
  expect(executions).toBeGreaterThan(3);
  expect((await verify({ pool: database.pool, stream: merchant })).findings).toEqual([]);
});

const ONE = `capacity.execution WHERE execution_id = 'OP-2025-00000001'`;
const paid = (what: string): string => `UPDATE payments.payout SET ${what} WHERE execution_id = 'OP-2025-00000001'`;
const change = (what: string): string =>
  `UPDATE capacity.execution SET ${what} WHERE execution_id = 'OP-2025-00000001'`;

it.each([
  ['what was processed', 'UPDATE capacity.capacity_account SET processed_minor = processed_minor + 1'],
  ['what is available', 'UPDATE capacity.capacity_account SET available_minor = available_minor - 1'],
  ['a time', `UPDATE capacity.capacity_account SET last_transaction_at = now()`],
  ['another tenant', `UPDATE capacity.capacity_account SET tenant = 'other/live'`],
  ['a revision', 'UPDATE capacity.capacity_account SET revision = revision - 1'],
  ['a missing merchant', 'DELETE FROM capacity.capacity_account'],
  ['an amount', change('amount_minor = amount_minor + 1')],
  ['a status', change(`status = 'rejected'`)],
  ['a reference', change(`bank_reference = 'another'`)],
  ['a reference that is gone', change('bank_reference = NULL')],
  ['a name', change(`execution_id = 'OP-2025-99999999'`)],
  ['when it was asked for', change(`requested_at = requested_at + interval '1 ms'`)],
  ['where it was decided', change('decided_revision = NULL')],
  ['whose payout it is', paid(`customer_id = 'another'`)],
  ['how much is paid', paid('amount_minor = amount_minor + 1')],
  ['in what it is paid', paid(`currency = 'EUR'`)],
  ['where a payout stands', paid(`status = 'submitted'`)],
  ['who was asked to pay', paid('bank_adapter = NULL')],
  ['under which name it was paid', paid(`bank_reference = 'another'`)],
  ['by what it was reserved', paid(`reserved_by = 'another'`)],
  ['since when it stands so', paid(`changed_at = changed_at + interval '1 ms'`)],
  ['the revision of a payout', paid('revision = revision - 1')],
  ['a payout of another tenant', paid(`tenant = 'other/live'`)],
  ['a missing payout', `DELETE FROM payments.payout WHERE execution_id = 'OP-2025-00000001'`],
  ['all payouts missing', 'DELETE FROM payments.payout'],
  ['a missing execution', `DELETE FROM ${ONE}`],
  ['all executions missing', 'DELETE FROM capacity.execution'],
  [
    'one too many',
    `INSERT INTO capacity.execution SELECT stream, 99, 'OP', 'p', status, 1, NULL, now(), NULL FROM ${ONE}`,
  ],
])('finds %s', async (_, sql) => {
  await database.pool.query(sql);
  const expected = [expect.objectContaining({ kind: 'read-model', stream: merchant })];
  expect((await verify({ pool: database.pool })).findings).toEqual(expected);
  expect((await verify({ pool: database.pool, stream: merchant })).findings).toEqual(expected);
});

it('finds executions of a merchant who is not there', async () => {
  const stream = 'account-00000000-0000-5000-8000-000000000001';
  await database.pool.query(change(`stream = '${stream}'`));
  const { findings } = await verify({ pool: database.pool });
  expect(findings.map((finding) => finding.stream).toSorted()).toEqual([merchant, stream].toSorted());
});

it.each([
  [
    'a status',
    `UPDATE payments.reconciliation_item SET status = CASE status WHEN 'open' THEN 'resolved' ELSE 'open' END`,
  ],
  ['a revision', 'UPDATE payments.reconciliation_item SET revision = revision + 1'],
  ['a tenant', `UPDATE payments.reconciliation_item SET tenant = 'other/live'`],
  ['a time', `UPDATE payments.reconciliation_item SET opened_at = opened_at - interval '1 ms'`],
  ['a missing one', 'DELETE FROM payments.reconciliation_item'],
])('finds %s of items', async (_, sql) => {
  await database.pool.query(sql);
  const { findings } = await verify({ pool: database.pool });
  expect(findings.map(({ kind, stream }) => [kind, stream]).toSorted()).toEqual(
    items.toSorted().map((stream) => ['read-model', stream]),
  );
});
