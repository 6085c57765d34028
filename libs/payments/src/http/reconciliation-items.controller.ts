/** Haber's own API: what a bank and the books tell differently, and what a person made of it. */
import { type Standing, Standings } from '@haber/account-writer';
import {
  listReconciliationItemsOperation,
  ownError,
  ownValidationError,
  pageAsked,
  parseCommandQuery,
  parseNoQuery,
  parseOwnId,
  parseOwnQuery,
  parseResolveItem,
  readReconciliationItemOperation,
  reconciliationItemAnswer,
  ReconciliationItemsQuery,
  type ResolveItem,
  resolveReconciliationItemOperation,
  wirePage,
} from '@haber/dialects';
import {
  answerOf,
  callerOf,
  type CarriedOut,
  carriedOut,
  commandOrigin,
  cursorOf,
  evidenceOf,
  Exchange,
  type HttpExchange,
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
  capacityAccountStream,
  customerStream,
  type KnownItem,
  mismatchKey,
  reconciliationDefinition,
  type ReconciliationEvent,
  type ReconciliationItem,
  reconciliationStream,
  reconciliationStreamOf,
  type Sealed,
  type StreamId,
  type Tenant,
} from '@haber/ledger';
import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { isSameResolution, resolveItem } from '../domain/reconciliation';
import { PAYMENT_PORTS, type PaymentPorts } from '../ports';
import { reconciliationProjection } from '../projections/reconciliation-item';
import { caughtUp } from '../queries/caught-up';
import { type ItemPlace, reconciliationItems } from '../queries/reconciliation-items';

const LIST_PATIENCE_MS = 2_000;
/** As the list itself writes them in its cursors: the database is asked for nothing else. */
const ITEM_STREAM = /^reconciliation-[0-9a-f-]{36}$/;
const BOUND = 'A key that is bound to one customer may not look into what banks say of all.';

@Controller('api/v1/reconciliation-items')
export class ReconciliationItemsController {
  private readonly standings: Standings<ReconciliationItem, ReconciliationEvent, ReconciliationEvent>;

  constructor(@Inject(PAYMENT_PORTS) private readonly ports: PaymentPorts) {
    this.standings = new Standings(reconciliationDefinition, ports.store);
  }

  @Get()
  @Operation(listReconciliationItemsOperation)
  @RequireScope('payouts:read', 'payouts:reconcile')
  async list(@Exchange() { context, query }: HttpExchange): Promise<object> {
    const { limit, cursor, status } = valid(
      parseOwnQuery(ReconciliationItemsQuery, query, (asked) => ({
        ...pageAsked(asked),
        status: asked.status ?? undefined,
      })),
      ownValidationError,
    );
    const tenant = tenantOf(context);
    const list = `reconciliation items ${status ?? ''}`;
    const after = cursor === undefined ? undefined : placeIn(list, cursor);
    const { reconciliationRows: tables, logEnd } = this.ports;
    const waited = { tables, projection: reconciliationProjection, logEnd, timeoutMs: LIST_PATIENCE_MS };
    if (!(await caughtUp(waited))) {
      throw platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 1 });
    }
    const found = await reconciliationItems(tables, { tenant, status, after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const answers = await Promise.all(shown.map(({ stream }) => this.answerAt(tenant, stream)));
    return wirePage(answers, last && cursorOf(list, last.openedAt, last.stream));
  }

  @Get(':id')
  @Operation(readReconciliationItemOperation)
  @RequireScope('payouts:read', 'payouts:reconcile')
  async read(@Exchange() { context, query, reply }: HttpExchange, @Param('id') raw: string): Promise<object> {
    const id = valid(parseOwnId(raw), ownValidationError);
    valid(parseNoQuery(query), ownValidationError);
    const answer = await this.answerAt(tenantOf(context), streamIn(id));
    void reply.header('etag', `"${answer.revision}"`);
    return answer;
  }

  @Post(':id/resolve')
  @HttpCode(200)
  @Operation(resolveReconciliationItemOperation)
  @RequireScope('payouts:reconcile')
  async resolve(@Exchange() exchange: HttpExchange, @Param('id') raw: string): Promise<object> {
    const { context, body, query, reply } = exchange;
    const id = valid(parseOwnId(raw), ownValidationError);
    const stream = streamIn(id);
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const said = valid(parseResolveItem(body), ownValidationError);
    // Of two who resolve it in different ways, one decides the payout; the other may not even begin.
    const done = await this.ports.payouts.atItem(id, () => this.resolved(context, stream, { said, dryRun }));
    if (done === 'busy') throw platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 5 });
    const answer = await answerOf(this.answerAfter(context, stream, done));
    sendEvidence(reply, done);
    return { ...answer, ...evidenceOf(done) };
  }

  private async resolved(context: RequestContext, stream: StreamId, { said, dryRun }: Asked) {
    const tenant = tenantOf(context);
    const { state, revision } = await this.ports.reconciliation.load(stream);
    if (!isOf(tenant, stream, state)) throw notFound();
    if ((context.expectedRevision ?? revision) !== revision) throw platformProblem('precondition_failed');
    const isRefused = state.status === 'resolved' && !isSameResolution(state, said);
    // Of a resolved one too: it must have been decided by the same reference.
    if (!isRefused) await this.decidePayout(context, state, { said, dryRun });
    const reason = isRefused ? null : await this.sealedReason(tenant, state, said.reason);
    const { resolution, externalId } = said;
    return carriedOut(
      { writer: this.ports.reconciliation, definition: reconciliationDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream,
        decide: (now) => resolveItem(now, { itemId: state.opened.itemId, resolution, reason, externalId }),
      },
      {
        rejected: ({ code }) => (code === 'item_unknown' ? notFound() : new Problem(ownError('illegal_transition'))),
        keyReused: () => new Problem(ownError('idempotency_key_reused')),
      },
    );
  }

  /** Before the item is resolved: a crash in between leaves it open, and a repeat finds the payout decided so. */
  private async decidePayout(context: RequestContext, { opened }: KnownItem, { said, dryRun }: Asked): Promise<void> {
    if (said.resolution === 'no_change') return;
    const { payoutId, customerId } = opened;
    if (customerId === null) throw new Problem(ownError('illegal_transition'));
    const { tenant, actor, assertedBy, keyId } = callerOf(context);
    const payout = { payoutId, tenant, stream: capacityAccountStream(tenant, customerId) };
    const by = { actor, keyId, correlationId: context.requestId, ...(assertedBy !== undefined && { assertedBy }) };
    const end = await this.ports.payouts.decidedByHand(payout, { by, bankReference: said.bankReference, dryRun });
    if (end === 'busy') throw platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 5 });
    if (end !== 'decided') throw new Problem(ownError('illegal_transition'));
  }

  private async sealedReason(tenant: Tenant, { opened }: KnownItem, reason: string): Promise<Sealed | null> {
    const { customerId } = opened;
    if (customerId === null) return null;
    const sealed = await this.ports.personalData.sealIfKept(customerStream(tenant, customerId), { reason });
    return sealed?.reason ?? null;
  }

  /** @throws Problem where it is not this tenant's */
  private async answerAt(tenant: Tenant, stream: StreamId) {
    return this.answer(tenant, stream, await this.standings.at(stream));
  }

  /** A repeat is answered as the first was. */
  private async answerAfter(context: RequestContext, stream: StreamId, done: CarriedOut<ReconciliationEvent>) {
    const { tenant, actor } = callerOf(context);
    return this.answer(tenant, stream, await this.standings.after(stream, done, actor));
  }

  private async answer(tenant: Tenant, stream: StreamId, standing: Standing<ReconciliationItem> | undefined) {
    if (!standing || !isOf(tenant, stream, standing.state)) throw notFound();
    const { state: item, createdAt: openedAt, latest } = standing;
    const { customerId } = item.opened;
    const sealed = item.resolved?.reason ?? null;
    const { reason } =
      customerId === null
        ? { reason: null }
        : await this.ports.personalData.openAll(customerStream(tenant, customerId), { reason: sealed });
    const resolved = latest['reconciliation.resolved.v1'];
    return reconciliationItemAnswer({ item, reason, openedAt, resolved }, standing);
  }
}

interface Asked {
  readonly said: ResolveItem;
  readonly dryRun: boolean;
}

/** An id names a stream of whatever tenant: it is this one's only if it derives from its name. */
function isOf(tenant: Tenant, stream: StreamId, state: ReconciliationItem): state is KnownItem {
  return state.status !== 'absent' && reconciliationStream(tenant, mismatchKey(state.opened)) === stream;
}

function tenantOf(context: RequestContext): Tenant {
  const { tenant, customerId } = callerOf(context);
  if (customerId !== undefined) throw platformProblem('insufficient_scope', { detail: BOUND });
  return tenant;
}

function streamIn(id: string): StreamId {
  const stream = reconciliationStreamOf(id);
  if (stream === undefined) throw notFound();
  return stream;
}

function placeIn(list: string, cursor: string): ItemPlace {
  const place = placeOf(cursor, list, 2);
  const [openedAt, stream] = place ?? [];
  if (openedAt === undefined || stream === undefined || !isInstant(openedAt) || !ITEM_STREAM.test(stream)) {
    throw new Problem(ownValidationError([{ detail: 'is no cursor of this list', parameter: 'cursor' }]));
  }
  return { openedAt, stream };
}

function notFound(): Problem {
  return new Problem(ownError('reconciliation_item_not_found'));
}
