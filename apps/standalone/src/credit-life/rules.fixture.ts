/** The rules of all three contexts behind one door: what decides a command of a random life, or a line of a table. */
import 'reflect-metadata'; // before Nest, which the contexts' modules bring
import { type ApplicationRejection, decideApplication } from '@haber/applications';
import { type CreditLineRejection, decideCreditLine } from '@haber/credit-lines';
import {
  COMMERCIAL_PRODUCT,
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  publicId,
  type Tenant,
  uuidOf,
} from '@haber/ledger';
import { decidePayment, type PaymentRejection } from '@haber/payments';
import type { LifeCommand } from '@haber/testing';

export type Rejection = ApplicationRejection | CreditLineRejection | PaymentRejection;
type Rule = (state: CreditAccount, context: DecideContext) => Decision<CreditAccountDraft, Rejection>;

export const TENANT: Tenant = 'demo/test';

/** Whose credit it is, and the time zone of the product that is asked for. */
export interface Customer {
  readonly customerId: string;
  readonly timeZone: string;
}

/** `name` stands for the order or the payment, where the command has one. */
export function ruleOf(command: LifeCommand, name: string, customer: Customer): Rule {
  switch (command.kind) {
    case 'request':
      return (state, context) => decideApplication(state, requestOf(command, customer), context);
    case 'approve': {
      const { actor, fourEyes, limitMinor, termDays } = command;
      const figures = { ...(limitMinor && { limitMinor }), ...(termDays && { paymentTermDays: termDays }) };
      const approve = { type: 'approve-credit', notes: null, actor, secondActorNeeded: fourEyes, ...figures } as const;
      return (state, context) => decideApplication(state, approve, context);
    }
    case 'reject':
      return (state, context) =>
        decideApplication(state, { type: 'reject-credit', reason: null, actor: command.actor }, context);
    case 'pay': {
      const { amountMinor, paymentDate } = command;
      const pay = { type: 'receive-payment', paymentReference: name, amountMinor } as const;
      return (state, context) => decidePayment(state, paymentDate ? { ...pay, paymentDate } : pay, context);
    }
    default:
      return (state, context) => decideCreditLine(state, creditLineCommandOf(command, name), context);
  }
}

function requestOf(command: Extract<LifeCommand, { kind: 'request' }>, { customerId, timeZone }: Customer) {
  const { limitMinor: requestedLimitMinor, termDays: paymentTermDays, actor } = command;
  const accountId = publicId('credit', uuidOf(commercialCreditStream(TENANT, customerId)));
  const ids = { accountId, customerId, terms: { ...COMMERCIAL_PRODUCT, timeZone } };
  return { type: 'request-credit', ...ids, requestedLimitMinor, paymentTermDays, actor } as const;
}

type OnTheLine = Extract<LifeCommand, { kind: 'use' | 'block' | 'unblock' | 'close' | 'catch-up' }>;

function creditLineCommandOf(command: OnTheLine, orderId: string): Parameters<typeof decideCreditLine>[1] {
  switch (command.kind) {
    case 'use':
      return { type: 'use-credit', orderId, amountMinor: command.amountMinor };
    case 'block':
      return { type: 'block-credit', cause: 'operator', reason: null };
    case 'unblock':
      return { type: 'unblock-credit', reason: null };
    case 'close':
      return { type: 'close-credit', reason: null };
    case 'catch-up':
      return { type: 'catch-up' };
  }
}
