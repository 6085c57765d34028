/** What an operator makes of an account by hand (contract.md, Haber's own API). He says why, and that is personal. */
import { Means } from '../../body-fields';
import { given } from '../../parsed';
import { type Field, type RawObject, textOf } from '../../raw-members';
import { type Decimal, decimalOf, IsAmount, IsAmountAboveZero, IsOneOf, IsReason } from '../fields';
import { type OwnParsed, parseOwnBody } from '../parsed';
import { ASKED_STATUSES, type AskedAccountStatus, DescribedBody, saidOf, type SaidOfIt } from './members';

export class ChangeLimitBody {
  @IsAmount()
  readonly limit: Field<Decimal>;

  @Means('Why; personal, stored sealed.')
  @IsReason()
  readonly reason: Field<string>;

  constructor(raw: RawObject) {
    this.limit = decimalOf(raw, 'limit');
    this.reason = textOf(raw, 'reason');
  }
}

export interface ChangeLimit {
  readonly limit: Decimal;
  readonly reason: string;
}

export function parseChangeLimit(raw: unknown): OwnParsed<ChangeLimit> {
  return parseOwnBody(ChangeLimitBody, raw, ({ limit, reason }) => ({ limit: given(limit), reason: given(reason) }));
}

export class ChangeAccountStatusBody {
  @IsOneOf(...ASKED_STATUSES)
  readonly value: Field<AskedAccountStatus>;

  @Means('Why; personal, stored sealed.')
  @IsReason()
  readonly reason: Field<string>;

  constructor(raw: RawObject) {
    this.value = textOf(raw, 'value') as Field<AskedAccountStatus>;
    this.reason = textOf(raw, 'reason');
  }
}

export interface ChangeAccountStatus {
  readonly value: AskedAccountStatus;
  readonly reason: string;
}

export function parseChangeAccountStatus(raw: unknown): OwnParsed<ChangeAccountStatus> {
  const read = ({ value, reason }: ChangeAccountStatusBody) => ({ value: given(value), reason: given(reason) });
  return parseOwnBody(ChangeAccountStatusBody, raw, read);
}

export class AdjustAccountBody extends DescribedBody {
  @IsAmountAboveZero()
  readonly amount: Field<Decimal>;

  @Means('Why; personal, stored sealed.')
  @IsReason()
  readonly reason: Field<string>;

  constructor(raw: RawObject) {
    super(raw);
    this.amount = decimalOf(raw, 'amount');
    this.reason = textOf(raw, 'reason');
  }
}

export interface AdjustAccount extends SaidOfIt {
  readonly amount: Decimal;
  readonly reason: string;
}

export function parseAdjustAccount(raw: unknown): OwnParsed<AdjustAccount> {
  return parseOwnBody(AdjustAccountBody, raw, (body) => ({
    ...saidOf(body),
    amount: given(body.amount),
    reason: given(body.reason),
  }));
}

export class WriteOffAccountBody extends DescribedBody {
  @Means('Why; personal, stored sealed.')
  @IsReason()
  readonly reason: Field<string>;

  constructor(raw: RawObject) {
    super(raw);
    this.reason = textOf(raw, 'reason');
  }
}

export interface WriteOffAccount extends SaidOfIt {
  readonly reason: string;
}

export function parseWriteOffAccount(raw: unknown): OwnParsed<WriteOffAccount> {
  return parseOwnBody(WriteOffAccountBody, raw, (body) => ({ ...saidOf(body), reason: given(body.reason) }));
}
