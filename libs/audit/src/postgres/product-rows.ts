/** `credit_lines.product` against the streams of products: a row each, of its code and the revision it reflects. */
import type { Product } from '@haber/ledger';
import type { ClientBase } from 'pg';
import type { StreamAuditor } from '../stream-auditor';
import type { DerivedTable } from './derived';

const PAGE = 2_000;
const MARK = 'product';
const CATEGORY = 'product-';

interface Row {
  readonly stream: string;
  readonly revision: string;
  readonly tenant: string;
  readonly code: string;
}

export const productRows: DerivedTable = {
  projection: 'product',
  table: 'credit_lines.product',
  category: 'product',
  async compare({ client, auditor, report, stream }) {
    let compared = 0;
    for await (const row of rowsOf(client, stream)) {
      compared += 1;
      const audited = auditor.streams.get(row.stream);
      if (audited) compareRow(audited, row);
      else {
        const what = `the read model has a row at revision ${row.revision}; the stream is gone`;
        report({ kind: 'read-model', stream: row.stream, revision: 0, position: null, what });
      }
    }
    for (const audited of auditor.streams.values()) {
      const missing = audited.seenBy !== MARK && audited.stream.startsWith(CATEGORY);
      if (missing) audited.tell('read-model', 0, 'the read model has no row of it');
    }
    return compared;
  },
};

async function* rowsOf(client: ClientBase, only: string | undefined): AsyncGenerator<Row> {
  for (let after: string | undefined = ''; after !== undefined;) {
    const { rows }: { rows: Row[] } = await client.query({
      text: `SELECT stream, revision::text, tenant, code FROM credit_lines.product
             WHERE stream > $1 AND ($2::text IS NULL OR stream = $2) ORDER BY stream LIMIT ${PAGE}`,
      values: [after, only ?? null],
    });
    yield* rows;
    after = rows.length < PAGE ? undefined : rows.at(-1)?.stream;
  }
}

function compareRow(audited: StreamAuditor, row: Row): void {
  audited.seenBy = MARK;
  const newest = (audited.fold?.state as Product | undefined)?.versions.at(-1);
  if (!audited.whole || !newest) return;
  const expected: Row = {
    stream: audited.stream,
    revision: `${audited.revision}`,
    tenant: audited.tenant ?? '',
    code: newest.code,
  };
  const wrong = (['revision', 'tenant', 'code'] as const).filter((name) => row[name] !== expected[name]);
  if (wrong.length === 0) return;
  const differences = wrong.map((name) => `${name} is ${row[name]}, the stream says ${expected[name]}`);
  audited.tell('read-model', audited.revision, `the read model's ${differences.join('; ')}`);
}
