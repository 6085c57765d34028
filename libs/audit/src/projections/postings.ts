/**
 * The postings of all accounts, behind the trial balance: a row is what one account posted at one instant, and is only
 * ever added to by events of that instant (docs/decisions/0014). Totals are sums over rows.
 */
import { isNextRevision, type Projection, type ProjectionTables } from '@haber/read-store';
import { addToRow, emptyRow, postable, type PostableEvent, type PostingRow, rowKey, SIDES } from './posting-row';

/** Sums of an instant's amounts may be beyond 64 bits. */
const COLUMNS: Readonly<Record<string, string>> = {
  tenant: 'text NOT NULL',
  stream: 'text NOT NULL',
  recorded_at: 'timestamptz NOT NULL',
  currency: 'text NOT NULL',
  revision: 'bigint NOT NULL',
  ...Object.fromEntries(SIDES.map((side) => [side, 'numeric'])),
};

const NAMES = Object.keys(COLUMNS).join(', ');
const TYPED = Object.entries(COLUMNS).map(([name, type]) => `${name} ${type.split(' ')[0]}`);
const ADDED = SIDES.map((side) => `${side} = coalesce(p.${side} + excluded.${side}, p.${side}, excluded.${side})`);

export const postingsProjection: Projection = {
  name: 'postings',
  version: 2,
  schema: 'audit',
  categories: ['account'],
  tables: ['postings'],
  ddl: (table) => `
    CREATE TABLE ${table('postings')} (
      ${Object.entries(COLUMNS)
        .map(([name, type]) => `${name} ${type}`)
        .join(', ')},
      PRIMARY KEY (tenant, stream, recorded_at, currency)
    )`,
  async apply(events, tables) {
    const told = events.map(postable);
    const rows = rowsOf(told, await reflected(told, tables));
    if (rows.length > 0) await addRows(tables, rows);
  },
};

/** The last revision in the rows, by stream. */
async function reflected(told: readonly PostableEvent[], tables: ProjectionTables): Promise<Map<string, number>> {
  const tenants = new Map(told.map(({ stream, tenant }) => [stream, tenant]));
  const found = await tables.query<{ stream: string; revision: string }>(
    `SELECT k.stream, last.revision::text FROM unnest($1::text[], $2::text[]) AS k (tenant, stream)
     CROSS JOIN LATERAL (
       SELECT p.revision FROM ${tables.table('postings')} AS p WHERE p.tenant = k.tenant AND p.stream = k.stream
       ORDER BY p.recorded_at DESC, p.revision DESC LIMIT 1
     ) AS last`,
    [[...tenants.values()], [...tenants.keys()]],
  );
  return new Map(found.map(({ stream, revision }) => [stream, Number(revision)]));
}

/** What is new, one row an account, instant and currency. */
function rowsOf(told: readonly PostableEvent[], revisions: Map<string, number>): readonly PostingRow[] {
  const rows = new Map<string, PostingRow>();
  for (const event of told) {
    if (!isNextRevision(event, revisions.get(event.stream))) continue;
    revisions.set(event.stream, event.revision);
    const key = rowKey(event);
    const row = rows.get(key) ?? emptyRow(event);
    rows.set(key, row);
    addToRow(row, event);
  }
  return [...rows.values()];
}

async function addRows(tables: ProjectionTables, rows: readonly PostingRow[]): Promise<void> {
  const json = rows.map(({ tenant, stream, recordedAt, currency, revision, amounts }) => {
    const digits = Object.entries(amounts).map(([side, minor]) => [side, `${minor}`]);
    return { tenant, stream, recorded_at: recordedAt, currency, revision, ...Object.fromEntries(digits) } as object;
  });
  await tables.query(
    `INSERT INTO ${tables.table('postings')} AS p (${NAMES})
     SELECT ${NAMES} FROM json_to_recordset($1::json) AS row (${TYPED.join(', ')})
     ON CONFLICT (tenant, stream, recorded_at, currency) DO UPDATE
     SET revision = excluded.revision, ${ADDED.join(', ')}`,
    [JSON.stringify(json)],
  );
}
