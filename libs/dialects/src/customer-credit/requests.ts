/**
 * Requests of dialect A (contract.md A). What comes out is exact and typed: amounts in minor units, nothing converted,
 * unknown members ignored. The rules behind the fields (limits, states) are not known here.
 */
import { ValidateNested } from 'class-validator';
import { IfPresent, isText } from '../body-fields';
import { given, type Parsed, parsed, type Refused, refused } from '../parsed';
import { amountOf, type Field, isRawObject, memberOf, type RawObject, textOf, wholeOf } from '../raw-members';
import { IsAmountAboveZero, IsCalendarDate, IsNestedBody, IsNote, IsText, IsWholeNumber, textMessage } from './fields';

const MAX_TERM_DAYS = 365;
const MAX_YEARS = 1_000;
const MAX_CUSTOMER_ID = 64;
const MAX_BUSINESS_NAME = 200;
const MAX_TAX_ID = 64;
const MAX_NOTES = 2_000;
const MAX_BUSINESS_KEY = 255;

export interface RequestCredit {
  readonly requestedLimitMinor: bigint;
  readonly paymentTermDays: number;
  readonly business: {
    readonly businessName: string;
    readonly taxId: string;
    readonly yearsInBusiness?: number;
  };
}

export interface ApproveCredit {
  readonly limitMinor?: bigint;
  readonly paymentTermDays?: number;
  readonly notes?: string;
}

export interface UseCredit {
  readonly orderId: string;
  readonly amountMinor: bigint;
}

export interface CreditPayment {
  readonly amountMinor: bigint;
  readonly paymentReference: string;
  /** `YYYY-MM-DD` */
  readonly paymentDate?: string;
}

export class BusinessInfoBody {
  @IsText(MAX_BUSINESS_NAME)
  readonly business_name: Field<string>;

  @IsText(MAX_TAX_ID)
  readonly tax_id: Field<string>;

  @IfPresent()
  @IsWholeNumber(0, MAX_YEARS)
  readonly years_in_business: Field<number>;

  constructor(raw: RawObject) {
    this.business_name = textOf(raw, 'business_name');
    this.tax_id = textOf(raw, 'tax_id');
    this.years_in_business = wholeOf(raw, 'years_in_business');
  }
}

export class RequestCreditBody {
  @IsAmountAboveZero()
  readonly requested_limit: Field<bigint>;

  @IsWholeNumber(1, MAX_TERM_DAYS)
  readonly payment_term_days: Field<number>;

  @IsNestedBody(BusinessInfoBody)
  @ValidateNested()
  readonly business_info: Field<BusinessInfoBody>;

  constructor(raw: RawObject, currencyDigits: number) {
    this.requested_limit = amountOf(raw, 'requested_limit', currencyDigits);
    this.payment_term_days = wholeOf(raw, 'payment_term_days');
    const info = memberOf(raw, 'business_info');
    this.business_info = isRawObject(info) ? new BusinessInfoBody(info) : undefined;
  }
}

export class ApproveCreditBody {
  @IfPresent()
  @IsAmountAboveZero()
  readonly credit_limit: Field<bigint>;

  @IfPresent()
  @IsWholeNumber(1, MAX_TERM_DAYS)
  readonly payment_term_days: Field<number>;

  @IfPresent()
  @IsNote(MAX_NOTES)
  readonly approval_notes: Field<string>;

  constructor(raw: RawObject, currencyDigits: number) {
    this.credit_limit = amountOf(raw, 'credit_limit', currencyDigits);
    this.payment_term_days = wholeOf(raw, 'payment_term_days');
    this.approval_notes = textOf(raw, 'approval_notes');
  }
}

export class UseCreditBody {
  @IsText(MAX_BUSINESS_KEY)
  readonly order_id: Field<string>;

  @IsAmountAboveZero()
  readonly amount: Field<bigint>;

  constructor(raw: RawObject, currencyDigits: number) {
    this.order_id = textOf(raw, 'order_id');
    this.amount = amountOf(raw, 'amount', currencyDigits);
  }
}

export class CreditPaymentBody {
  @IsAmountAboveZero()
  readonly amount: Field<bigint>;

  @IsText(MAX_BUSINESS_KEY)
  readonly payment_reference: Field<string>;

  @IfPresent()
  @IsCalendarDate()
  readonly payment_date: Field<string>;

  constructor(raw: RawObject, currencyDigits: number) {
    this.amount = amountOf(raw, 'amount', currencyDigits);
    this.payment_reference = textOf(raw, 'payment_reference');
    this.payment_date = textOf(raw, 'payment_date');
  }
}

/** `raw`: the body as exact JSON, undefined when there was none. `currencyDigits`: decimals of the currency. */
export function parseRequestCredit(raw: unknown, currencyDigits: number): Parsed<RequestCredit> {
  if (!isRawObject(raw)) return noObject();
  return parsed(new RequestCreditBody(raw, currencyDigits), (body) => {
    const info = given(body.business_info);
    return {
      requestedLimitMinor: given(body.requested_limit),
      paymentTermDays: given(body.payment_term_days),
      business: {
        businessName: given(info.business_name),
        taxId: given(info.tax_id),
        ...(info.years_in_business === undefined ? {} : { yearsInBusiness: given(info.years_in_business) }),
      },
    };
  });
}

/** Nothing is required, so no body at all is fine too. */
export function parseApproveCredit(raw: unknown, currencyDigits: number): Parsed<ApproveCredit> {
  if (raw === undefined) return { ok: true, value: {} };
  if (!isRawObject(raw)) return noObject();
  return parsed(
    new ApproveCreditBody(raw, currencyDigits),
    ({ credit_limit: limit, payment_term_days: days, approval_notes: notes }) => ({
      ...(limit === undefined ? {} : { limitMinor: given(limit) }),
      ...(days === undefined ? {} : { paymentTermDays: given(days) }),
      ...(notes === undefined ? {} : { notes: given(notes) }),
    }),
  );
}

export function parseUseCredit(raw: unknown, currencyDigits: number): Parsed<UseCredit> {
  if (!isRawObject(raw)) return noObject();
  return parsed(new UseCreditBody(raw, currencyDigits), (body) => ({
    orderId: given(body.order_id),
    amountMinor: given(body.amount),
  }));
}

export function parseCreditPayment(raw: unknown, currencyDigits: number): Parsed<CreditPayment> {
  if (!isRawObject(raw)) return noObject();
  return parsed(new CreditPaymentBody(raw, currencyDigits), (body) => ({
    amountMinor: given(body.amount),
    paymentReference: given(body.payment_reference),
    ...(body.payment_date === undefined ? {} : { paymentDate: given(body.payment_date) }),
  }));
}

/** The partner's own id, out of the path: 1 to 64 characters. */
export function parseCustomerId(raw: unknown): Parsed<string> {
  if (isText(raw, MAX_CUSTOMER_ID)) return { ok: true, value: raw };
  return refused('customerId', textMessage(MAX_CUSTOMER_ID));
}

function noObject(): Refused {
  return refused('', 'el cuerpo debe ser un objeto JSON');
}
