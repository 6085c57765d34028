/** `credit_lines.product` against the streams of products: a row each, of its code and the revision it reflects. */
import { categoryOf } from '@haber/event-store';
import type { Product } from '@haber/ledger';
import type { StreamAuditor } from '../stream-auditor';
import type { DerivedTable } from './derived';
import { compareByStream, type StreamRow } from './rows-by-stream';

interface Row extends StreamRow {
  readonly tenant: string;
  readonly code: string;
}

export const productRows: DerivedTable = {
  projection: 'product',
  table: 'credit_lines.product',
  category: 'product',
  compare: (comparison) =>
    compareByStream<Row>(comparison, {
      table: 'credit_lines.product',
      columns: ['stream', 'revision', 'tenant', 'code'],
      mark: 'product',
      hasRow: ({ stream }) => categoryOf(stream) === 'product',
      compareRow,
    }),
};

function compareRow(audited: StreamAuditor, row: Row): void {
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
