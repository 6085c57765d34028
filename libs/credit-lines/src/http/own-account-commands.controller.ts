/** Haber's own API, what is done to one account: use it, and operate it by hand. */
import {
  adjustAccountOperation,
  adjustmentAnswer,
  changeAccountStatusOperation,
  changeLimitOperation,
  limitAnswer,
  ownValidationError,
  parseAdjustAccount,
  parseChangeAccountStatus,
  parseChangeLimit,
  parseCommandQuery,
  parseUseAccount,
  parseWriteOffAccount,
  standingAnswer,
  useAccountOperation,
  useAnswer,
  writeOffAccountOperation,
  writeOffAnswer,
} from '@haber/dialects';
import {
  type BusinessKey,
  callerOf,
  carriedOut,
  type CarriedOut,
  commandOrigin,
  eventOf,
  evidenceOf,
  Exchange,
  type HttpExchange,
  Operation,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import { creditAccountDefinition, type CreditAccountEvent } from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import type { CreditLineCommand } from '../domain/credit-line';
import { CREDIT_LINE_PORTS, type CreditLinePorts } from '../ports';
import {
  amountIn,
  type AskedAccount,
  askedAccount,
  bookStatus,
  decideAsRead,
  refusalsIn,
  sealedReason,
} from './asked-account';
import { orderKey } from './order-key';

interface Asked {
  readonly account: AskedAccount;
  readonly command: CreditLineCommand;
  readonly business?: BusinessKey | undefined;
}

@Controller('api/v1/accounts/:id')
export class OwnAccountCommandsController {
  constructor(@Inject(CREDIT_LINE_PORTS) private readonly ports: CreditLinePorts) {}

  @Post('uses')
  @Operation(useAccountOperation)
  @RequireScope('accounts:use')
  async use(@Exchange() exchange: HttpExchange, @Param('id') id: string): Promise<object> {
    const { amount, ...use } = valid(parseUseAccount(exchange.body), ownValidationError);
    const account = await askedAccount(this.ports, exchange.context, id);
    const amountMinor = amountIn(account, amount, 'amount');
    const command = { type: 'use-credit', amountMinor, ...use } as const;
    const business = orderKey(command, digitsOf(account.state.terms.currency));
    const done = await this.carriedOut(exchange, { account, command, business });
    return useAnswer(eventOf(done, 'credit-account.credit-used.v1'), evidenceOf(done));
  }

  @Post('limit')
  @HttpCode(200)
  @Operation(changeLimitOperation)
  @RequireScope('accounts:operate')
  async changeLimit(@Exchange() exchange: HttpExchange, @Param('id') id: string): Promise<object> {
    const { limit, reason } = valid(parseChangeLimit(exchange.body), ownValidationError);
    const account = await askedAccount(this.ports, exchange.context, id);
    const limitMinor = amountIn(account, limit, 'limit');
    const { actor, approvalNeedsSecondActor: secondActorNeeded } = callerOf(exchange.context);
    const why = await this.sealed(exchange, account, reason);
    const command = { type: 'change-limit', limitMinor, actor, secondActorNeeded, reason: why } as const;
    const done = await this.carriedOut(exchange, { account, command });
    return limitAnswer(eventOf(done, 'credit-account.limit-changed.v1'), evidenceOf(done));
  }

  @Post('status')
  @HttpCode(200)
  @Operation(changeAccountStatusOperation)
  @RequireScope('accounts:operate')
  async changeStatus(@Exchange() exchange: HttpExchange, @Param('id') id: string): Promise<object> {
    const { value, reason } = valid(parseChangeAccountStatus(exchange.body), ownValidationError);
    const account = await askedAccount(this.ports, exchange.context, id);
    const { actor } = callerOf(exchange.context);
    const why = await this.sealed(exchange, account, reason);
    const command = { type: 'change-status', to: bookStatus(value), actor, reason: why } as const;
    const done = await this.carriedOut(exchange, { account, command });
    return standingAnswer(done, evidenceOf(done));
  }

  @Post('adjustments')
  @Operation(adjustAccountOperation)
  @RequireScope('accounts:adjust')
  async adjust(@Exchange() exchange: HttpExchange, @Param('id') id: string): Promise<object> {
    const { amount, reason, ...said } = valid(parseAdjustAccount(exchange.body), ownValidationError);
    const account = await askedAccount(this.ports, exchange.context, id);
    const amountMinor = amountIn(account, amount, 'amount');
    const { actor } = callerOf(exchange.context);
    const why = await this.sealed(exchange, account, reason);
    const command = { type: 'adjust-credit', amountMinor, actor, reason: why, ...said } as const;
    const done = await this.carriedOut(exchange, { account, command });
    return adjustmentAnswer(eventOf(done, 'credit-account.adjusted.v1'), evidenceOf(done));
  }

  @Post('write-off')
  @Operation(writeOffAccountOperation)
  @RequireScope('accounts:adjust')
  async writeOff(@Exchange() exchange: HttpExchange, @Param('id') id: string): Promise<object> {
    const { reason, ...said } = valid(parseWriteOffAccount(exchange.body), ownValidationError);
    const account = await askedAccount(this.ports, exchange.context, id);
    const { actor } = callerOf(exchange.context);
    const why = await this.sealed(exchange, account, reason);
    const command = { type: 'write-off-credit', actor, reason: why, ...said } as const;
    const done = await this.carriedOut(exchange, { account, command });
    return writeOffAnswer(eventOf(done, 'credit-account.written-off.v1'), evidenceOf(done));
  }

  private sealed({ context }: HttpExchange, { state: { customerId } }: AskedAccount, reason: string) {
    return sealedReason(this.ports, context, { customerId, reason });
  }

  /** Done, or as it would be, with the headers that prove it. @throws Problem, WriterUnavailable */
  private async carriedOut(
    { context, query, reply }: HttpExchange,
    { account, command, business }: Asked,
  ): Promise<CarriedOut<CreditAccountEvent>> {
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const done = await carriedOut(
      { writer: this.ports.accounts, definition: creditAccountDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint, business),
        stream: account.stream,
        decide: decideAsRead(account, command),
      },
      refusalsIn(account.state.terms.currency),
    );
    sendEvidence(reply, done);
    return done;
  }
}
