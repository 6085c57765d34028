/**
 * What a partner asks of an account in the course of business (contract.md, Haber's own API): open, describe, use, pay.
 * No body but the first may name a currency: an account has its own.
 */
import { field, IfPresent, isText, Means } from '../../body-fields';
import { orNull, textSchema } from '../../json-schema';
import { given } from '../../parsed';
import { type Field, memberOf, type RawObject, textOf, wholeOf } from '../../raw-members';
import {
  type Decimal,
  decimalOf,
  IsAmount,
  IsAmountAboveZero,
  IsCalendarDate,
  IsCurrency,
  IsId,
  IsMetadata,
  IsText,
  IsWholeNumber,
  type Metadata,
  metadataOf,
} from '../fields';
import { type OwnParsed, parseOwnBody } from '../parsed';
import { DescribedBody, saidOf, type SaidOfIt } from './members';

const MAX_ID = 64;
/** As in dialect A: the same order or payment may come through either. */
const MAX_BUSINESS_KEY = 255;
const MAX_TERM_DAYS = 365;

export class OpenAccountBody extends DescribedBody {
  @IsId()
  readonly customer_id: Field<string>;

  @IsId()
  readonly product_code: Field<string>;

  @Means("The product's, when absent; another one is refused.")
  @IfPresent()
  @IsCurrency()
  readonly currency: Field<string>;

  @IsAmount()
  readonly limit: Field<Decimal>;

  @Means("From a use to its due date. The product's, when absent.")
  @IfPresent()
  @IsWholeNumber(1, MAX_TERM_DAYS)
  readonly payment_term_days: Field<number>;

  constructor(raw: RawObject) {
    super(raw);
    this.customer_id = textOf(raw, 'customer_id');
    this.product_code = textOf(raw, 'product_code');
    this.currency = textOf(raw, 'currency');
    this.limit = decimalOf(raw, 'limit');
    this.payment_term_days = wholeOf(raw, 'payment_term_days');
  }
}

export interface OpenAccount extends SaidOfIt {
  readonly customerId: string;
  readonly productCode: string;
  readonly currency?: string;
  readonly limit: Decimal;
  readonly paymentTermDays?: number;
}

export function parseOpenAccount(raw: unknown): OwnParsed<OpenAccount> {
  return parseOwnBody(OpenAccountBody, raw, (body) => ({
    ...saidOf(body),
    customerId: given(body.customer_id),
    productCode: given(body.product_code),
    limit: given(body.limit),
    ...(body.currency !== undefined && { currency: given(body.currency) }),
    ...(body.payment_term_days !== undefined && { paymentTermDays: given(body.payment_term_days) }),
  }));
}

/** Null takes an id away: nothing else would. */
const NO_ID = Symbol('no id');

const IsIdOrNull = (): PropertyDecorator =>
  field({
    name: 'isIdOrNull',
    message: `must be null, or a text of 1 to ${MAX_ID} characters, no control characters`,
    valid: (value) => value === NO_ID || isText(value, MAX_ID),
    schema: orNull(textSchema(MAX_ID)),
  });

export class DescribeAccountBody {
  @Means("The partner's own id of the account; null takes it away.")
  @IfPresent()
  @IsIdOrNull()
  readonly external_id: Field<string> | typeof NO_ID;

  @Means('Takes the place of all that was said before.')
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  constructor(raw: RawObject) {
    this.external_id = memberOf(raw, 'external_id') === null ? NO_ID : textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
  }
}

export function parseDescribeAccount(raw: unknown): OwnParsed<Partial<SaidOfIt>> {
  return parseOwnBody(DescribeAccountBody, raw, ({ external_id: externalId, metadata }) => ({
    ...(externalId !== undefined && { externalId: externalId === NO_ID ? null : given(externalId) }),
    ...(metadata !== undefined && { metadata: given(metadata) }),
  }));
}

export class UseAccountBody extends DescribedBody {
  @IsAmountAboveZero()
  readonly amount: Field<Decimal>;

  @Means('Names the use for good: the same order again is the same use, with another amount 409.')
  @IsText(MAX_BUSINESS_KEY)
  readonly order_id: Field<string>;

  constructor(raw: RawObject) {
    super(raw);
    this.amount = decimalOf(raw, 'amount');
    this.order_id = textOf(raw, 'order_id');
  }
}

export interface UseAccount extends SaidOfIt {
  readonly amount: Decimal;
  readonly orderId: string;
}

export function parseUseAccount(raw: unknown): OwnParsed<UseAccount> {
  return parseOwnBody(UseAccountBody, raw, (body) => ({
    ...saidOf(body),
    amount: given(body.amount),
    orderId: given(body.order_id),
  }));
}

export class PayAccountBody extends DescribedBody {
  @IsAmountAboveZero()
  readonly amount: Field<Decimal>;

  @Means('Names the payment for good: the same reference again is the same payment, with another amount 409.')
  @IsText(MAX_BUSINESS_KEY)
  readonly payment_reference: Field<string>;

  @Means("The day on which the money was received, in the product's time zone. Today, when absent.")
  @IfPresent()
  @IsCalendarDate()
  readonly payment_date: Field<string>;

  constructor(raw: RawObject) {
    super(raw);
    this.amount = decimalOf(raw, 'amount');
    this.payment_reference = textOf(raw, 'payment_reference');
    this.payment_date = textOf(raw, 'payment_date');
  }
}

export interface PayAccount extends SaidOfIt {
  readonly amount: Decimal;
  readonly paymentReference: string;
  /** `YYYY-MM-DD` */
  readonly paymentDate?: string;
}

export function parsePayAccount(raw: unknown): OwnParsed<PayAccount> {
  return parseOwnBody(PayAccountBody, raw, (body) => ({
    ...saidOf(body),
    amount: given(body.amount),
    paymentReference: given(body.payment_reference),
    ...(body.payment_date !== undefined && { paymentDate: given(body.payment_date) }),
  }));
}
