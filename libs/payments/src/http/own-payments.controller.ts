/** Haber's own API: a payment of the customer on an account. */
import {
  inCurrency,
  ownError,
  type OwnError,
  ownNameReused,
  ownValidationError,
  parseCommandQuery,
  parsePayAccount,
  payAccountOperation,
  paymentAnswer,
  wireDecimal,
} from '@haber/dialects';
import {
  callerOf,
  carriedOut,
  commandOrigin,
  eventOf,
  evidenceOf,
  Exchange,
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
  accountStream,
  type CommandKey,
  type CreditAccount,
  creditAccountDefinition,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  isAccountOf,
  isNameFromElsewhere,
} from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { Controller, Inject, Param, Post } from '@nestjs/common';
import { decide, type PaymentRejection, type ReceivePayment } from '../domain/payment';
import { PAYMENT_PORTS, type PaymentPorts } from '../ports';
import { paymentKey } from './payment-key';

@Controller('api/v1/accounts/:id')
export class OwnPaymentsController {
  constructor(@Inject(PAYMENT_PORTS) private readonly ports: PaymentPorts) {}

  @Post('payments')
  @Operation(payAccountOperation)
  @RequireScope('accounts:pay')
  async pay(@Exchange() { context, body, query, reply }: HttpExchange, @Param('id') id: string): Promise<object> {
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const { amount, ...asked } = valid(parsePayAccount(body), ownValidationError);
    const { stream, currency } = await this.askedAccount(context, id);
    const amountMinor = valid(inCurrency(amount, currency, 'amount'), ownValidationError);
    const payment = { type: 'receive-payment', olderDates: 'refused', amountMinor, ...asked } as const;
    const done = await carriedOut(
      { writer: this.ports.accounts, definition: creditAccountDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint, paymentKey(payment, digitsOf(currency))),
        stream,
        decide: (state, decideContext) => decideAsRead(state, { currency, payment }, decideContext),
      },
      {
        rejected: (rejection) => new Problem(refusal(rejection, currency)),
        keyReused,
      },
    );
    sendEvidence(reply, done);
    return paymentAnswer(eventOf(done, 'credit-account.payment-received.v1'), evidenceOf(done));
  }

  /** Another tenant's account, or another customer's than the key's, is like one that is not there. @throws Problem */
  private async askedAccount(context: RequestContext, id: string) {
    const stream = accountStream(id);
    if (stream === undefined) throw new Problem(ownError('account_not_found'));
    const { state } = await this.ports.accounts.load(stream);
    const theirs = state.status !== 'absent' && isAccountOf(callerOf(context).tenant, stream, state);
    if (!theirs || !mayActFor(context, state.customerId)) throw new Problem(ownError('account_not_found'));
    return { stream, currency: state.terms.currency };
  }
}

type OwnRejection = PaymentRejection | { readonly code: 'currency_mismatch' };

interface ReadPayment {
  readonly currency: string;
  readonly payment: ReceivePayment;
}

/** Since the amount was read the account may have been closed, and opened anew in another currency. */
function decideAsRead(
  state: CreditAccount,
  { currency, payment }: ReadPayment,
  context: DecideContext,
): Decision<CreditAccountDraft, OwnRejection> {
  const another = state.status !== 'absent' && state.terms.currency !== currency;
  return another ? { reject: { code: 'currency_mismatch' } } : decide(state, payment, context);
}

function keyReused(kind: CommandKey['kind'], revision: number): Problem {
  if (kind === 'header') return new Problem(ownError('idempotency_key_reused'));
  return new Problem(ownNameReused('payment_reference_reused', isNameFromElsewhere(kind, revision)));
}

function refusal(rejection: OwnRejection, currency: string): OwnError {
  switch (rejection.code) {
    case 'credit_not_found':
      return ownError('account_not_found');
    case 'credit_not_approved':
      return ownError('account_not_active');
    case 'amount_exceeds_debt':
      return ownError('amount_exceeds_debt', { owed: wireDecimal(rejection.owedMinor, digitsOf(currency)) });
    case 'payment_date_too_old':
      return ownError('payment_date_too_old', { earliest_date: rejection.earliestDate });
    default:
      return ownError(rejection.code);
  }
}
