/** What paying out needs of the process that does it, and how patient it is with banks. */
import type { AccountWriter } from '@haber/account-writer';
import type { Bank } from '@haber/bank';
import type { Attempts } from '@haber/bus';
import type {
  CapacityAccount,
  CapacityAccountDraft,
  CapacityAccountEvent,
  ReconciliationEvent,
  ReconciliationItem,
  StreamId,
  Tenant,
} from '@haber/ledger';
import type { PersonalTexts } from '@haber/personal-data';
import type { ProjectionTables } from '@haber/read-store';

/** One bank, as payouts are sent to it. */
export interface PayoutBank {
  /** Stored with every payout that is sent to it: never another bank under an old name. */
  readonly name: string;
  readonly bank: Bank;
  /** What its callbacks are signed with: two while a secret is being changed. */
  readonly keys: readonly Buffer[];
  /** A call takes no longer. */
  readonly callMs: number;
  /** From the end of a send until a question about it is answered truly. */
  readonly settleMs: number;
}

export interface PayoutBanks {
  /** Undefined: there is none to pay for this tenant. */
  of(tenant: Tenant): PayoutBank | undefined;
  readonly all: readonly PayoutBank[];
}

export interface PayoutParts {
  readonly capacity: AccountWriter<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft>;
  readonly reconciliation: AccountWriter<ReconciliationItem, ReconciliationEvent, ReconciliationEvent>;
  readonly personalData: Pick<PersonalTexts, 'openAll'>;
  readonly banks: PayoutBanks;
  readonly attempts: Attempts;
  /** The tables of `payoutProjection`, as readers see them. */
  readonly payoutRows: ProjectionTables;
  /** The log's last position now. */
  readonly logEnd: () => Promise<bigint>;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly newId: () => string;
  readonly onFault: (error: unknown) => void;
  /** Told how a bank answered; `call`: submit or ask. */
  readonly onAnswer?: (told: { readonly bank: string; readonly call: string; readonly answer: string }) => void;
  readonly patience?: Partial<Patience>;
}

export interface Patience {
  /** Between two questions about a payout: from the first to the last, doubling. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** What nobody is at for so long after its last event is taken up. */
  readonly graceMs: number;
  /** Between two looks at what is due. */
  readonly everyMs: number;
  /** Attempts of this process under way, of live and of test mode each, and of one tenant. */
  readonly atOnce: number;
  readonly ofOneTenant: number;
  /** Payouts waiting for one; what does not fit is found due later. */
  readonly waiting: number;
  /** Without a bank's word for so long a payout is shown to a person. */
  readonly openTooLongMs: number;
  /** For a callback: until the read model is where the log is, or whoever is at the payout has ended. */
  readonly callbackMs: number;
}

export const PATIENCE: Patience = {
  firstMs: 1_000,
  lastMs: 300_000,
  graceMs: 10_000,
  everyMs: 1_000,
  atOnce: 64,
  ofOneTenant: 32,
  waiting: 2_000,
  openTooLongMs: 900_000,
  callbackMs: 5_000,
};

/** A payout, and where it stands. */
export interface PayoutAt {
  readonly payoutId: string;
  readonly stream: StreamId;
  readonly tenant: Tenant;
  readonly executionId: string;
  readonly customerId: string;
  /** Id of the event that reserved it. */
  readonly reservedBy: string;
  readonly reservedAt: string;
  readonly correlationId: string;
}
