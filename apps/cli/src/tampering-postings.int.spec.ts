/** Whatever is changed in the rows behind the trial balance, `verify` says where, and from which revision on. */
import { postingsProjection, verify } from '@haber/audit';
import { rebuildProjection } from '@haber/read-store';
import { jsonOf, logOfAccounts } from '@haber/testing';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';

const { events: log, accounts } = logOfAccounts({ accounts: 3, uses: 40 });
const victim = accounts[1] ?? '';
const ofVictim = log.filter(({ stream }) => stream === victim);
const recordedAt = (revision: number): string =>
  String(jsonOf(ofVictim[revision]?.metadata ?? new Uint8Array())['recordedAt']);
const last = ofVictim.length - 1;
/** Of the third day: events of one instant are one row. */
const instant = recordedAt(10);
const firstRowRevision = ofVictim.findLastIndex((_, revision) => recordedAt(revision) === recordedAt(0));
const rowRevision = ofVictim.findLastIndex((_, revision) => recordedAt(revision) === instant);
const ROW = `stream = '${victim}' AND recorded_at = '${instant}'`;

let database: PreparedDatabase;
beforeAll(async () => {
  database = await prepareDatabase();
  await database.append(log);
  await database.project();
});
afterAll(() => database.close());
afterEach(async () => {
  await rebuildProjection({ ...database, projection: postingsProjection });
  expect((await verify({ pool: database.pool })).findings).toEqual([]);
});

it('is content with what the projection wrote', async () => {
  const { findings, derived } = await verify({ pool: database.pool });
  expect(findings).toEqual([]);
  const instants = new Set(
    log.flatMap(({ stream, metadata }) =>
      accounts.includes(stream) ? [`${stream} ${String(jsonOf(metadata)['recordedAt'])}`] : [],
    ),
  );
  expect(derived).toContainEqual({ table: 'audit.postings', rows: instants.size, position: BigInt(log.length) });
  expect((await verify({ pool: database.pool, stream: victim })).findings).toEqual([]);
});

it.each([
  ['an amount', `UPDATE audit.postings SET debit_1200 = debit_1200 + 1 WHERE ${ROW}`, rowRevision],
  ['an amount that was none', `UPDATE audit.postings SET credit_5100 = 0 WHERE ${ROW}`, rowRevision],
  [
    'both sides alike',
    `UPDATE audit.postings SET debit_2100 = 7, credit_2100 = 7 + credit_2100 WHERE ${ROW}`,
    rowRevision,
  ],
  ['a time', `UPDATE audit.postings SET recorded_at = recorded_at + interval '1 ms' WHERE ${ROW}`, rowRevision],
  ['a revision', `UPDATE audit.postings SET revision = ${last} + 5 WHERE ${ROW}`, rowRevision],
  ['a currency', `UPDATE audit.postings SET currency = 'EUR' WHERE ${ROW}`, rowRevision],
  ['a missing row', `DELETE FROM audit.postings WHERE ${ROW}`, rowRevision],
  ['all rows missing', `DELETE FROM audit.postings WHERE stream = '${victim}'`, firstRowRevision],
  [
    'a row too many',
    `INSERT INTO audit.postings (tenant, stream, recorded_at, currency, revision)
     SELECT tenant, stream, recorded_at + interval '1 day', currency, revision + 1 FROM audit.postings
     WHERE stream = '${victim}' ORDER BY recorded_at DESC LIMIT 1`,
    last + 1,
  ],
  ['another tenant', `UPDATE audit.postings SET tenant = 'other/live' WHERE ${ROW}`, 0],
])('finds %s', async (_, sql, revision) => {
  await database.pool.query(sql);
  const expected = [expect.objectContaining({ kind: 'read-model', stream: victim, revision })];
  expect((await verify({ pool: database.pool })).findings).toEqual(expected);
  if (!sql.includes('other/live')) {
    expect((await verify({ pool: database.pool, stream: victim })).findings).toEqual(expected);
  }
});

it('finds rows of an account that is not there', async () => {
  const stream = 'account-00000000-0000-5000-8000-000000000001';
  await database.pool.query(`UPDATE audit.postings SET stream = '${stream}' WHERE ${ROW}`);
  const { findings } = await verify({ pool: database.pool });
  expect(findings.map((finding) => [finding.kind, finding.stream])).toEqual([
    ['read-model', stream],
    ['read-model', victim],
  ]);
});
