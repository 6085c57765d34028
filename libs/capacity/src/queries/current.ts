/**
 * A merchant's capacity and executions as they stand now. Rows are awaited at the stream's head, so whoever has written
 * reads his own writes.
 */
import type { EventStore } from '@haber/event-store';
import type { StreamId } from '@haber/ledger';
import type { ProjectionTables } from '@haber/read-store';
import type { CapacityRow, ExecutionRow } from '../projections/capacity-row';
import { readCapacityRows, readStandingExecutions, type StandingExecution } from '../projections/capacity-tables';

export interface CapacitySource {
  readonly store: EventStore;
  readonly capacityRows: ProjectionTables;
}

/** How long a row may take to reach the head of its stream, and how often it is looked for. */
const PATIENCE_MS = 2_000;
const LOOK_AGAIN_MS = 15;

/** `behind`: the read model did not reach the stream's head in time; nothing true can be said of it now. */
export async function currentCapacity(
  { store, capacityRows }: CapacitySource,
  stream: StreamId,
): Promise<CapacityRow | 'absent' | 'behind'> {
  const head = await store.head(stream);
  if (!head) return 'absent';
  // On the machine's own time: the clock is the business's and may stand still.
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const row = (await readCapacityRows(capacityRows, [stream])).get(stream);
    if (row && row.revision >= head.revision) return row;
    if (performance.now() >= deadline) return 'behind';
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** As every execution is named: nothing else is asked of the database, which takes no text with a zero byte. */
const EXECUTION_ID = /^OP-\d{4}-\d{8,15}$/;

/** Undefined: the merchant has none of that name. */
export async function executionNamed(
  { capacityRows }: Pick<CapacitySource, 'capacityRows'>,
  stream: StreamId,
  executionId: string,
): Promise<StandingExecution | undefined> {
  if (!EXECUTION_ID.test(executionId)) return undefined;
  const condition = 'stream = $1 AND execution_id = $2';
  const [row] = await readStandingExecutions(capacityRows, condition, [stream, executionId]);
  return row;
}

export interface ExecutionsQuestion {
  readonly stream: StreamId;
  readonly status?: ExecutionRow['status'] | undefined;
  /** At least one. */
  readonly limit: number;
  /** `reservedRevision` of the last one of the page before. */
  readonly before?: number | undefined;
}

export interface ExecutionsPage {
  readonly executions: readonly StandingExecution[];
  /** Undefined: this is the last page. */
  readonly next?: number;
}

/** The newest first; a page goes on behind the last one of the one before, whatever is reserved meanwhile. */
export async function executionsPage(
  { capacityRows }: Pick<CapacitySource, 'capacityRows'>,
  { stream, status, limit, before }: ExecutionsQuestion,
): Promise<ExecutionsPage> {
  const rows = await readStandingExecutions(
    capacityRows,
    `stream = $1 AND ($2::text IS NULL OR status = $2) AND ($3::bigint IS NULL OR reserved_revision < $3)
     ORDER BY execution.reserved_revision DESC LIMIT $4`,
    [stream, status ?? null, before ?? null, limit + 1],
  );
  const executions = rows.slice(0, limit);
  const last = rows.length > limit ? executions.at(-1) : undefined;
  return { executions, ...(last && { next: last.reservedRevision }) };
}
