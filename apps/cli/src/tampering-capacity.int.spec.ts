/** Whatever is changed in the rows of a merchant's capacity and executions, `verify` says of which merchant. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verify } from '@haber/audit';
import { capacityProjection } from '@haber/capacity';
import { rebuildProjection } from '@haber/read-store';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';

const GOLDEN = join(__dirname, '../../../libs/ledger/golden');
type Texts = Readonly<Record<'stream' | 'id' | 'type' | 'data' | 'metadata', string> & { revision: number }>;

/** The merchant's capacity, behind what its executions relied on. */
const log = ['customer.v1', 'bank-account.v1', 'capacity-account.v1']
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
const executions = log.filter(({ type }) => type === 'capacity-account.execution-reserved.v1').length;

let database: PreparedDatabase;
beforeAll(async () => {
  database = await prepareDatabase();
  await database.append(log);
  await database.project();
}, 60_000);
afterAll(() => database.close());
afterEach(async () => {
  await rebuildProjection({ ...database, projection: capacityProjection });
  expect((await verify({ pool: database.pool })).findings).toEqual([]);
});

it('is content with what the projection wrote', async () => {
  const { findings, derived } = await verify({ pool: database.pool });
  expect(findings).toEqual([]);
  const position = BigInt(log.length);
  expect(derived).toContainEqual({ table: 'capacity.capacity_account', rows: 1, position });
  expect(derived).toContainEqual({ table: 'capacity.execution', rows: executions, position });
  expect(executions).toBeGreaterThan(3);
  expect((await verify({ pool: database.pool, stream: merchant })).findings).toEqual([]);
});

const ONE = `capacity.execution WHERE execution_id = 'OP-2025-00000001'`;
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
