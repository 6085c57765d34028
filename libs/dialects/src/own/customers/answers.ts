/**
 * A customer as Haber's own API shows it. Personal members are opened for who may read them; where they are null,
 * `personal_data` says why.
 */
import { closed, type JsonSchema, orNull, textSchema } from '../../json-schema';
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
  NEVER,
  personalDataSchema,
  type PersonalDataState,
  reasonSchema,
} from '../standing-members';
import { type Address, ADDRESS_SCHEMA, type CustomerPersonalField } from './requests';

/** Instants are as stored, with milliseconds. */
export interface CustomerShown {
  readonly id: string;
  readonly type: 'person' | 'company';
  readonly personalData: PersonalDataState;
  /** By stored names; null: not said, withheld or erased. */
  readonly personal: Readonly<Record<CustomerPersonalField, string | null>>;
  readonly yearsInBusiness: number | null;
  readonly kyc: {
    readonly status: 'pending' | 'approved' | 'rejected';
    readonly reason: string | null;
    readonly decided?: Done | undefined;
  };
  readonly active: boolean;
  readonly activityReason: string | null;
  readonly activityChanged?: Done | undefined;
  readonly externalId: string | null;
  readonly metadata: Metadata;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function customerAnswer(customer: CustomerShown, { revision, hash }: Evidence) {
  const { personal, kyc } = customer;
  const { at: changedAt, by: changedBy } = customer.activityChanged ?? NEVER;
  return {
    id: customer.id,
    type: customer.type,
    legal_name: personal.legalName,
    trade_name: personal.tradeName,
    national_id: personal.nationalId,
    tax_id: personal.taxId,
    email: personal.email,
    phone: personal.phone,
    address: personal.address === null ? null : (JSON.parse(personal.address) as Address),
    personal_data: customer.personalData,
    years_in_business: customer.yearsInBusiness,
    kyc: { status: kyc.status, reason: kyc.reason, ...decidedMembers(kyc.decided) },
    status: {
      value: customer.active ? 'active' : 'inactive',
      reason: customer.activityReason,
      changed_at: changedAt,
      changed_by: changedBy,
    },
    external_id: customer.externalId,
    metadata: customer.metadata,
    created_at: customer.createdAt,
    updated_at: customer.updatedAt,
    revision,
    hash,
  };
}

export interface Erasure {
  readonly id: string;
  /** For how long, and where, the destroyed key's bytes may still be found. */
  readonly statement: string;
}

export function erasureAnswer({ id, statement }: Erasure, { revision, hash }: Evidence) {
  return { id, personal_data: 'erased', statement, revision, hash };
}

const text: JsonSchema = { type: 'string' };
const personalText = (max: number): JsonSchema => orNull(textSchema(max));

export const customerSchema: JsonSchema = closed('Customer', {
  id: idSchema,
  type: { type: 'string', enum: ['person', 'company'] },
  legal_name: personalText(200),
  trade_name: personalText(200),
  national_id: personalText(64),
  tax_id: personalText(64),
  email: personalText(254),
  phone: personalText(64),
  address: { anyOf: [...ADDRESS_SCHEMA.anyOf, { type: 'null' }] },
  personal_data: personalDataSchema,
  years_in_business: orNull({ type: 'integer', minimum: 0 }),
  kyc: closed('Kyc', {
    status: { type: 'string', enum: ['pending', 'approved', 'rejected'] },
    reason: reasonSchema,
    decided_at: doneAtSchema,
    decided_by: actorSchema,
  }),
  status: closed('CustomerStatus', {
    value: { type: 'string', enum: ['active', 'inactive'] },
    reason: reasonSchema,
    changed_at: doneAtSchema,
    changed_by: actorSchema,
  }),
  external_id: externalIdSchema,
  metadata: metadataSchema,
  created_at: instantSchema,
  updated_at: instantSchema,
  revision: revisionSchema,
  hash: hashSchema,
});

export const erasureSchema: JsonSchema = closed('PersonalDataErasure', {
  id: idSchema,
  personal_data: { type: 'string', const: 'erased' },
  statement: {
    ...text,
    description: 'For how long, and where, the bytes of the destroyed key may still be found by who holds the server.',
  },
  revision: revisionSchema,
  hash: hashSchema,
});
