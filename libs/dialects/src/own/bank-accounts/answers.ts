/** A bank account as Haber's own API shows it: its number by the last four characters alone, to whatever key. */
import { closed, type JsonSchema, orNull } from '../../json-schema';
import {
  type Evidence,
  externalIdSchema,
  hashSchema,
  idSchema,
  instantSchema,
  metadataSchema,
  revisionSchema,
} from '../answers';
import type { Metadata } from '../fields';
import {
  actorSchema,
  decidedMembers,
  type Done,
  doneAtSchema,
  personalDataSchema,
  type PersonalDataState,
  reasonSchema,
} from '../standing-members';

export interface BankAccountShown {
  readonly id: string;
  readonly customerId: string;
  readonly bank: string;
  readonly accountType: 'checking' | 'savings' | 'other';
  readonly personalData: PersonalDataState;
  /** By stored names; null: withheld or erased. */
  readonly personal: { readonly accountNumber: string | null; readonly holderName: string | null };
  readonly currency: string;
  readonly verification: {
    readonly status: 'pending' | 'verified' | 'rejected';
    readonly reason: string | null;
    readonly decided?: Done | undefined;
  };
  readonly externalId: string | null;
  readonly metadata: Metadata;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function bankAccountAnswer(account: BankAccountShown, { revision, hash }: Evidence) {
  const { personal, verification } = account;
  return {
    id: account.id,
    customer_id: account.customerId,
    bank: account.bank,
    account_type: account.accountType,
    account_number: personal.accountNumber === null ? null : masked(personal.accountNumber),
    holder_name: personal.holderName,
    personal_data: account.personalData,
    currency: account.currency,
    verification: {
      status: verification.status,
      reason: verification.reason,
      ...decidedMembers(verification.decided),
    },
    external_id: account.externalId,
    metadata: account.metadata,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
    revision,
    hash,
  };
}

/** `****` and the last four characters, none of one that has no more than these. */
export function masked(accountNumber: string): string {
  return `****${accountNumber.length > 4 ? accountNumber.slice(-4) : ''}`;
}

export const bankAccountSchema: JsonSchema = closed('BankAccount', {
  id: idSchema,
  customer_id: idSchema,
  bank: { type: 'string' },
  account_type: { type: 'string', enum: ['checking', 'savings', 'other'] },
  account_number: {
    ...orNull({ type: 'string', pattern: '^\\*{4}.{0,4}$' }),
    description: 'Masked: the whole number is in no answer of this API.',
  },
  holder_name: orNull({ type: 'string' }),
  personal_data: personalDataSchema,
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  verification: closed('Verification', {
    status: { type: 'string', enum: ['pending', 'verified', 'rejected'] },
    reason: reasonSchema,
    decided_at: doneAtSchema,
    decided_by: actorSchema,
  }),
  external_id: externalIdSchema,
  metadata: metadataSchema,
  created_at: instantSchema,
  updated_at: instantSchema,
  revision: revisionSchema,
  hash: hashSchema,
});
