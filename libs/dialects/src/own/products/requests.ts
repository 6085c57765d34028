/** The terms of a product as a partner publishes them. */
import { isTimeZone } from '@haber/ledger';
import { field, IfPresent, Means } from '../../body-fields';
import { given } from '../../parsed';
import { type Field, type RawObject, textOf, truthOf, wholeOf } from '../../raw-members';
import { withKnownCurrency } from '../bank-accounts/requests';
import {
  IsBoolean,
  IsCalendarDate,
  IsCurrency,
  IsId,
  IsMetadata,
  IsOneOf,
  IsText,
  IsWholeNumber,
  type Metadata,
  metadataOf,
} from '../fields';
import { type OwnParsed, parseOwnBody } from '../parsed';

const MAX_NAME = 100;
const MAX_TERM_DAYS = 365;
const MAX_BACKDATING_DAYS = 365;
const DEFAULT_BACKDATING_DAYS = 90;

const IsTimeZone = (): PropertyDecorator =>
  field({
    name: 'isTimeZone',
    message: 'must be the name of a time zone, such as America/Guatemala',
    valid: (value) => typeof value === 'string' && isTimeZone(value),
    schema: { type: 'string', pattern: '^[A-Za-z][A-Za-z0-9_+/\\-]{0,63}$', examples: ['America/Guatemala'] },
  });

export class PublishProductBody {
  @IsText(MAX_NAME)
  readonly name: Field<string>;
  @Means('Default: commercial.')
  @IfPresent()
  @IsOneOf('commercial')
  readonly kind: Field<string>;
  @IsCurrency()
  readonly currency: Field<string>;
  @Means('Whose calendar days count. Default: UTC.')
  @IfPresent()
  @IsTimeZone()
  readonly time_zone: Field<string>;
  @Means('Of accounts that are opened without one: days from a use to its due date.')
  @IsWholeNumber(1, MAX_TERM_DAYS)
  readonly payment_term_days: Field<number>;
  @Means(`How far back a payment may be dated. Default: ${DEFAULT_BACKDATING_DAYS}.`)
  @IfPresent()
  @IsWholeNumber(0, MAX_BACKDATING_DAYS)
  readonly backdating_days: Field<number>;
  @Means('Default: true.')
  @IfPresent()
  @IsBoolean()
  readonly limit_may_fall: Field<boolean>;
  @Means('The first day on which accounts may be opened under it, in its time zone. Default: today.')
  @IfPresent()
  @IsCalendarDate()
  readonly effective_from: Field<string>;
  @Means("The partner's own id of this object.")
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;
  @IfPresent()
  @IsMetadata()
  readonly metadata: Field<Metadata>;

  constructor(raw: RawObject) {
    this.name = textOf(raw, 'name');
    this.kind = textOf(raw, 'kind');
    this.currency = textOf(raw, 'currency');
    this.time_zone = textOf(raw, 'time_zone');
    this.payment_term_days = wholeOf(raw, 'payment_term_days');
    this.backdating_days = wholeOf(raw, 'backdating_days');
    this.limit_may_fall = truthOf(raw, 'limit_may_fall');
    this.effective_from = textOf(raw, 'effective_from');
    this.external_id = textOf(raw, 'external_id');
    this.metadata = metadataOf(raw, 'metadata');
  }
}

export interface PublishProduct {
  readonly title: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly paymentTermDays: number;
  readonly backdatingDays: number;
  readonly limitMayFall: boolean;
  readonly effectiveFrom?: string;
  readonly externalId: string | null;
  readonly metadata: Metadata;
}

export function parsePublishProduct(raw: unknown): OwnParsed<PublishProduct> {
  const parsed = parseOwnBody(PublishProductBody, raw, (body) => ({
    title: given(body.name),
    currency: given(body.currency),
    timeZone: body.time_zone ?? 'UTC',
    paymentTermDays: given(body.payment_term_days),
    backdatingDays: body.backdating_days ?? DEFAULT_BACKDATING_DAYS,
    limitMayFall: body.limit_may_fall ?? true,
    ...(body.effective_from !== undefined && { effectiveFrom: given(body.effective_from) }),
    externalId: body.external_id ?? null,
    metadata: body.metadata ?? {},
  }));
  return withKnownCurrency(parsed);
}
