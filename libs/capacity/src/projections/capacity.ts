/** The tables of `capacity-row.ts`: every page of events changes their rows and the checkpoint in one transaction. */
import type { StoredEvent } from '@haber/event-store';
import { type CapacityAccountEvent, capacityAccountDefinition, decodeMetadata, isCapacityType } from '@haber/ledger';
import { isNextRevision, type Projection, type ProjectionTables } from '@haber/read-store';
import {
  type CapacityRow,
  changeCapacityRow,
  decidedRow,
  type ExecutionRow,
  type InPlace,
  reservedRow,
} from './capacity-row';
import { readCapacityRows, readExecutionsOf, writeCapacityRows, writeExecutionRows } from './capacity-tables';

export const capacityProjection: Projection = {
  name: 'capacity',
  version: 1,
  schema: 'capacity',
  categories: ['account'],
  tables: ['capacity_account', 'execution'],
  ddl: (table) => `
    CREATE TABLE ${table('capacity_account')} (
      stream text PRIMARY KEY,
      revision bigint NOT NULL,
      tenant text NOT NULL,
      account_id text NOT NULL,
      customer_id text NOT NULL,
      currency text NOT NULL,
      processed_minor bigint NOT NULL,
      credited_minor bigint NOT NULL,
      available_minor bigint NOT NULL,
      in_flight_minor bigint NOT NULL,
      last_transaction_at timestamptz,
      created_at timestamptz NOT NULL,
      recorded_at timestamptz NOT NULL
    );
    CREATE TABLE ${table('execution')} (
      stream text NOT NULL,
      reserved_revision bigint NOT NULL,
      execution_id text NOT NULL,
      payout_id text NOT NULL,
      status text NOT NULL,
      amount_minor bigint NOT NULL,
      bank_reference text,
      requested_at timestamptz NOT NULL,
      decided_revision bigint,
      PRIMARY KEY (stream, reserved_revision)
    );
    CREATE UNIQUE INDEX ON ${table('execution')} (stream, execution_id);
    CREATE INDEX ON ${table('execution')} (stream, payout_id)`,
  async apply(ofAccounts, tables) {
    const events = ofAccounts.filter(({ type }) => isCapacityType(type)).map(decoded);
    if (events.length === 0) return;
    const changes = await startChanges(events, tables);
    for (const told of events) changes.add(told);
    await changes.write(tables);
  },
};

interface Told {
  readonly event: CapacityAccountEvent;
  readonly at: InPlace;
}

const decoder = new TextDecoder();

function decoded({ stream, revision, type, data, metadata }: StoredEvent): Told {
  const event = capacityAccountDefinition.codec.decode(type, decoder.decode(data));
  return { event, at: { stream, revision, metadata: decodeMetadata(decoder.decode(metadata)) } };
}

async function startChanges(events: readonly Told[], tables: ProjectionTables): Promise<Changes> {
  const streams = [...new Set(events.map(({ at }) => at.stream))];
  const decidedNow = events.flatMap(({ event }) => (isOutcome(event) ? [event.data.payoutId] : []));
  const rows = await readCapacityRows(tables, streams);
  return new Changes(rows, await readExecutionsOf(tables, { streams, payoutIds: decidedNow }));
}

class Changes {
  private readonly changed = new Set<string>();
  private readonly changedExecutions = new Set<string>();

  constructor(
    private readonly rows: Map<string, CapacityRow>,
    /** By payout. */
    private readonly executions: Map<string, ExecutionRow>,
  ) {}

  add({ event, at }: Told): void {
    const row = this.rows.get(at.stream);
    if (!isNextRevision(at, row?.revision)) return;
    this.rows.set(at.stream, changeCapacityRow(row, event, at));
    this.changed.add(at.stream);
    if (event.type === 'capacity-account.execution-reserved.v1') this.put(reservedRow(event.data, at));
    else if (isOutcome(event)) {
      const execution = this.executions.get(event.data.payoutId);
      if (!execution) throw new Error(`${at.stream}: ${event.type} of a payout that was never reserved`);
      this.put(decidedRow(execution, event, at.revision));
    }
  }

  async write(tables: ProjectionTables): Promise<void> {
    await writeCapacityRows(
      tables,
      [...this.changed].flatMap((stream) => this.rows.get(stream) ?? []),
    );
    await writeExecutionRows(
      tables,
      [...this.changedExecutions].flatMap((id) => this.executions.get(id) ?? []),
    );
  }

  private put(execution: ExecutionRow): void {
    this.executions.set(execution.payoutId, execution);
    this.changedExecutions.add(execution.payoutId);
  }
}

type OutcomeEvent = Extract<CapacityAccountEvent, { type: 'payout.approved.v1' | 'payout.rejected.v1' }>;

function isOutcome(event: CapacityAccountEvent): event is OutcomeEvent {
  return event.type === 'payout.approved.v1' || event.type === 'payout.rejected.v1';
}
