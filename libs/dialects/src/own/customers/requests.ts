/**
 * What partners say of their customers (contract.md, Haber's own API). A customer is put whole: what is left out is no
 * longer said of him. What is personal comes out as texts to be sealed before anything keeps them.
 */
import { field, IfPresent, isText, Means } from '../../body-fields';
import { textSchema } from '../../json-schema';
import { given } from '../../parsed';
import { type Field, isRawObject, memberOf, type RawObject, textOf, wholeOf } from '../../raw-members';
import { IsId, IsMetadata, IsOneOf, IsReason, IsText, IsWholeNumber, type Metadata, metadataOf } from '../fields';
import { type OwnParsed, parseOwnBody } from '../parsed';
import { type Reasoned, reasoned, withReasonFor } from '../standing-members';

const MAX_NAME = 200;
const MAX_NUMBER = 64;
const MAX_EMAIL = 254;
const MAX_YEARS = 1_000;
const MAX_ADDRESS = 500;
const MAX_ADDRESS_LINES = 20;
const MAX_ADDRESS_LINE_NAME = 64;

/** A text, or an object of texts in the partner's own words, such as `{"street": …, "city": …}`. */
export type Address = string | Readonly<Record<string, string>>;

export const ADDRESS_SCHEMA = {
  anyOf: [
    textSchema(MAX_ADDRESS),
    {
      type: 'object',
      propertyNames: textSchema(MAX_ADDRESS_LINE_NAME),
      additionalProperties: textSchema(MAX_ADDRESS),
      minProperties: 1,
      maxProperties: MAX_ADDRESS_LINES,
    },
  ],
} as const;

function isAddress(value: unknown): value is Address {
  if (isText(value, MAX_ADDRESS)) return true;
  if (!isRawObject(value)) return false;
  const lines = Object.entries(value);
  if (lines.length === 0 || lines.length > MAX_ADDRESS_LINES) return false;
  return lines.every(([name, line]) => isText(name, MAX_ADDRESS_LINE_NAME) && isText(line, MAX_ADDRESS));
}

const IsAddress = (): PropertyDecorator =>
  field({
    name: 'isAddress',
    message:
      `must be a text of 1 to ${MAX_ADDRESS} characters, or an object of 1 to ${MAX_ADDRESS_LINES} such texts under ` +
      `names of at most ${MAX_ADDRESS_LINE_NAME} characters`,
    valid: isAddress,
    schema: ADDRESS_SCHEMA,
  });

/** One text for one address, in whatever order its lines come: what is sealed. */
export function addressText(address: Address): string {
  if (typeof address === 'string') return JSON.stringify(address);
  const sorted = Object.entries(address).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(Object.fromEntries(sorted));
}

export class PutCustomerBody {
  @IsOneOf('person', 'company')
  readonly type: Field<string>;
  @Means('Personal, as are the six members that follow: stored sealed under a key of the customer’s own.')
  @IfPresent()
  @IsText(MAX_NAME)
  readonly legal_name: Field<string>;
  @IfPresent()
  @IsText(MAX_NAME)
  readonly trade_name: Field<string>;
  @IfPresent()
  @IsText(MAX_NUMBER)
  readonly national_id: Field<string>;
  @IfPresent()
  @IsText(MAX_NUMBER)
  readonly tax_id: Field<string>;
  @IfPresent()
  @IsText(MAX_EMAIL)
  readonly email: Field<string>;
  @IfPresent()
  @IsText(MAX_NUMBER)
  readonly phone: Field<string>;
  @IfPresent()
  @IsAddress()
  readonly address: Field<Address>;
  @IfPresent()
  @IsWholeNumber(0, MAX_YEARS)
  readonly years_in_business: Field<number>;
  @Means("The partner's own id of this object, stored in clear.")
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;
  @Means('Stored in clear: nothing about a person.')
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  constructor(raw: RawObject) {
    this.type = textOf(raw, 'type');
    this.legal_name = textOf(raw, 'legal_name');
    this.trade_name = textOf(raw, 'trade_name');
    this.national_id = textOf(raw, 'national_id');
    this.tax_id = textOf(raw, 'tax_id');
    this.email = textOf(raw, 'email');
    this.phone = textOf(raw, 'phone');
    // Whatever it is: its check is as much as reading it would be.
    this.address = memberOf(raw, 'address') as Field<Address>;
    this.years_in_business = wholeOf(raw, 'years_in_business');
    this.external_id = textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
  }
}

const KYC = ['pending', 'approved', 'rejected'] as const;
const ACTIVITY = ['active', 'inactive'] as const;

export class DecideKycBody {
  @IsOneOf(...KYC)
  readonly status: Field<(typeof KYC)[number]>;
  @Means('Why. Required to reject; personal, stored sealed.')
  @IfPresent()
  @IsReason()
  readonly reason: Field<string>;

  constructor(raw: RawObject) {
    this.status = textOf(raw, 'status') as Field<(typeof KYC)[number]>;
    this.reason = textOf(raw, 'reason');
  }
}

export class ChangeCustomerStatusBody {
  @IsOneOf(...ACTIVITY)
  readonly value: Field<(typeof ACTIVITY)[number]>;
  @Means('Why. Required for inactive; personal, stored sealed.')
  @IfPresent()
  @IsReason()
  readonly reason: Field<string>;

  constructor(raw: RawObject) {
    this.value = textOf(raw, 'value') as Field<(typeof ACTIVITY)[number]>;
    this.reason = textOf(raw, 'reason');
  }
}

export type CustomerPersonalField = 'legalName' | 'tradeName' | 'nationalId' | 'taxId' | 'email' | 'phone' | 'address';

/** What a customer is said to be; null: nothing is said. */
export interface PutCustomer {
  readonly type: 'person' | 'company';
  /** By stored names, the address as `addressText`. */
  readonly personal: Readonly<Record<CustomerPersonalField, string | null>>;
  readonly yearsInBusiness: number | null;
  readonly externalId: string | null;
  readonly metadata: Metadata;
}

export function parsePutCustomer(raw: unknown): OwnParsed<PutCustomer> {
  return parseOwnBody(PutCustomerBody, raw, (body) => ({
    type: given(body.type) as PutCustomer['type'],
    personal: personalOf(body),
    yearsInBusiness: body.years_in_business ?? null,
    externalId: body.external_id ?? null,
    metadata: body.metadata ?? {},
  }));
}

function personalOf(body: PutCustomerBody): PutCustomer['personal'] {
  const said: Record<CustomerPersonalField, Field<string>> = {
    legalName: body.legal_name,
    tradeName: body.trade_name,
    nationalId: body.national_id,
    taxId: body.tax_id,
    email: body.email,
    phone: body.phone,
    address: body.address === undefined ? undefined : addressText(given(body.address)),
  };
  const texts = Object.entries(said).map(([name, text]) => [name, text ?? null]);
  return Object.fromEntries(texts) as PutCustomer['personal'];
}

export function parseDecideKyc(raw: unknown): OwnParsed<Reasoned<(typeof KYC)[number]>> {
  const parsed = parseOwnBody(DecideKycBody, raw, ({ status, reason }) => reasoned(given(status), reason));
  return withReasonFor('rejected', parsed);
}

export function parseChangeCustomerStatus(raw: unknown): OwnParsed<Reasoned<(typeof ACTIVITY)[number]>> {
  const parsed = parseOwnBody(ChangeCustomerStatusBody, raw, ({ value, reason }) => reasoned(given(value), reason));
  return withReasonFor('inactive', parsed);
}
