/** `payments.reconciliation_item` against the streams of items: a row each. */
import { categoryOf } from '@haber/event-store';
import type { ReconciliationItem } from '@haber/ledger';
import { PlainFold } from '../folds';
import type { StreamAuditor } from '../stream-auditor';
import type { DerivedTable } from './derived';
import { compareByStream, type StreamRow } from './rows-by-stream';

interface Row extends StreamRow {
  readonly tenant: string;
  readonly status: string;
  readonly opened_at: string;
}

export const reconciliationRows: DerivedTable = {
  projection: 'reconciliation_item',
  table: 'payments.reconciliation_item',
  category: 'reconciliation',
  compare: (comparison) =>
    compareByStream<Row>(comparison, {
      table: 'payments.reconciliation_item',
      columns: ['stream', 'revision', 'tenant', 'status', 'opened_at'],
      mark: 'reconciliation item',
      hasRow: ({ stream }) => categoryOf(stream) === 'reconciliation',
      compareRow,
    }),
};

function compareRow(audited: StreamAuditor, row: Row): void {
  const { fold } = audited;
  if (!audited.whole || !(fold instanceof PlainFold)) return;
  const expected: Row = {
    stream: audited.stream,
    revision: `${audited.revision}`,
    tenant: audited.tenant ?? '',
    status: (fold.state as ReconciliationItem).status,
    opened_at: fold.createdAt,
  };
  const found: Row = { ...row, opened_at: new Date(row.opened_at).toISOString() };
  const wrong = (['revision', 'tenant', 'status', 'opened_at'] as const).filter(
    (name) => found[name] !== expected[name],
  );
  if (wrong.length === 0) return;
  const differences = wrong.map((name) => `${name} is ${found[name]}, the stream says ${expected[name]}`);
  audited.tell('read-model', audited.revision, `the read model's ${differences.join('; ')}`);
}
