/** Dialect A, the part of credit lines: a customer uses its credit, and asks how it stands. */
import {
  creditAnswer,
  creditUsedAnswer,
  customerCreditError,
  insufficientCreditError,
  nameConflictError,
  parseCustomerId,
  parseUseCredit,
  readCreditOperation,
  tooManyDecimals,
  type UseCredit,
  useCreditOperation,
  validationError,
} from '@haber/dialects';
import {
  AcceptApiKeyHeader,
  callerOf,
  commandOrigin,
  eventOf,
  Exchange,
  executed,
  type HttpExchange,
  mayActFor,
  Operation,
  Problem,
  type RequestContext,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import {
  type CommandKey,
  COMMERCIAL_PRODUCT,
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  customerStream,
  type DecideContext,
  type Decision,
  isNameFromElsewhere,
  NO_DESCRIPTION,
  type Tenant,
} from '@haber/ledger';
import { digitsOf, rescaled } from '@haber/money';
import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { type CreditLineRejection, decide } from '../domain/credit-line';
import { CREDIT_LINE_PORTS, type CreditLinePorts } from '../ports';
import { type CreditStanding, currentCreditStanding } from '../queries/credit-standing';
import { orderKey } from './order-key';

/** Of the partner's product: requests name no currency. An account answers in its own. */
const DIGITS = digitsOf(COMMERCIAL_PRODUCT.currency);

const USE = { type: 'use-credit', ...NO_DESCRIPTION } as const;

@Controller('api/v1/customers/:customerId/credit')
@AcceptApiKeyHeader()
export class CustomerCreditController {
  constructor(@Inject(CREDIT_LINE_PORTS) private readonly ports: CreditLinePorts) {}

  @Post('use')
  @HttpCode(200)
  @Operation(useCreditOperation)
  @RequireScope('credit:use')
  async use(
    @Exchange() { context, body, reply }: HttpExchange,
    @Param('customerId') customer: string,
  ): Promise<object> {
    const customerId = customerOf(context, customer);
    const use = valid(parseUseCredit(body, DIGITS), validationError);
    const { tenant } = callerOf(context);
    const accepted = await executed(
      this.ports.accounts,
      {
        ...commandOrigin(context, this.ports.fingerprint, orderKey(use, DIGITS)),
        stream: commercialCreditStream(tenant, customerId),
        decide: (state, decideContext) => decideInItsCurrency(state, use, decideContext),
      },
      { keyReused, rejected: (rejection: UseRejection) => this.rejected(rejection, tenant, customerId) },
    );
    sendEvidence(reply, accepted);
    const { usageId, amountMinor, dueOn, balances } = eventOf(accepted, 'credit-account.credit-used.v1').event.data;
    const { utilisedMinor: creditUsedMinor, availableMinor: creditAvailableMinor } = balances;
    const used = { usageId, amountMinor, creditUsedMinor, creditAvailableMinor, dueDate: dueOn };
    return creditUsedAnswer(used, digitsOf(balances.currency));
  }

  @Get()
  @Operation(readCreditOperation)
  @RequireScope('credit:read')
  async read(@Exchange() { context, reply }: HttpExchange, @Param('customerId') customer: string): Promise<object> {
    const customerId = customerOf(context, customer);
    const { tenant } = callerOf(context);
    const found = await currentCreditStanding(this.ports, commercialCreditStream(tenant, customerId));
    if (found === 'absent') throw await this.missing(tenant, customerId);
    if (found === 'behind') throw behind();
    void reply.header('etag', `"${found.revision}"`);
    return creditAnswer(wireCredit(found), digitsOf(found.currency));
  }

  private rejected(rejection: UseRejection, tenant: Tenant, customerId: string): Problem | Promise<Problem> {
    switch (rejection.code) {
      case 'insufficient_credit':
        return new Problem(insufficientCreditError(rejection, rejection.digits));
      case 'too_many_decimals':
        return new Problem(validationError([tooManyDecimals('amount')]));
      case 'credit_not_found':
        return this.missing(tenant, customerId);
      case 'credit_paused':
        return new Problem(customerCreditError('credit_blocked'));
      case 'credit_blocked':
      case 'credit_not_approved':
        return new Problem(customerCreditError(rejection.code));
      // Of commands that no call of this dialect gives.
      default:
        return new Problem(customerCreditError('internal_error'));
    }
  }

  private async missing(tenant: Tenant, customerId: string): Promise<Problem> {
    const { state } = await this.ports.customers.load(customerStream(tenant, customerId));
    return new Problem(customerCreditError(state.status === 'absent' ? 'customer_not_found' : 'credit_not_found'));
  }
}

type UseRejection = (CreditLineRejection | { readonly code: 'too_many_decimals' }) & {
  /** Decimals of the account's currency. */
  readonly digits: number;
};

/** The amount was read with the decimals of the partner's product; the account may have another currency. */
function decideInItsCurrency(
  state: CreditAccount,
  use: UseCredit,
  context: DecideContext,
): Decision<CreditAccountDraft, UseRejection> {
  const digits = state.status === 'absent' ? DIGITS : digitsOf(state.terms.currency);
  const amountMinor = rescaled(use.amountMinor, DIGITS, digits);
  if (amountMinor === undefined) return { reject: { code: 'too_many_decimals', digits } };
  const decision = decide(state, { ...USE, ...use, amountMinor }, context);
  return 'reject' in decision ? { reject: { ...decision.reject, digits } } : decision;
}

function customerOf(context: RequestContext, raw: string): string {
  const customerId = valid(parseCustomerId(raw), validationError);
  if (!mayActFor(context, customerId)) throw new Problem(customerCreditError('customer_not_found'));
  return customerId;
}

function keyReused(kind: CommandKey['kind'], revision: number): Problem {
  if (kind === 'header') return new Problem(customerCreditError('idempotency_key_reused'));
  return new Problem(nameConflictError('order_id_conflict', isNameFromElsewhere(kind, revision)));
}

/** The read model is too far behind to be true: better no answer than an old one. */
function behind(): Problem {
  return new Problem({ ...customerCreditError('service_unavailable'), retryAfterSeconds: 1, outcome: 'none' });
}

function wireCredit(standing: CreditStanding) {
  const { accountId: creditAccountId, balances, ...rest } = standing;
  const { limitMinor, utilisedMinor, availableMinor } = balances;
  const figures = {
    creditLimitMinor: limitMinor,
    creditUsedMinor: utilisedMinor,
    creditAvailableMinor: availableMinor,
  };
  // The dialect knows no pause: what may not be used now is blocked.
  const status = rest.status === 'paused' ? 'blocked' : rest.status;
  return { ...rest, ...figures, creditAccountId, status } as const;
}
