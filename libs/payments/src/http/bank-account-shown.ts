/**
 * A bank account as it may be shown to a caller. Number and holder are opened here, for this one answer, and for a key
 * that has the scope to read them; any other sees no more than what it has just sent, and nobody the whole number.
 */
import type { Standing } from '@haber/account-writer';
import type { BankAccountShown, PersonalDataState, PutBankAccount } from '@haber/dialects';
import { type BankAccount, customerStream, type KnownBankAccount, type Tenant } from '@haber/ledger';
import type { PaymentPorts } from '../ports';
import { personalOf } from './put-bank-account';

export interface Viewer {
  readonly tenant: Tenant;
  readonly mayRead: boolean;
  /** What this very command has put. */
  readonly said?: PutBankAccount['personal'];
}

interface Opened {
  readonly personal: BankAccountShown['personal'];
  readonly reason: string | null;
  readonly personalData: PersonalDataState;
}

/** Undefined for one that nobody knows. */
export async function bankAccountShown(
  { personalData }: Pick<PaymentPorts, 'personalData'>,
  { state, createdAt, updatedAt, latest }: Standing<BankAccount>,
  viewer: Viewer,
): Promise<BankAccountShown | undefined> {
  if (state.status === 'absent') return undefined;
  const { bankAccountId: id, customerId, bank, accountType, currency, externalId, metadata } = state.details;
  const { reason, ...opened } = await openedFor(personalData, state, viewer);
  const decided = latest['bank-account.verification-decided.v1'];
  return {
    id,
    customerId,
    bank,
    accountType,
    ...opened,
    currency,
    verification: { status: state.verification, reason, decided },
    externalId,
    metadata,
    createdAt,
    updatedAt,
  };
}

const CLOSED = { accountNumber: null, holderName: null } as const;

async function openedFor(
  personalData: PaymentPorts['personalData'],
  { details, verificationReason }: KnownBankAccount,
  { tenant, mayRead, said }: Viewer,
): Promise<Opened> {
  if (!mayRead) return { personal: said ?? CLOSED, reason: null, personalData: 'withheld' };
  const person = customerStream(tenant, details.customerId);
  const sealed = { ...personalOf(details), reason: verificationReason };
  const { reason, ...personal } = await personalData.openAll(person, said ? { ...sealed, ...NOT_OPENED } : sealed);
  if (said) return { personal: said, reason, personalData: 'kept' };
  return { personal, reason, personalData: personal.accountNumber === null ? 'erased' : 'kept' };
}

const NOT_OPENED = { accountNumber: null, holderName: null } as const;
