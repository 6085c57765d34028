/**
 * The members of a line of an import file, each with its check and its schema: what docs/reference/import-format.md
 * says is made from here. A list holds so many entries at most that the largest account fits into one append.
 */
import { field, IfPresent, isText, Means, schemaOf } from '../body-fields';
import { type JsonSchema, textSchema } from '../json-schema';
import {
  type Decimal,
  decimalOf,
  IsAmount,
  IsAmountAboveZero,
  IsCalendarDate,
  IsCurrency,
  IsId,
  IsInstant,
  IsMetadata,
  IsOneOf,
  IsText,
  IsWholeNumber,
  type Metadata,
  metadataOf,
} from '../own/fields';
import { type Field, isRawObject, memberOf, type RawObject, textOf, wholeOf } from '../raw-members';

const MAX_DEBTS = 500;
const MAX_KNOWN_NAMES = 1_000;
const MAX_BUSINESS_KEY = 255;
const MAX_TERM_DAYS = 365;

const IsObject = (): PropertyDecorator =>
  field({ name: 'isObject', message: 'must be an object', valid: isRawObject, schema: { type: 'object' } });

/** Only that it is a list of so many: whoever reads it checks what is in it. */
const IsListOf = (max: number, items: JsonSchema): PropertyDecorator =>
  field({
    name: 'isListOf',
    message: `must be a list of at most ${max}`,
    valid: (value) => Array.isArray(value) && value.length <= max,
    schema: { type: 'array', maxItems: max, items },
  });

const IsListOfNames = (): PropertyDecorator =>
  field({
    name: 'isListOfNames',
    message:
      `must be a list of at most ${MAX_KNOWN_NAMES} texts of 1 to ${MAX_BUSINESS_KEY} characters, ` +
      'no control characters',
    valid: (value) =>
      Array.isArray(value) && value.length <= MAX_KNOWN_NAMES && value.every((name) => isText(name, MAX_BUSINESS_KEY)),
    schema: { type: 'array', maxItems: MAX_KNOWN_NAMES, items: textSchema(MAX_BUSINESS_KEY) },
  });

export class ImportCustomer {
  @Means('Your own id of the customer: the one in the paths of dialect A. Stored as it is.')
  @IsId()
  readonly id: Field<string>;
  @IsOneOf('person', 'company')
  readonly type: Field<string>;
  @Means('Personal: stored sealed under a key of the customer’s own, as are the six that follow.')
  @IsText(200)
  readonly legal_name: Field<string>;
  @IfPresent()
  @IsText(200)
  readonly trade_name: Field<string>;
  @IfPresent()
  @IsText(64)
  readonly national_id: Field<string>;
  @IfPresent()
  @IsText(64)
  readonly tax_id: Field<string>;
  @IfPresent()
  @IsText(254)
  readonly email: Field<string>;
  @IfPresent()
  @IsText(64)
  readonly phone: Field<string>;
  @IfPresent()
  @IsText(500)
  readonly address: Field<string>;
  @IfPresent()
  @IsWholeNumber(0, 1_000)
  readonly years_in_business: Field<number>;
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;
  @Means('Stored in clear: nothing about a person.')
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  constructor(raw: RawObject) {
    this.id = textOf(raw, 'id');
    this.type = textOf(raw, 'type');
    this.legal_name = textOf(raw, 'legal_name');
    this.trade_name = textOf(raw, 'trade_name');
    this.national_id = textOf(raw, 'national_id');
    this.tax_id = textOf(raw, 'tax_id');
    this.email = textOf(raw, 'email');
    this.phone = textOf(raw, 'phone');
    this.address = textOf(raw, 'address');
    this.years_in_business = wholeOf(raw, 'years_in_business');
    this.external_id = textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
  }
}

export class ImportDebt {
  @Means('The order that was bought. It is taken from then on: a use with it is refused.')
  @IfPresent()
  @IsText(MAX_BUSINESS_KEY)
  readonly order_id: Field<string>;
  @IsCalendarDate()
  readonly used_on: Field<string>;
  @Means('Not before used_on. Before as_of: past due.')
  @IsCalendarDate()
  readonly due_on: Field<string>;
  @Means('What is still owed of it.')
  @IsAmountAboveZero()
  readonly amount: Field<Decimal>;

  constructor(raw: RawObject) {
    this.order_id = textOf(raw, 'order_id');
    this.used_on = textOf(raw, 'used_on');
    this.due_on = textOf(raw, 'due_on');
    this.amount = decimalOf(raw, 'amount');
  }
}

export class ImportAccount {
  @Means('Your own id of the account, if it has one beside the customer’s.')
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;
  @Means('The product whose terms the account gets; `commercial` when absent.')
  @IfPresent()
  @IsId()
  readonly product_code: Field<string>;
  @Means('The product’s; say it to be sure.')
  @IfPresent()
  @IsCurrency()
  readonly currency: Field<string>;
  @IsOneOf('active', 'paused', 'blocked')
  readonly status: Field<string>;
  @Means('May be below what is owed: then nothing is available.')
  @IsAmount()
  readonly limit: Field<Decimal>;
  @Means('Days from a use to its due date, for the uses to come.')
  @IsWholeNumber(1, MAX_TERM_DAYS)
  readonly payment_term_days: Field<number>;
  @IsInstant()
  readonly opened_at: Field<string>;
  @Means('The business day at whose end the account stood like this; not in the future.')
  @IsCalendarDate()
  readonly as_of: Field<string>;
  @Means('One for every use that is still owed; an empty list if nothing is.')
  @IsListOf(MAX_DEBTS, schemaOf(ImportDebt, false))
  readonly debts: Field<readonly unknown[]>;
  @Means('Orders that were paid or cancelled there: taken too, so that a late repeat is not spent again.')
  @IfPresent()
  @IsListOfNames()
  readonly known_order_ids: Field<readonly string[]>;
  @Means('Payments that were booked there, for the same reason.')
  @IfPresent()
  @IsListOfNames()
  readonly known_payment_references: Field<readonly string[]>;
  @Means('Stored in clear: nothing about a person.')
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  constructor(raw: RawObject) {
    this.external_id = textOf(raw, 'external_id');
    this.product_code = textOf(raw, 'product_code');
    this.currency = textOf(raw, 'currency');
    this.status = textOf(raw, 'status');
    this.limit = decimalOf(raw, 'limit');
    this.payment_term_days = wholeOf(raw, 'payment_term_days');
    this.opened_at = textOf(raw, 'opened_at');
    this.as_of = textOf(raw, 'as_of');
    this.debts = memberOf(raw, 'debts') as Field<readonly unknown[]>;
    this.known_order_ids = memberOf(raw, 'known_order_ids') as Field<readonly string[]>;
    this.known_payment_references = memberOf(raw, 'known_payment_references') as Field<readonly string[]>;
    this.metadata = metadataOf(raw, 'metadata');
  }
}

export class ImportLineBody {
  @IsObject()
  readonly customer: unknown;
  @IsObject()
  readonly account: unknown;

  constructor(raw: RawObject) {
    this.customer = memberOf(raw, 'customer');
    this.account = memberOf(raw, 'account');
  }
}
