/** Haber's own API: customers, what was decided on them, and the erasure of what is personal. */
import { Standings } from '@haber/account-writer';
import {
  changeCustomerStatusOperation,
  customerAnswer,
  decideKycOperation,
  erasePersonalDataOperation,
  erasureAnswer,
  ownError,
  ownValidationError,
  parseChangeCustomerStatus,
  parseCommandQuery,
  parseDecideKyc,
  parseNoQuery,
  parseOwnId,
  parsePutCustomer,
  putCustomerOperation,
  readCustomerOperation,
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
  platformProblem,
  Problem,
  type RequestContext,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import {
  type Customer,
  customerDefinition,
  type CustomerEvent,
  customerStream,
  type Sealed,
  type StreamId,
} from '@haber/ledger';
import { sealRecordIfKept } from '@haber/personal-data';
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { type CustomerCommand, decideCustomer } from '../domain/customer';
import { APPLICATION_PORTS, type ApplicationPorts } from '../ports';
import { customerShown, type Viewer } from './customer-shown';
import { customerRefusals, putCustomer } from './put-customer';

/** A customer that the caller may act for. */
interface Asked {
  readonly context: RequestContext;
  readonly customerId: string;
  readonly stream: StreamId;
}

@Controller('api/v1/customers/:id')
export class CustomersController {
  private readonly standings: Standings<Customer, CustomerEvent, CustomerEvent>;

  constructor(@Inject(APPLICATION_PORTS) private readonly ports: ApplicationPorts) {
    this.standings = new Standings(customerDefinition, ports.store);
  }

  @Put()
  @Operation(putCustomerOperation)
  @RequireScope('customers:write')
  async put(@Exchange() { context, body, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const asked = askedOf(context, raw);
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const said = valid(parsePutCustomer(body), ownValidationError);
    const done = await putCustomer(this.ports, { ...asked, said, dryRun });
    const answer = await answerOf(this.customerAfter(asked, done, said.personal));
    if (done.events.some(({ event }) => event.type === 'customer.registered.v1')) void reply.code(201);
    sendEvidence(reply, done);
    return answer;
  }

  @Get()
  @Operation(readCustomerOperation)
  @RequireScope('customers:read')
  async read(@Exchange() { context, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const { stream } = askedOf(context, raw);
    valid(parseNoQuery(query), ownValidationError);
    const standing = await this.standings.at(stream);
    const shown = standing && (await customerShown(this.ports, standing, { stream, viewer: { mayRead: true } }));
    if (!shown) throw new Problem(ownError('customer_not_found'));
    void reply.header('etag', `"${standing.revision}"`);
    return customerAnswer(shown, standing);
  }

  @Post('kyc')
  @HttpCode(200)
  @Operation(decideKycOperation)
  @RequireScope('customers:write')
  async decideKyc(@Exchange() exchange: HttpExchange, @Param('id') raw: string): Promise<object> {
    const asked = askedOf(exchange.context, raw);
    const { value: status, reason } = valid(parseDecideKyc(exchange.body), ownValidationError);
    const kept = await this.sealedReason(asked, reason, 'kycReason');
    return this.decided(exchange, asked, { type: 'decide-kyc', status, reason: kept });
  }

  @Post('status')
  @HttpCode(200)
  @Operation(changeCustomerStatusOperation)
  @RequireScope('customers:write')
  async changeStatus(@Exchange() exchange: HttpExchange, @Param('id') raw: string): Promise<object> {
    const asked = askedOf(exchange.context, raw);
    const { value, reason } = valid(parseChangeCustomerStatus(exchange.body), ownValidationError);
    const kept = await this.sealedReason(asked, reason, 'activityReason');
    return this.decided(exchange, asked, { type: 'change-activity', value, reason: kept });
  }

  @Delete('personal-data')
  @Operation(erasePersonalDataOperation)
  @RequireScope('customers:write')
  async erase(@Exchange() { context, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const asked = askedOf(context, raw);
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const { state, revision } = await this.ports.customers.load(asked.stream);
    if (state.status === 'absent') throw new Problem(ownError('customer_not_found'));
    // Before the key is gone: nothing else of an erasure can be refused.
    if ((context.expectedRevision ?? revision) !== revision) throw platformProblem('precondition_failed');
    const { erasure } = this.ports;
    const by = commandOrigin(context, this.ports.fingerprint);
    const done = dryRun
      ? { revision, statement: await erasure.statement() }
      : await answerOf(erasure.erase(asked.customerId, by));
    sendEvidence(reply, { ...done, replayed: false });
    return erasureAnswer({ id: asked.customerId, statement: done.statement }, evidenceOf(done));
  }

  private async decided(
    { context, query, reply }: HttpExchange,
    asked: Asked,
    command: CustomerCommand,
  ): Promise<object> {
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const done = await carriedOut(
      { writer: this.ports.customers, definition: customerDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream: asked.stream,
        decide: (state) => decideCustomer(state, command),
      },
      customerRefusals,
    );
    const answer = await answerOf(this.customerAfter(asked, done));
    sendEvidence(reply, done);
    return answer;
  }

  /** A repeat is answered as the first was. */
  private async customerAfter(
    { context, stream }: Asked,
    done: CarriedOut<CustomerEvent>,
    said?: Viewer['said'],
  ): Promise<object> {
    const { actor, scopes } = callerOf(context);
    const viewer = { mayRead: scopes.has('customers:read'), ...(said && { said }) };
    const standing = await this.standings.after(stream, done, actor);
    const shown = standing && (await customerShown(this.ports, standing, { stream, viewer }));
    if (!shown) throw new Error('a command on a customer left no customer');
    return customerAnswer(shown, evidenceOf(done));
  }

  /** With the present ciphertext, if it says the same. Only a registered customer has a key to seal under. */
  private async sealedReason(
    { stream }: Asked,
    reason: string | null,
    present: 'kycReason' | 'activityReason',
  ): Promise<Sealed | null> {
    const { state } = await this.ports.customers.load(stream);
    if (reason === null || state.status !== 'registered') return null;
    const before = { reason: state[present] };
    const sealed = await sealRecordIfKept(this.ports.personalData, stream, { said: { reason }, before });
    return sealed?.reason ?? null; // null too while he is being erased
  }
}

function askedOf(context: RequestContext, raw: string): Asked {
  const customerId = valid(parseOwnId(raw), ownValidationError);
  if (!mayActFor(context, customerId)) throw new Problem(ownError('customer_not_found'));
  return { context, customerId, stream: customerStream(callerOf(context).tenant, customerId) };
}
