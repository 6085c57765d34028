/** Which accounts are asked for. */
import { IfPresent, Means } from '../../body-fields';
import { given } from '../../parsed';
import { type Field, type RawObject, textOf } from '../../raw-members';
import { IsId, IsOneOf } from '../fields';
import { type OwnParsed, parseOwnQuery } from '../parsed';
import { pageAsked, PageQuery } from '../queries';
import { ACCOUNT_STATUSES, type AccountStatus } from './members';

export class AccountsQuery extends PageQuery {
  @IfPresent()
  @IsId()
  readonly customer_id: Field<string>;

  @IfPresent()
  @IsOneOf(...ACCOUNT_STATUSES)
  readonly status: Field<AccountStatus>;

  @Means("The partner's own id of the account; several may have the same.")
  @IfPresent()
  @IsId()
  readonly external_id: Field<string>;

  constructor(raw: RawObject) {
    super(raw);
    this.customer_id = textOf(raw, 'customer_id');
    this.status = textOf(raw, 'status') as Field<AccountStatus>;
    this.external_id = textOf(raw, 'external_id');
  }
}

export interface AccountsAsked {
  readonly customerId?: string;
  readonly status?: AccountStatus;
  readonly externalId?: string;
  readonly limit: number;
  readonly cursor?: string;
}

export function parseAccountsQuery(raw: RawObject): OwnParsed<AccountsAsked> {
  return parseOwnQuery(AccountsQuery, raw, (query) => ({
    ...pageAsked(query),
    ...(query.customer_id !== undefined && { customerId: given(query.customer_id) }),
    ...(query.status !== undefined && { status: given(query.status) }),
    ...(query.external_id !== undefined && { externalId: given(query.external_id) }),
  }));
}
