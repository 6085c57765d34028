/** Haber's own API, audit: balances at any time, the history of an account, the trial balance. Nothing here writes. */
import {
  balancesAtAnswer,
  eventAnswer,
  type HistoryAsked,
  ownError,
  ownValidationError,
  parseBalancesQuery,
  parseHistoryQuery,
  parseTrialBalanceQuery,
  LAST_REVISION,
  readBalancesOperation,
  readHistoryOperation,
  readTrialBalanceOperation,
  trialBalanceAnswer,
  wirePage,
} from '@haber/dialects';
import {
  callerOf,
  cursorOf,
  Exchange,
  type HttpExchange,
  Operation,
  placeOf,
  platformProblem,
  Problem,
  RequireScope,
  valid,
} from '@haber/http';
import { customerStream, type StreamId } from '@haber/ledger';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { AUDIT_PORTS, type AuditPorts } from '../ports';
import { LEDGER_ACCOUNTS } from '../projections/posting-row';
import { accountBalances } from '../queries/account-balances';
import { historyPage, type OpenTexts } from '../queries/account-history';
import { isSettled } from '../queries/settled';
import { trialBalance } from '../queries/trial-balance';
import { Turnstile } from '../queries/turnstile';
import { accountNotFound, askedAccount } from './asked-account';

/** Questions that may read a whole stream: few at once, so that commands hardly notice. */
const AT_ONCE = 2;
const MOST_WAITING = 32;

@Controller('api/v1')
export class AuditController {
  private readonly turnstile = new Turnstile(AT_ONCE, MOST_WAITING);

  constructor(@Inject(AUDIT_PORTS) private readonly ports: AuditPorts) {}

  @Get('accounts/:id/balances')
  @Operation(readBalancesOperation)
  @RequireScope('audit:read', 'accounts:read')
  async balances(@Exchange() { context, query, reply }: HttpExchange, @Param('id') id: string): Promise<object> {
    const asked = valid(parseBalancesQuery(query), ownValidationError);
    if ('knownAt' in asked) this.mustHaveBeen(asked.knownAt, 'known_at');
    const { stream, isCapacity } = await askedAccount(this.ports, context, id);
    if (isCapacity) throw accountNotFound();
    const answer = () => accountBalances(this.ports, stream, asked);
    const isLong = 'at' in asked && asked.at !== undefined;
    const found = await (isLong ? this.turnstile.through(answer) : answer());
    if (found === 'full') throw unavailable();
    if (!found) throw new Problem(ownError('revision_not_found'));
    void reply.header('etag', `"${found.revision}"`);
    return balancesAtAnswer(found);
  }

  @Get('accounts/:id/history')
  @Operation(readHistoryOperation)
  @RequireScope('audit:read', 'accounts:read')
  async history(@Exchange() { context, query, reply }: HttpExchange, @Param('id') id: string): Promise<object> {
    const asked = valid(parseHistoryQuery(query), ownValidationError);
    const { stream, customerId } = await askedAccount(this.ports, context, id);
    const from = asked.cursor === undefined ? undefined : placeIn(stream, asked, asked.cursor);
    const { tenant, scopes } = callerOf(context);
    const open = scopes.has('customers:read') ? this.openingOf(customerStream(tenant, customerId)) : undefined;
    const { events, next, head } = await historyPage({ store: this.ports.store, open }, stream, { ...asked, from });
    void reply.header('etag', `"${head}"`);
    const cursor = next === undefined ? undefined : cursorOf(listName(stream, asked), `${next}`);
    return wirePage(events.map(eventAnswer), cursor);
  }

  @Get('trial-balance')
  @Operation(readTrialBalanceOperation)
  @RequireScope('audit:read', 'accounts:read')
  async trialBalance(@Exchange() { context, query }: HttpExchange): Promise<object> {
    const { at } = valid(parseTrialBalanceQuery(query), ownValidationError);
    const { tenant, customerId } = callerOf(context);
    if (customerId !== undefined) throw platformProblem('insufficient_scope', { detail: BOUND });
    this.mustHaveBeen(at, 'at');
    const nowMs = this.ports.clock();
    const asOf = at ?? new Date(nowMs).toISOString();
    const found = await trialBalance(this.ports, { tenant, recordedBy: at });
    if (found === 'behind') throw unavailable();
    const currencies = found.currencies.map(({ currency, accounts }) => ({
      currency,
      accounts: accounts.map((turnover) => ({ ...turnover, name: LEDGER_ACCOUNTS[turnover.account] })),
    }));
    return trialBalanceAnswer({ asOf, settled: isSettled(asOf, nowMs), position: found.position, currencies });
  }

  private now(): string {
    return new Date(this.ports.clock()).toISOString();
  }

  /** What will be known is not known. @throws Problem */
  private mustHaveBeen(instant: string | undefined, parameter: string): void {
    if (instant === undefined || instant <= this.now()) return;
    throw new Problem(ownValidationError([{ detail: 'must not be in the future', parameter }]));
  }

  private openingOf(person: StreamId): OpenTexts {
    return (sealed) => this.ports.personalData.openAll(person, sealed);
  }
}

const BOUND = 'A key that is bound to one customer may not see the sums of all.';

function unavailable(): Problem {
  return platformProblem('service_unavailable', { retryAfterSeconds: 1, outcome: 'none' });
}

function listName(stream: StreamId, { order }: HistoryAsked): string {
  return `history ${stream} ${order}`;
}

/** @throws Problem for a cursor that this list did not make */
function placeIn(stream: StreamId, asked: HistoryAsked, cursor: string): number {
  const [place = ''] = placeOf(cursor, listName(stream, asked), 1) ?? [];
  if (/^(0|[1-9]\d{0,9})$/.test(place) && Number(place) <= LAST_REVISION) return Number(place);
  throw new Problem(ownValidationError([{ detail: 'is no cursor of this list', parameter: 'cursor' }]));
}
