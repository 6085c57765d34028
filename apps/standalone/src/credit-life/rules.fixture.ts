/** The rules of all three contexts behind one door: what decides a command of a random life, or a line of a table. */
import 'reflect-metadata'; // before Nest, which the contexts' modules bring
import { type ApplicationRejection, decideApplication } from '@haber/applications';
import {
  type CreditLineCommand,
  type CreditLineRejection,
  decideCreditLine,
  decideImport,
  type ImportAccount,
} from '@haber/credit-lines';
import {
  COMMERCIAL_PRODUCT,
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  type DecideContext,
  type Decision,
  NO_DESCRIPTION,
  publicId,
  type Tenant,
  uuidOf,
} from '@haber/ledger';
import { decidePayment, type PaymentRejection } from '@haber/payments';
import { dateOfDay, type LifeCommand, type LifeCommandOf } from '@haber/testing';

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
    case 'import':
      return (state, context) => decideImport(state, importOf(command, customer), context);
    case 'pay':
      return (state, context) => decidePayment(state, paymentOf(command, name), context);
    default: {
      const asked = creditLineCommandOf(command, name, customer);
      return (state, context) => decideCreditLine(state, asked, context);
    }
  }
}

function idsOf({ customerId, timeZone }: Customer) {
  const accountId = publicId('credit', uuidOf(commercialCreditStream(TENANT, customerId)));
  return { accountId, customerId, terms: { ...COMMERCIAL_PRODUCT, timeZone } };
}

function requestOf(command: LifeCommandOf<'request'>, customer: Customer) {
  const { limitMinor: requestedLimitMinor, termDays: paymentTermDays, actor } = command;
  return { type: 'request-credit', ...idsOf(customer), requestedLimitMinor, paymentTermDays, actor } as const;
}

/** As it stood on 2025-01-14, the day before lives begin. */
function importOf(command: LifeCommandOf<'import'>, customer: Customer): ImportAccount {
  const { status, limitMinor, termDays: paymentTermDays, said } = command;
  const debts = command.debts.map(({ usedDay, dueDay, amountMinor }) => ({
    reference: null,
    usedOn: dateOfDay(usedDay),
    dueOn: dateOfDay(dueDay),
    amountMinor,
  }));
  const when = { asOf: '2025-01-14', openedAt: '2024-01-02T00:00:00.000Z', batchId: 'ab'.repeat(32) };
  const figures = { status, limitMinor, paymentTermDays, debts, knownOrderIds: [], knownPaymentReferences: [] };
  return { type: 'import-account', ...idsOf(customer), ...figures, ...when, ...said, actor: 'migrator' };
}

function paymentOf({ amountMinor, paymentDate, strict }: LifeCommandOf<'pay'>, paymentReference: string) {
  const olderDates = strict ? 'refused' : 'at-the-boundary';
  const pay = { type: 'receive-payment', paymentReference, amountMinor, olderDates, ...NO_DESCRIPTION } as const;
  return paymentDate === undefined ? pay : { ...pay, paymentDate };
}

type OnTheLine = Exclude<LifeCommand, { kind: 'request' | 'approve' | 'import' | 'pay' }>;

function creditLineCommandOf(command: OnTheLine, orderId: string, customer: Customer): CreditLineCommand {
  switch (command.kind) {
    case 'open':
      return openingOf(command, customer);
    case 'describe':
      return { type: 'describe-credit', ...command.said };
    case 'use':
      return { type: 'use-credit', orderId, amountMinor: command.amountMinor, ...NO_DESCRIPTION };
    case 'standing':
      return { type: 'change-status', to: command.to, reason: null, actor: command.actor };
    case 'limit': {
      const { limitMinor, actor, fourEyes: secondActorNeeded } = command;
      return { type: 'change-limit', limitMinor, reason: null, actor, secondActorNeeded };
    }
    case 'adjust': {
      const { amountMinor, actor } = command;
      return { type: 'adjust-credit', amountMinor, reason: null, actor, ...NO_DESCRIPTION };
    }
    case 'write-off':
      return { type: 'write-off-credit', reason: null, actor: command.actor, ...NO_DESCRIPTION };
    case 'catch-up':
      return { type: 'catch-up' };
  }
}

function openingOf(command: LifeCommandOf<'open'>, customer: Customer): CreditLineCommand {
  const { limitMinor, termDays: paymentTermDays, limitMayFall, said, actor, fourEyes: secondActorNeeded } = command;
  const { terms, ...ids } = idsOf(customer);
  const granted = { limitMinor, paymentTermDays, terms: { ...terms, limitMayFall }, customer: command.customer };
  return { type: 'open-credit', ...ids, ...granted, ...said, actor, secondActorNeeded };
}
