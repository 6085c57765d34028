/**
 * What requests about accounts have in common: statuses in this API's words, what the partner says of an object, and
 * amounts, which are decimals of the account's own currency and become amounts once the account is known.
 */
import { BELOW_MINOR, currencyDigits } from '@haber/money';
import { IfPresent, Means } from '../../body-fields';
import { type Field, type RawObject, textOf } from '../../raw-members';
import { type Decimal, IsId, IsMetadata, type Metadata, metadataOf, minorUnits } from '../fields';
import { type OwnParsed, wrongMember } from '../parsed';

export const ACCOUNT_STATUSES = ['pending', 'active', 'paused', 'blocked', 'rejected', 'closed'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** What an operator may ask for. */
export const ASKED_STATUSES = ['active', 'paused', 'blocked', 'closed', 'rejected'] as const;
export type AskedAccountStatus = (typeof ASKED_STATUSES)[number];

export interface SaidOfIt {
  readonly externalId: string | null;
  readonly metadata: Metadata;
}

/** Minor units of a decimal that stood under `member`. */
export function inCurrency(decimal: Decimal, currency: string, member: string): OwnParsed<bigint> {
  const minor = minorUnits(decimal, currencyDigits(currency) ?? 0);
  if (minor === undefined) return wrongMember(`has more decimals than ${currency}`, member);
  return minor < BELOW_MINOR ? { ok: true, value: minor } : wrongMember('is too large', member);
}

/** What the partner may say of everything that it makes. */
export abstract class DescribedBody {
  @Means("The partner's own id of this object, stored in clear.")
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;

  @Means('Stored in clear: nothing about a person.')
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  constructor(raw: RawObject) {
    this.external_id = textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
  }
}

export function saidOf({ external_id: externalId, metadata }: DescribedBody): SaidOfIt {
  return { externalId: externalId ?? null, metadata: metadata ?? {} };
}
