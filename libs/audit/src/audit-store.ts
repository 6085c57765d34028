/** The audit over the event store's port: any driver, without the tables that only Postgres has. */
import type { EventStore } from '@haber/event-store';
import { checkpointStream } from '@haber/ledger';
import { CheckpointClaims } from './checkpoints/checkpoint-claims';
import type { Finding } from './finding';
import { LogAuditor, type LogAuditOptions } from './log-auditor';

const PAGE = 1_000;

export interface AuditedStore {
  readonly findings: readonly Finding[];
  readonly auditor: LogAuditor;
}

/** Reads to the end of a log that stands still. */
export async function auditStore(
  store: EventStore,
  options: Omit<LogAuditOptions, 'report' | 'oneStream'> = {},
): Promise<AuditedStore> {
  const findings: Finding[] = [];
  const auditor = new LogAuditor({ ...options, dense: store.dense, report: (finding) => findings.push(finding) });
  const claims = new CheckpointClaims((from) => store.read(checkpointStream(), from, PAGE));
  for (;;) {
    const { events } = await store.readAll({ after: auditor.position, limit: PAGE });
    auditor.ranges.expect(await claims.take(events.at(-1)?.position ?? auditor.position));
    for (const event of events) auditor.feed(event);
    if (events.length < PAGE) break;
  }
  auditor.finish();
  return { findings, auditor };
}
