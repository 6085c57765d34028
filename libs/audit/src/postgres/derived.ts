/**
 * What was derived from the log and is checked against it: at exactly the position that its checkpoint names, so that
 * a read model that lags is no difference and one that is ahead of the log is.
 */
import type { ClientBase } from 'pg';
import type { Report } from '../finding';
import type { LogAuditor } from '../log-auditor';
import type { LogSource } from '../log-source';

export interface Comparison {
  /** In a snapshot of the database in which the checkpoint stands where the auditor has stopped. */
  readonly client: ClientBase;
  readonly log: LogSource;
  readonly auditor: LogAuditor;
  readonly report: Report;
  /** One stream instead of all. */
  readonly stream?: string | undefined;
}

export interface DerivedTable {
  /** Whose checkpoint tells how far it is. */
  readonly projection: string;
  /** Qualified. */
  readonly table: string;
  /** Of the streams that it is derived from: where there is one, the table must be there. */
  readonly category: string;
  /** @returns the number of rows compared */
  compare(comparison: Comparison): Promise<number>;
}
