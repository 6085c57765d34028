/** What the audit's routes need from the process that composes them. */
import type { AccountWriter } from '@haber/account-writer';
import type { EventStore } from '@haber/event-store';
import type { CreditAccount, CreditAccountDraft, CreditAccountEvent } from '@haber/ledger';
import type { PersonalData } from '@haber/personal-data';
import type { ProjectionTables } from '@haber/read-store';

export interface AuditPorts {
  readonly store: EventStore;
  readonly accounts: Pick<AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>, 'load'>;
  /** The tables of `postingsProjection`, as readers see them. */
  readonly postings: ProjectionTables;
  readonly personalData: Pick<PersonalData, 'openAll'>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

export const AUDIT_PORTS = Symbol('ports of the audit');
