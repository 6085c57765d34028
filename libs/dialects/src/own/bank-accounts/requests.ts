/** What partners say of their customers' bank accounts. Number and holder come out to be sealed before all else. */
import { field, IfPresent, Means } from '../../body-fields';
import { currencyDigits } from '@haber/money';
import { given } from '../../parsed';
import { type Field, type RawObject, textOf } from '../../raw-members';
import { IsCurrency, IsId, IsMetadata, IsOneOf, IsReason, IsText, type Metadata, metadataOf } from '../fields';
import { type OwnParsed, parseOwnBody, wrongMember } from '../parsed';
import { type Reasoned, reasoned, withReasonFor } from '../standing-members';

const ACCOUNT_TYPES = ['checking', 'savings', 'other'] as const;
const VERIFICATION = ['pending', 'verified', 'rejected'] as const;
const ACCOUNT_NUMBER = '^[0-9A-Za-z][0-9A-Za-z .\\-/]{3,63}$';
const isAccountNumber = new RegExp(ACCOUNT_NUMBER);

const IsAccountNumber = (): PropertyDecorator =>
  field({
    name: 'isAccountNumber',
    message: 'must be an account number: 4 to 64 letters, digits, spaces, dots, hyphens and slashes',
    valid: (value) => typeof value === 'string' && isAccountNumber.test(value),
    schema: { type: 'string', pattern: ACCOUNT_NUMBER },
  });

export class PutBankAccountBody {
  @Means('Whose it is. Never changes.')
  @IsId()
  readonly customer_id: Field<string>;
  @Means("The bank's name or code.")
  @IsText(100)
  readonly bank: Field<string>;
  @IsOneOf(...ACCOUNT_TYPES)
  readonly account_type: Field<(typeof ACCOUNT_TYPES)[number]>;
  @Means('Personal: stored sealed, and shown by its last four characters alone.')
  @IsAccountNumber()
  readonly account_number: Field<string>;
  @Means('Personal: stored sealed.')
  @IsText(200)
  readonly holder_name: Field<string>;
  @IsCurrency()
  readonly currency: Field<string>;
  @Means("The partner's own id of this object, stored in clear.")
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;
  @Means('Stored in clear: nothing about a person.')
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  constructor(raw: RawObject) {
    this.customer_id = textOf(raw, 'customer_id');
    this.bank = textOf(raw, 'bank');
    this.account_type = textOf(raw, 'account_type') as Field<(typeof ACCOUNT_TYPES)[number]>;
    this.account_number = textOf(raw, 'account_number');
    this.holder_name = textOf(raw, 'holder_name');
    this.currency = textOf(raw, 'currency');
    this.external_id = textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
  }
}

export class DecideVerificationBody {
  @IsOneOf(...VERIFICATION)
  readonly status: Field<(typeof VERIFICATION)[number]>;
  @Means('Why. Required to reject; personal, stored sealed.')
  @IfPresent()
  @IsReason()
  readonly reason: Field<string>;

  constructor(raw: RawObject) {
    this.status = textOf(raw, 'status') as Field<(typeof VERIFICATION)[number]>;
    this.reason = textOf(raw, 'reason');
  }
}

export interface PutBankAccount {
  readonly customerId: string;
  readonly bank: string;
  readonly accountType: (typeof ACCOUNT_TYPES)[number];
  /** By stored names. */
  readonly personal: { readonly accountNumber: string; readonly holderName: string };
  readonly currency: string;
  readonly externalId: string | null;
  readonly metadata: Metadata;
}

export function parsePutBankAccount(raw: unknown): OwnParsed<PutBankAccount> {
  const parsed = parseOwnBody(PutBankAccountBody, raw, (body) => ({
    customerId: given(body.customer_id),
    bank: given(body.bank),
    accountType: given(body.account_type),
    personal: { accountNumber: given(body.account_number), holderName: given(body.holder_name) },
    currency: given(body.currency),
    externalId: body.external_id ?? null,
    metadata: body.metadata ?? {},
  }));
  return withKnownCurrency(parsed);
}

export function parseDecideVerification(raw: unknown): OwnParsed<Reasoned<(typeof VERIFICATION)[number]>> {
  const parsed = parseOwnBody(DecideVerificationBody, raw, ({ status, reason }) => reasoned(given(status), reason));
  return withReasonFor('rejected', parsed);
}

/** Whether ISO 4217 lists the code, no schema says. */
export function withKnownCurrency<T extends { readonly currency: string }>(parsed: OwnParsed<T>): OwnParsed<T> {
  if (!parsed.ok || currencyDigits(parsed.value.currency) !== undefined) return parsed;
  return wrongMember('is no currency of ISO 4217 with a minor unit', 'currency');
}
