/** Payments: what is collected on credit accounts. */
import type { DynamicModule } from '@nestjs/common';
import { BankAccountsController } from './http/bank-accounts.controller';
import { CustomerCreditPaymentController } from './http/customer-credit.controller';
import { OwnPaymentsController } from './http/own-payments.controller';
import { PAYMENT_PORTS, type PaymentPorts } from './ports';

export { decide as decidePayment, type PaymentRejection, type ReceivePayment } from './domain/payment';
export * from './domain/payout';
export type { PaymentPorts } from './ports';

class PaymentsModule {}

export function paymentsModule(ports: PaymentPorts): DynamicModule {
  return {
    module: PaymentsModule,
    controllers: [BankAccountsController, CustomerCreditPaymentController, OwnPaymentsController],
    providers: [{ provide: PAYMENT_PORTS, useValue: ports }],
  };
}
