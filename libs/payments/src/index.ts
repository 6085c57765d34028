/** Payments: what is collected on credit accounts, and what a bank is told to pay out. */
import type { DynamicModule } from '@nestjs/common';
import { BankAccountsController } from './http/bank-accounts.controller';
import { BankCallbacksController } from './http/bank-callbacks.controller';
import { CustomerCreditPaymentController } from './http/customer-credit.controller';
import { OwnPaymentsController } from './http/own-payments.controller';
import { ReconciliationItemsController } from './http/reconciliation-items.controller';
import { PAYMENT_PORTS, type PaymentPorts } from './ports';
import { PayReservedReaction } from './reactions/pay-reserved';

export { decide as decidePayment, type PaymentRejection, type ReceivePayment } from './domain/payment';
export * from './domain/payout';
export { resolveItem } from './domain/reconciliation';
export { PayoutDesk, PAYOUTS } from './payouts/desk';
export { type Patience, type PayoutBank, type PayoutBanks, type PayoutParts } from './payouts/parts';
export type { PaymentPorts } from './ports';
export { payoutProjection } from './projections/payout';
export { reconciliationProjection } from './projections/reconciliation-item';
export { type AgainstBank, heldAgainstBank } from './queries/against-bank';
export { type LoggedItem, loggedItems, loggedPayouts } from './queries/logged-payouts';
export { type OpenPayouts, openPayouts } from './queries/payouts';
export { openItems } from './queries/reconciliation-items';

class PaymentsModule {}

export function paymentsModule(ports: PaymentPorts): DynamicModule {
  return {
    module: PaymentsModule,
    controllers: [
      BankAccountsController,
      BankCallbacksController,
      CustomerCreditPaymentController,
      OwnPaymentsController,
      ReconciliationItemsController,
    ],
    providers: [{ provide: PAYMENT_PORTS, useValue: ports }],
  };
}

/** What payments does when something has happened elsewhere. */
export function paymentReactions(ports: Pick<PaymentPorts, 'payouts'>) {
  return { controllers: [PayReservedReaction], providers: [{ provide: PAYMENT_PORTS, useValue: ports }] };
}
