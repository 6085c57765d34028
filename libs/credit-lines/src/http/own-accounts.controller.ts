/** Haber's own API, accounts: open, list, read, describe. */
import {
  accountAnswer,
  type AccountsAsked,
  describeAccountOperation,
  descriptionAnswer,
  inCurrency,
  listAccountsOperation,
  listedAccountAnswer,
  type OpenAccount,
  openAccountOperation,
  openedAnswer,
  openingNeedsFourEyes,
  ownError,
  ownValidationError,
  parseAccountsQuery,
  parseCommandQuery,
  parseDescribeAccount,
  parseNoQuery,
  parseOpenAccount,
  readAccountOperation,
  wirePage,
} from '@haber/dialects';
import { hash } from 'node:crypto';
import { hashOf } from '@haber/event-store';
import {
  callerOf,
  carriedOut,
  commandOrigin,
  cursorOf,
  eventOf,
  evidenceOf,
  Exchange,
  type HttpExchange,
  mayActFor,
  Operation,
  isInstant,
  placeOf,
  platformProblem,
  Problem,
  type RequestContext,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import {
  accountStream,
  commercialCreditStream,
  creditAccountDefinition,
  customerStream,
  productStream,
  publicId,
  type StreamId,
  termsInForce,
  uuidOf,
} from '@haber/ledger';
import { Controller, Get, Inject, Param, Patch, Post } from '@nestjs/common';
import { type CommandOf, decide } from '../domain/credit-line';
import { CREDIT_LINE_PORTS, type CreditLinePorts } from '../ports';
import { type AccountPlace, accountsPage } from '../queries/accounts';
import { currentCreditStanding } from '../queries/credit-standing';
import { accountNotFound, askedAccount, bookStatus, refusalsIn } from './asked-account';

@Controller('api/v1/accounts')
export class OwnAccountsController {
  constructor(@Inject(CREDIT_LINE_PORTS) private readonly ports: CreditLinePorts) {}

  @Post()
  @Operation(openAccountOperation)
  @RequireScope('accounts:open')
  async open(@Exchange() { context, body, query, reply }: HttpExchange): Promise<object> {
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const asked = valid(parseOpenAccount(body), ownValidationError);
    if (!mayActFor(context, asked.customerId)) throw new Problem(ownError('customer_not_found'));
    const { stream, command, relied } = await this.opening(context, asked);
    const done = await carriedOut(
      { writer: this.ports.accounts, definition: creditAccountDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream,
        relied,
        decide: (state, decideContext) => decide(state, command, decideContext),
      },
      openingRefusals(command.terms.currency),
    );
    sendEvidence(reply, done);
    return openedAnswer(eventOf(done, 'credit-account.opened.v1'), evidenceOf(done));
  }

  @Get()
  @Operation(listAccountsOperation)
  @RequireScope('accounts:read')
  async list(@Exchange() { context, query }: HttpExchange): Promise<object> {
    const asked = valid(parseAccountsQuery(query), ownValidationError);
    const { tenant, customerId: bound } = callerOf(context);
    const { status, externalId, limit } = asked;
    const list = listName(asked);
    const after = asked.cursor === undefined ? undefined : placeIn(list, asked.cursor);
    // A key that is bound to one customer sees that customer's account, and of any other customer nothing.
    const none = bound !== undefined && asked.customerId !== undefined && asked.customerId !== bound;
    const { accounts, next, asOf } = await accountsPage(this.ports, {
      tenant,
      customerId: bound ?? asked.customerId,
      status: status && bookStatus(status),
      externalId,
      limit,
      after,
    });
    const page = none ? wirePage([]) : wirePage(accounts.map(listedAccountAnswer), next && cursorTo(list, next));
    return { ...page, as_of: asOf };
  }

  @Get(':id')
  @Operation(readAccountOperation)
  @RequireScope('accounts:read')
  async read(@Exchange() { context, query, reply }: HttpExchange, @Param('id') id: string): Promise<object> {
    valid(parseNoQuery(query), ownValidationError);
    const { stream } = await askedAccount(this.ports, context, id);
    const found = await currentCreditStanding(this.ports, stream);
    if (found === 'absent') throw accountNotFound();
    if (found === 'behind') throw platformProblem('service_unavailable', { retryAfterSeconds: 1, outcome: 'none' });
    void reply.header('etag', `"${found.revision}"`);
    return accountAnswer(found, { revision: found.revision, hash: await this.hashAt(stream, found.revision) });
  }

  @Patch(':id')
  @Operation(describeAccountOperation)
  @RequireScope('accounts:open', 'accounts:operate')
  async describe(@Exchange() { context, body, query, reply }: HttpExchange, @Param('id') id: string): Promise<object> {
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const described = valid(parseDescribeAccount(body), ownValidationError);
    const { stream, state: account } = await askedAccount(this.ports, context, id);
    const done = await carriedOut(
      { writer: this.ports.accounts, definition: creditAccountDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream,
        decide: (state, decideContext) => decide(state, { type: 'describe-credit', ...described }, decideContext),
      },
      refusalsIn(account.terms.currency),
    );
    sendEvidence(reply, done);
    return descriptionAnswer(eventOf(done, 'credit-account.described.v1'), evidenceOf(done));
  }

  /** The command, with the customer and the product as they stand, and what it so relies on. @throws Problem */
  private async opening(context: RequestContext, asked: OpenAccount) {
    const { tenant, actor, approvalNeedsSecondActor: secondActorNeeded } = callerOf(context);
    const { customerId, productCode, externalId, metadata } = asked;
    const [person, catalogued] = [customerStream(tenant, customerId), productStream(tenant, productCode)];
    const [customer, product] = await Promise.all([
      this.ports.customers.load(person),
      this.ports.products.load(catalogued),
    ]);
    if (customer.state.status === 'absent') throw new Problem(ownError('customer_not_found'));
    const found = termsInForce(product.state, productCode, new Date(this.ports.clock()).toISOString());
    if (!found) throw new Problem(ownError('product_not_found'));
    const { currency } = found.terms;
    if ((asked.currency ?? currency) !== currency) {
      throw new Problem(ownError('currency_mismatch', { product_currency: currency }));
    }
    const stream = commercialCreditStream(tenant, customerId);
    const command: CommandOf<'open-credit'> = {
      type: 'open-credit',
      accountId: publicId('credit', uuidOf(stream)),
      customerId,
      customer: standingOfCustomer(customer.state),
      terms: found.terms,
      limitMinor: valid(inCurrency(asked.limit, currency, 'limit'), ownValidationError),
      paymentTermDays: asked.paymentTermDays ?? found.paymentTermDays,
      actor,
      secondActorNeeded,
      externalId,
      metadata,
    };
    const relied: Record<StreamId, number> = { [person]: customer.revision };
    if (product.revision >= 0) relied[catalogued] = product.revision;
    return { stream, command, relied };
  }

  /** @throws when the event is not there, which its row says it is */
  private async hashAt(stream: StreamId, revision: number): Promise<string> {
    const [event] = await this.ports.store.read(stream, revision, 1);
    if (!event) throw new Error(`${stream} has no revision ${revision}`);
    return hashOf(stream, revision, event);
  }
}

/** Four eyes are demanded here of nobody in particular: there is no other actor to turn to. */
function openingRefusals(currency: string): ReturnType<typeof refusalsIn> {
  const { rejected, keyReused } = refusalsIn(currency);
  return {
    keyReused,
    rejected: (rejection) =>
      rejection.code === 'four_eyes_required' ? new Problem(openingNeedsFourEyes()) : rejected(rejection),
  };
}

function standingOfCustomer({ status, active }: { readonly status: string; readonly active: boolean }) {
  if (status === 'erased') return 'erased';
  return active ? 'active' : 'inactive';
}

/** With its filters, whose texts may be long: a cursor is good for the list that made it. */
function listName({ customerId, status, externalId }: AccountsAsked): string {
  return `accounts ${hash('sha256', JSON.stringify([customerId, status, externalId]), 'base64url')}`;
}

function cursorTo(list: string, { createdAt, stream }: AccountPlace): string {
  return cursorOf(list, createdAt, stream);
}

/** @throws Problem for a cursor that this list did not make */
function placeIn(list: string, cursor: string): AccountPlace {
  const [createdAt = '', stream = ''] = placeOf(cursor, list, 2) ?? [];
  if (isInstant(createdAt) && accountStream(stream) === stream) return { createdAt, stream };
  throw new Problem(ownValidationError([{ detail: 'is no cursor of this list', parameter: 'cursor' }]));
}
