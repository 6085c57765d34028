/** Dialect A, the part of payments: a payment of the customer on its credit. */
import {
  type CreditPayment,
  creditPaymentAnswer,
  customerCreditError,
  nameConflictError,
  parseCreditPayment,
  parseCustomerId,
  payCreditOperation,
  tooManyDecimals,
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
} from '@haber/ledger';
import { digitsOf, rescaled } from '@haber/money';
import { Controller, Inject, Param, Post } from '@nestjs/common';
import { decide, type PaymentRejection } from '../domain/payment';
import { PAYMENT_PORTS, type PaymentPorts } from '../ports';
import { paymentKey } from './payment-key';

/** Of the partner's product: requests name no currency. An account answers in its own. */
const DIGITS = digitsOf(COMMERCIAL_PRODUCT.currency);

const RECEIVE = { type: 'receive-payment', olderDates: 'at-the-boundary', ...NO_DESCRIPTION } as const;

@Controller('api/v1/customers/:customerId/credit')
@AcceptApiKeyHeader()
export class CustomerCreditPaymentController {
  constructor(@Inject(PAYMENT_PORTS) private readonly ports: PaymentPorts) {}

  @Post('payment')
  @Operation(payCreditOperation)
  @RequireScope('credit:pay')
  async pay(
    @Exchange() { context, body, reply }: HttpExchange,
    @Param('customerId') customer: string,
  ): Promise<object> {
    const customerId = valid(parseCustomerId(customer), validationError);
    if (!mayActFor(context, customerId)) throw new Problem(customerCreditError('customer_not_found'));
    const payment = valid(parseCreditPayment(body, DIGITS), validationError);
    const { tenant } = callerOf(context);
    const accepted = await executed(
      this.ports.accounts,
      {
        ...commandOrigin(context, this.ports.fingerprint, paymentKey(payment, DIGITS)),
        stream: commercialCreditStream(tenant, customerId),
        decide: (state, decideContext) => decideInItsCurrency(state, payment, decideContext),
      },
      {
        keyReused,
        rejected: async ({ code }: PaidRejection) => {
          if (code === 'too_many_decimals') return new Problem(validationError([tooManyDecimals('amount')]));
          if (code === 'payment_date_too_old') return new Problem(customerCreditError('internal_error'));
          const known = code !== 'credit_not_found' || (await this.isKnown(customerStream(tenant, customerId)));
          return new Problem(customerCreditError(known ? code : 'customer_not_found'));
        },
      },
    );
    sendEvidence(reply, accepted);
    const { paymentId, amountMinor, balances } = eventOf(accepted, 'credit-account.payment-received.v1').event.data;
    const { utilisedMinor: creditUsedMinor, availableMinor: creditAvailableMinor } = balances;
    const paid = { paymentId, amountMinor, creditUsedMinor, creditAvailableMinor };
    return creditPaymentAnswer(paid, digitsOf(balances.currency));
  }

  private async isKnown(customer: string): Promise<boolean> {
    return (await this.ports.customers.load(customer)).state.status !== 'absent';
  }
}

type PaidRejection = PaymentRejection | { readonly code: 'too_many_decimals' };

/** The amount was read with the decimals of the partner's product; the account may have another currency. */
function decideInItsCurrency(
  state: CreditAccount,
  payment: CreditPayment,
  context: DecideContext,
): Decision<CreditAccountDraft, PaidRejection> {
  const digits = state.status === 'absent' ? DIGITS : digitsOf(state.terms.currency);
  const amountMinor = rescaled(payment.amountMinor, DIGITS, digits);
  if (amountMinor === undefined) return { reject: { code: 'too_many_decimals' } };
  return decide(state, { ...RECEIVE, ...payment, amountMinor }, context);
}

function keyReused(kind: CommandKey['kind'], revision: number): Problem {
  if (kind === 'header') return new Problem(customerCreditError('idempotency_key_reused'));
  return new Problem(nameConflictError('payment_reference_conflict', isNameFromElsewhere(kind, revision)));
}
