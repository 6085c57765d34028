/** Haber's own API: customers' bank accounts, and what came of verifying them. */
import { Standings } from '@haber/account-writer';
import {
  bankAccountAnswer,
  decideVerificationOperation,
  ownError,
  ownValidationError,
  parseCommandQuery,
  parseDecideVerification,
  parseNoQuery,
  parseOwnId,
  parsePutBankAccount,
  putBankAccountOperation,
  readBankAccountOperation,
} from '@haber/dialects';
import {
  answerOf,
  callerOf,
  type CarriedOut,
  carriedOut,
  commandOrigin,
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
  type BankAccount,
  bankAccountDefinition,
  type BankAccountEvent,
  bankAccountStream,
  customerStream,
  type Sealed,
  type StreamId,
} from '@haber/ledger';
import { sealRecordIfKept } from '@haber/personal-data';
import { Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { decideBankAccount } from '../domain/bank-account';
import { PAYMENT_PORTS, type PaymentPorts } from '../ports';
import { bankAccountShown, type Viewer } from './bank-account-shown';
import { bankAccountRefusals, putBankAccount } from './put-bank-account';

interface Asked {
  readonly context: RequestContext;
  readonly bankAccountId: string;
  readonly stream: StreamId;
}

@Controller('api/v1/bank-accounts/:id')
export class BankAccountsController {
  private readonly standings: Standings<BankAccount, BankAccountEvent, BankAccountEvent>;

  constructor(@Inject(PAYMENT_PORTS) private readonly ports: PaymentPorts) {
    this.standings = new Standings(bankAccountDefinition, ports.store);
  }

  @Put()
  @Operation(putBankAccountOperation)
  @RequireScope('bank-accounts:write')
  async put(@Exchange() { context, body, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const asked = askedOf(context, raw);
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const said = valid(parsePutBankAccount(body), ownValidationError);
    if (!mayActFor(context, said.customerId)) throw new Problem(ownError('customer_not_found'));
    const { personal, ...rest } = said;
    const done = await putBankAccount(this.ports, { ...asked, said: rest, personal, dryRun });
    const answer = await answerOf(this.accountAfter(asked, done, personal));
    if (done.events.some(({ event }) => event.type === 'bank-account.registered.v1')) void reply.code(201);
    sendEvidence(reply, done);
    return answer;
  }

  @Get()
  @Operation(readBankAccountOperation)
  @RequireScope('bank-accounts:read')
  async read(@Exchange() { context, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const { stream } = askedOf(context, raw);
    valid(parseNoQuery(query), ownValidationError);
    const standing = await this.standings.at(stream);
    const viewer = { tenant: callerOf(context).tenant, mayRead: true };
    const shown = standing && (await bankAccountShown(this.ports, standing, viewer));
    if (!shown || !mayActFor(context, shown.customerId)) throw notFound();
    void reply.header('etag', `"${standing.revision}"`);
    return bankAccountAnswer(shown, standing);
  }

  @Post('verification')
  @HttpCode(200)
  @Operation(decideVerificationOperation)
  @RequireScope('bank-accounts:write')
  async verify(@Exchange() { context, body, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const asked = askedOf(context, raw);
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const { value: status, reason } = valid(parseDecideVerification(body), ownValidationError);
    const kept = await this.sealedReason(asked, reason);
    const done = await carriedOut(
      { writer: this.ports.bankAccounts, definition: bankAccountDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream: asked.stream,
        decide: (state) => decideBankAccount(state, { type: 'decide-verification', status, reason: kept }),
      },
      bankAccountRefusals,
    );
    const answer = await answerOf(this.accountAfter(asked, done));
    sendEvidence(reply, done);
    return answer;
  }

  /** A repeat is answered as the first was. */
  private async accountAfter(
    { context, stream }: Asked,
    done: CarriedOut<BankAccountEvent>,
    said?: Viewer['said'],
  ): Promise<object> {
    const { tenant, actor, scopes } = callerOf(context);
    const viewer = { tenant, mayRead: scopes.has('bank-accounts:read'), ...(said && { said }) };
    const standing = await this.standings.after(stream, done, actor);
    const shown = standing && (await bankAccountShown(this.ports, standing, viewer));
    if (!shown) throw new Error('a command on a bank account left none');
    return bankAccountAnswer(shown, evidenceOf(done));
  }

  /**
   * With the present ciphertext, if it says the same. Only a registered customer has a key to seal under.
   * @throws Problem where the account is another customer's than the key is bound to
   */
  private async sealedReason({ context, stream }: Asked, reason: string | null): Promise<Sealed | null> {
    const { state } = await this.ports.bankAccounts.load(stream);
    if (state.status === 'absent') return null;
    const { customerId } = state.details;
    if (!mayActFor(context, customerId)) throw notFound();
    if (reason === null) return null;
    const person = customerStream(callerOf(context).tenant, customerId);
    return this.keptReason(person, { said: { reason }, before: { reason: state.verificationReason } });
  }

  private async keptReason(
    owner: StreamId,
    compared: { readonly said: { reason: string }; readonly before: { reason: Sealed | null } },
  ): Promise<Sealed | null> {
    const { state } = await this.ports.customers.load(owner);
    if (state.status !== 'registered') return null;
    const sealed = await sealRecordIfKept(this.ports.personalData, owner, compared);
    return sealed?.reason ?? null; // null too while he is being erased
  }
}

function askedOf(context: RequestContext, raw: string): Asked {
  const bankAccountId = valid(parseOwnId(raw), ownValidationError);
  return { context, bankAccountId, stream: bankAccountStream(callerOf(context).tenant, bankAccountId) };
}

function notFound(): Problem {
  return new Problem(ownError('bank_account_not_found'));
}
