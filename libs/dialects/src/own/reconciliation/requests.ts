/** What is asked and said about reconciliation items. */
import { field, IfPresent, Means } from '../../body-fields';
import { given } from '../../parsed';
import { type Field, type RawObject, textOf } from '../../raw-members';
import { IsId, IsOneOf, IsReason } from '../fields';
import { type OwnParsed, parseOwnBody, wrongMember } from '../parsed';
import { PageQuery } from '../queries';

const ITEM_STATUSES = ['open', 'resolved'] as const;
const RESOLUTIONS = ['no_change', 'payout_approved', 'payout_rejected'] as const;

export class ReconciliationItemsQuery extends PageQuery {
  @IfPresent()
  @IsOneOf(...ITEM_STATUSES)
  readonly status: Field<(typeof ITEM_STATUSES)[number]>;

  constructor(raw: RawObject) {
    super(raw);
    this.status = textOf(raw, 'status') as Field<(typeof ITEM_STATUSES)[number]>;
  }
}

const BANK_REFERENCE = '^[\\x21-\\x7e]{1,64}$';
const isBankReference = new RegExp(BANK_REFERENCE);

/** As a bank's own answers have it, for partners are shown the one like the other. */
const IsBankReference = (): PropertyDecorator =>
  field({
    name: 'isBankReference',
    message: 'must be 1 to 64 visible ASCII characters',
    valid: (value) => typeof value === 'string' && isBankReference.test(value),
    schema: { type: 'string', pattern: BANK_REFERENCE },
  });

export class ResolveItemBody {
  @Means(
    '`no_change`: the books are right as they are. The others decide the payout, where it is still open, as if the ' +
      'bank had.',
  )
  @IsOneOf(...RESOLUTIONS)
  readonly resolution: Field<(typeof RESOLUTIONS)[number]>;
  @Means('Why. Personal, stored sealed under the key of the customer whose payout it is, where there is one.')
  @IsReason()
  readonly reason: Field<string>;
  @Means('The bank’s own reference of the payment. Required with `payout_approved`, and nowhere else.')
  @IfPresent()
  @IsBankReference()
  readonly bank_reference: Field<string>;
  @Means("The partner's own id of the case, stored in clear.")
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;

  constructor(raw: RawObject) {
    this.resolution = textOf(raw, 'resolution') as Field<(typeof RESOLUTIONS)[number]>;
    this.reason = textOf(raw, 'reason');
    this.bank_reference = textOf(raw, 'bank_reference');
    this.external_id = textOf(raw, 'external_id');
  }
}

export interface ResolveItem {
  readonly resolution: (typeof RESOLUTIONS)[number];
  readonly reason: string;
  readonly bankReference: string | null;
  readonly externalId: string | null;
}

export function parseResolveItem(raw: unknown): OwnParsed<ResolveItem> {
  const parsed = parseOwnBody(ResolveItemBody, raw, (body) => ({
    resolution: given(body.resolution),
    reason: given(body.reason),
    bankReference: body.bank_reference ?? null,
    externalId: body.external_id ?? null,
  }));
  if (!parsed.ok) return parsed;
  const isWanted = parsed.value.resolution === 'payout_approved';
  if (isWanted === (parsed.value.bankReference !== null)) return parsed;
  return wrongMember(`is ${isWanted ? 'required' : 'for nothing but'} with payout_approved`, 'bank_reference');
}
