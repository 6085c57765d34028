/** Dialect A, the part of payments: a payment of the customer on its credit. */
import {
  creditPaymentAnswer,
  customerCreditError,
  parseCreditPayment,
  parseCustomerId,
  payCreditOperation,
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
  COMMERCIAL_PRODUCT,
  type CommandKey,
  commercialCreditStream,
  customerStream,
  NO_DESCRIPTION,
} from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { Controller, Inject, Param, Post } from '@nestjs/common';
import { decide, type PaymentRejection } from '../domain/payment';
import { PAYMENT_PORTS, type PaymentPorts } from '../ports';

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
    const key = payment.paymentReference;
    const business = { kind: 'payment', key, fingerprintOf: [`${payment.amountMinor}`] } as const;
    const accepted = await executed(
      this.ports.accounts,
      {
        ...commandOrigin(context, this.ports.fingerprint, business),
        stream: commercialCreditStream(tenant, customerId),
        decide: (state, decideContext) => decide(state, { ...RECEIVE, ...payment }, decideContext),
      },
      {
        keyReused,
        rejected: async ({ code }: PaymentRejection) => {
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

function keyReused(kind: CommandKey['kind']): Problem {
  return new Problem(customerCreditError(kind === 'header' ? 'idempotency_key_reused' : 'payment_reference_conflict'));
}
