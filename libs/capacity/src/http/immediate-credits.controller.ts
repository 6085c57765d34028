/** Dialect B: a merchant takes out of what it has processed, and asks what is left and what became of it. */
import {
  BAD_CURSOR,
  capacityAnswer,
  executeCreditOperation,
  executionAnswer,
  executionsAnswer,
  type ExecutionShown,
  type ExecutionStatus,
  immediateCreditsError,
  listExecutionsOperation,
  parseExecutionsQuery,
  readCapacityOperation,
  readExecutionOperation,
  requestFaultsError,
} from '@haber/dialects';
import {
  CountAs,
  cursorOf,
  Exchange,
  type HttpExchange,
  Operation,
  placeOf,
  Problem,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import { digitsOf } from '@haber/money';
import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { CAPACITY_PORTS, type CapacityPorts } from '../ports';
import type { CapacityRow, ExecutionRow } from '../projections/capacity-row';
import type { StandingExecution } from '../projections/capacity-tables';
import { currentCapacity, executionNamed, executionsPage } from '../queries/current';
import { Executions } from './execute-credit';
import { DEFAULT_CURRENCY, merchantOf } from './merchant';

@Controller('api/v1/credits')
@CountAs('immediate_credits')
export class ImmediateCreditsController {
  private readonly executions: Executions;

  constructor(@Inject(CAPACITY_PORTS) private readonly ports: CapacityPorts) {
    this.executions = new Executions(ports);
  }

  @Post('execute')
  @HttpCode(200)
  @Operation(executeCreditOperation)
  @RequireScope('credits:execute')
  async execute(@Exchange() { context, body, reply }: HttpExchange): Promise<object> {
    const done = await this.executions.execute(merchantOf(context), context, body);
    sendEvidence(reply, done);
    return executionAnswer(done.shown, done.digits);
  }

  @Get('capacity')
  @Operation(readCapacityOperation)
  @RequireScope('credits:execute', 'credits:read')
  async capacity(@Exchange() { context }: HttpExchange): Promise<object> {
    const row = await this.current(merchantOf(context).stream);
    if (row === undefined) return capacityAnswer(NOTHING, digitsOf(DEFAULT_CURRENCY));
    const { balances, lastTransactionAt, recordedAt: updatedAt } = row;
    return capacityAnswer({ ...balances, lastTransactionAt, updatedAt }, digitsOf(balances.currency));
  }

  @Get()
  @Operation(listExecutionsOperation)
  @RequireScope('credits:execute', 'credits:read')
  async list(@Exchange() { context, query }: HttpExchange): Promise<object> {
    const { stream } = merchantOf(context);
    const { limit, status, cursor } = valid(parseExecutionsQuery(query), requestFaultsError);
    const list = `executions ${stream} ${status ?? ''}`;
    const before = cursor === undefined ? undefined : revisionIn(list, cursor);
    const row = await this.current(stream);
    if (row === undefined) {
      return executionsAnswer([], { nextCursor: undefined, currencyDigits: digitsOf(DEFAULT_CURRENCY) });
    }
    const asked = { stream, limit, before, status: status && STATUS_IN_ROWS[status] };
    const { executions, next } = await executionsPage(this.ports, asked);
    const nextCursor = next === undefined ? undefined : cursorOf(list, `${next}`);
    const shown = executions.map(shownOf);
    return executionsAnswer(shown, { nextCursor, currencyDigits: digitsOf(row.balances.currency) });
  }

  @Get(':transactionId')
  @Operation(readExecutionOperation)
  @RequireScope('credits:execute', 'credits:read')
  async read(@Exchange() { context }: HttpExchange, @Param('transactionId') executionId: string): Promise<object> {
    const { stream } = merchantOf(context);
    const row = await this.current(stream);
    const execution = row && (await executionNamed(this.ports, stream, executionId));
    if (!execution) throw new Problem(immediateCreditsError('execution_not_found'));
    return executionAnswer(shownOf(execution), digitsOf(row.balances.currency));
  }

  /** Undefined before the first transaction. @throws Problem while the read model is too far behind to be true */
  private async current(stream: string): Promise<CapacityRow | undefined> {
    const found = await currentCapacity(this.ports, stream);
    if (found === 'behind') {
      throw new Problem({ ...immediateCreditsError('service_unavailable'), retryAfterSeconds: 1, outcome: 'none' });
    }
    return found === 'absent' ? undefined : found;
  }
}

const NOTHING = {
  ...{ processedMinor: 0n, creditedMinor: 0n, availableMinor: 0n },
  ...{ lastTransactionAt: null, updatedAt: null },
};

const STATUS_IN_ROWS: Readonly<Record<ExecutionStatus, ExecutionRow['status']>> = {
  APROBADA: 'approved',
  ESPERA: 'in_process',
  RECHAZADA: 'rejected',
};
const STATUS_SHOWN = { approved: 'APROBADA', in_process: 'ESPERA', rejected: 'RECHAZADA' } as const;

/** What is left is as of now. */
function shownOf(execution: StandingExecution): ExecutionShown {
  const { executionId: transactionId, status, bankReference, availableMinor } = execution;
  const remainingMinor = status === 'in_process' ? null : availableMinor;
  return { transactionId, status: STATUS_SHOWN[status], bankReference, remainingMinor };
}

/** @throws Problem for a cursor that this list did not make */
function revisionIn(list: string, cursor: string): number {
  const [place = ''] = placeOf(cursor, list, 1) ?? [];
  if (/^(0|[1-9]\d{0,14})$/.test(place)) return Number(place);
  throw new Problem(requestFaultsError([BAD_CURSOR]));
}
