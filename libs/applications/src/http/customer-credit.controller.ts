/** Dialect A, the part of applications: a customer asks for credit, and somebody approves it. */
import type { Command } from '@haber/account-writer';
import {
  approveCreditOperation,
  creditApprovedAnswer,
  creditRequestedAnswer,
  customerCreditError,
  parseApproveCredit,
  parseCustomerId,
  parseRequestCredit,
  type RequestCredit,
  requestCreditOperation,
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
  COMMERCIAL_PRODUCT,
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  type Customer,
  customerStream,
  publicId,
  type StreamId,
  type Tenant,
  uuidOf,
} from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { type ApplicationRejection, decide } from '../domain/credit-application';
import { APPLICATION_PORTS, type ApplicationPorts } from '../ports';
import { registerCustomer } from './register-customer';
import { repeatOf } from './repeat-of';

/** Of the partner's product: requests name no currency. An account answers in its own. */
const DIGITS = digitsOf(COMMERCIAL_PRODUCT.currency);

type AskedCredit = Command<CreditAccount, CreditAccountDraft, ApplicationRejection>;

@Controller('api/v1/customers/:customerId/credit')
@AcceptApiKeyHeader()
export class CustomerCreditApplicationController {
  constructor(@Inject(APPLICATION_PORTS) private readonly ports: ApplicationPorts) {}

  @Post('request')
  @Operation(requestCreditOperation)
  @RequireScope('credit:request')
  async request(
    @Exchange() { context, body, reply }: HttpExchange,
    @Param('customerId') customer: string,
  ): Promise<object> {
    const customerId = customerOf(context, customer);
    const request = valid(parseRequestCredit(body, DIGITS), validationError);
    const accepted = await this.requestCredit(context, customerId, request);
    const { event, metadata } = eventOf(accepted, 'credit-account.requested.v1');
    sendEvidence(reply, accepted);
    const { accountId: creditAccountId, requestedLimitMinor, paymentTermDays, balances } = event.data;
    const requested = { creditAccountId, requestedLimitMinor, paymentTermDays, createdAt: metadata.recordedAt };
    return creditRequestedAnswer(requested, digitsOf(balances.currency));
  }

  @Post('approve')
  @HttpCode(200)
  @Operation(approveCreditOperation)
  @RequireScope('credit:approve')
  async approve(
    @Exchange() { context, body, reply }: HttpExchange,
    @Param('customerId') customer: string,
  ): Promise<object> {
    const customerId = customerOf(context, customer);
    const { notes, ...terms } = valid(parseApproveCredit(body, DIGITS), validationError);
    const { tenant, actor, approvalNeedsSecondActor: secondActorNeeded } = callerOf(context);
    const sealedNotes = await this.sealedNotes(tenant, customerId, notes);
    const command = { type: 'approve-credit', ...terms, notes: sealedNotes, actor, secondActorNeeded } as const;
    const accepted = await executed(
      this.ports.accounts,
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream: commercialCreditStream(tenant, customerId),
        decide: (state, decideContext) => decide(state, command, decideContext),
      },
      this.refusals(tenant, customerId),
    );
    const { event, metadata } = eventOf(accepted, 'credit-account.approved.v1');
    sendEvidence(reply, accepted);
    const { accountId: creditAccountId, limitMinor, paymentTermDays, approvedBy, balances } = event.data;
    const figures = { creditLimitMinor: limitMinor, creditAvailableMinor: balances.availableMinor };
    const decision = { paymentTermDays, approvedBy, approvedAt: metadata.recordedAt };
    return creditApprovedAnswer({ creditAccountId, ...figures, ...decision }, digitsOf(balances.currency));
  }

  /** The customer first, in its own stream; then the request, which relies on it. */
  private async requestCredit(context: RequestContext, customerId: string, request: RequestCredit) {
    const { tenant, actor } = callerOf(context);
    const stream = commercialCreditStream(tenant, customerId);
    const command = {
      type: 'request-credit',
      accountId: publicId('credit', uuidOf(stream)),
      customerId,
      terms: COMMERCIAL_PRODUCT,
      requestedLimitMinor: request.requestedLimitMinor,
      paymentTermDays: request.paymentTermDays,
      actor,
    } as const;
    const asked: AskedCredit = {
      ...commandOrigin(context, this.ports.fingerprint),
      stream,
      decide: (state, decideContext) => decide(state, command, decideContext),
    };
    const refusals = this.refusals(tenant, customerId);
    const person = customerStream(tenant, customerId);
    const { state: customer } = await this.ports.customers.load(person);
    const repeat = mayBeRefused(customer, asked) ? await repeatOf(this.ports.accounts, asked, refusals) : undefined;
    if (repeat) return repeat;
    const registered = await registerCustomer(this.ports, { context, customerId, business: request.business });
    const relied = { [registered.stream]: registered.revision };
    return executed(this.ports.accounts, { ...asked, relied }, refusals);
  }

  /**
   * Under the key that a registered customer has, and no other: nothing new is kept about an erased or unknown one, nor
   * about one who is being erased just now.
   */
  private async sealedNotes(tenant: Tenant, customerId: string, notes: string | undefined) {
    if (notes === undefined) return null;
    const person = customerStream(tenant, customerId);
    const { state } = await this.ports.customers.load(person);
    if (state.status !== 'registered') return null;
    return (await this.ports.personalData.sealIfKept(person, { notes }))?.notes ?? null;
  }

  private async isKnown(customer: StreamId): Promise<boolean> {
    return (await this.ports.customers.load(customer)).state.status !== 'absent';
  }

  private refusals(tenant: Tenant, customerId: string) {
    return {
      keyReused: () => new Problem(customerCreditError('idempotency_key_reused')),
      rejected: async ({ code }: ApplicationRejection): Promise<Problem> => {
        const known = code !== 'credit_not_found' || (await this.isKnown(customerStream(tenant, customerId)));
        return new Problem(customerCreditError(known ? code : 'customer_not_found'));
      },
    };
  }
}

/**
 * Before somebody is registered, and where a refusal would be too late. Of a customer who was never seen nothing else
 * can be refused than a revision that his account does not have.
 */
function mayBeRefused({ status }: Customer, { expectedRevision }: AskedCredit): boolean {
  return status === 'erased' || (status === 'absent' && expectedRevision !== undefined);
}

function customerOf(context: RequestContext, raw: string): string {
  const customerId = valid(parseCustomerId(raw), validationError);
  if (!mayActFor(context, customerId)) throw new Problem(customerCreditError('customer_not_found'));
  return customerId;
}
