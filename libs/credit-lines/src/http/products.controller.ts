/** Haber's own API: the products of a tenant, and the versions of their terms. */
import { written } from '@haber/account-writer';
import {
  listProductsOperation,
  listProductVersionsOperation,
  ownError,
  ownValidationError,
  pageAsked,
  PageQuery,
  parseCommandQuery,
  parseOwnId,
  parseOwnQuery,
  parsePublishProduct,
  productAnswer,
  publishedVersionAnswer,
  publishProductOperation,
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
  placeOf,
  platformProblem,
  Problem,
  type RequestContext,
  RequireScope,
  sendEvidence,
  valid,
} from '@haber/http';
import {
  BUILT_IN_VERSION,
  inForceAt,
  productDefinition,
  type ProductEvent,
  productStream,
  type StreamId,
  type Tenant,
  versionsOf,
} from '@haber/ledger';
import { Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { decideProduct, type ProductRejection } from '../domain/product';
import { CREDIT_LINE_PORTS, type CreditLinePorts } from '../ports';
import { productCodes } from '../queries/product-codes';

const PRODUCTS = 'products';
const BOUND = 'A key that is bound to one customer may not change the terms of all.';

@Controller('api/v1/products')
export class ProductsController {
  constructor(@Inject(CREDIT_LINE_PORTS) private readonly ports: CreditLinePorts) {}

  @Get()
  @Operation(listProductsOperation)
  @RequireScope('products:read')
  async list(@Exchange() { context, query }: HttpExchange): Promise<object> {
    const { limit, cursor } = valid(parseOwnQuery(PageQuery, query, pageAsked), ownValidationError);
    const { tenant } = callerOf(context);
    const after = cursor === undefined ? undefined : codeIn(cursor);
    const { store, productRows: products } = this.ports;
    const codes = await productCodes({ store, products }, { tenant, after, limit: limit + 1 });
    const shown = codes.slice(0, limit);
    const last = codes.length > limit ? shown.at(-1) : undefined;
    const answers = await Promise.all(shown.map((code) => this.product(tenant, code)));
    return wirePage(answers, last === undefined ? undefined : cursorOf(PRODUCTS, last));
  }

  @Put(':code')
  @Operation(publishProductOperation)
  @RequireScope('products:write')
  async publish(
    @Exchange() { context, body, query, reply }: HttpExchange,
    @Param('code') raw: string,
  ): Promise<object> {
    const { code, stream } = askedOf(context, raw);
    if (callerOf(context).customerId !== undefined) throw platformProblem('insufficient_scope', { detail: BOUND });
    const { dryRun } = valid(parseCommandQuery(query), ownValidationError);
    const { effectiveFrom, ...said } = valid(parsePublishProduct(body), ownValidationError);
    const command = {
      type: 'publish-version',
      terms: { code, kind: 'commercial', ...said },
      ...(effectiveFrom !== undefined && { effectiveFrom }),
    } as const;
    const done = await carriedOut(
      { writer: this.ports.products, definition: productDefinition, dryRun },
      {
        ...commandOrigin(context, this.ports.fingerprint),
        stream,
        decide: (state, decideContext) => decideProduct(state, command, decideContext),
      },
      refusals,
    );
    const answer = await answerOf(this.published(stream, done, callerOf(context).actor));
    if (done.events.length > 0) void reply.code(201);
    sendEvidence(reply, done);
    return answer;
  }

  @Get(':code/versions')
  @Operation(listProductVersionsOperation)
  @RequireScope('products:read')
  async versions(@Exchange() { context, query }: HttpExchange, @Param('code') raw: string): Promise<object> {
    const { code, stream } = askedOf(context, raw);
    const { limit, cursor } = valid(parseOwnQuery(PageQuery, query, pageAsked), ownValidationError);
    const list = `versions of ${code}`;
    const from = cursor === undefined ? 0 : indexIn(list, cursor);
    const builtIn = code === BUILT_IN_VERSION.code ? [publishedVersionAnswer(BUILT_IN_VERSION)] : [];
    if (builtIn.length === 0 && !(await this.ports.store.head(stream)))
      throw new Problem(ownError('product_not_found'));
    // Every event of the stream is a version.
    const first = Math.max(0, from - builtIn.length);
    const stored = await this.ports.store.read(stream, first, limit + 1);
    const versions = stored.map((event) => versionAnswer(written(productDefinition, event)));
    const all = [...builtIn.slice(from), ...versions];
    const more = all.length > limit ? cursorOf(list, `${from + limit}`) : undefined;
    return wirePage(all.slice(0, limit), more);
  }

  private async product(tenant: Tenant, code: string) {
    const { state } = await this.ports.products.load(productStream(tenant, code));
    const versions = versionsOf(state, code);
    const newest = versions.at(-1);
    if (!newest) throw new Error(`a listed product has no version: ${code}`);
    const now = new Date(this.ports.clock()).toISOString();
    return productAnswer({ code, inForce: inForceAt(versions, now), newest });
  }

  /** The version that the command has published, or found to say the same; the newest one at that revision. */
  private async published(stream: StreamId, done: CarriedOut<ProductEvent>, actor: string): Promise<object> {
    const [wouldBe] = done.hash === undefined ? done.events : [];
    if (wouldBe) {
      const published = { at: wouldBe.metadata.recordedAt, by: actor };
      return publishedVersionAnswer(wouldBe.event.data, { published, evidence: evidenceOf(done) });
    }
    const [stored] = await this.ports.store.read(stream, done.revision, 1);
    if (!stored) throw new Error(`${stream} has no revision ${done.revision}`);
    const version = written(productDefinition, stored);
    return versionAnswer(done.hash === undefined ? { ...version, hash: null } : version);
  }
}

interface WrittenVersion extends Omit<ReturnType<typeof written<unknown, ProductEvent, unknown>>, 'hash'> {
  readonly hash: string | null;
}

function versionAnswer({ event, metadata, revision, hash }: WrittenVersion) {
  const published = { at: metadata.recordedAt, by: metadata.actor };
  return publishedVersionAnswer(event.data, { published, evidence: { revision, hash } });
}

const refusals = {
  keyReused: () => new Problem(ownError('idempotency_key_reused')),
  rejected: (rejection: ProductRejection) => {
    if (rejection.code === 'too_many_versions') return new Problem(ownError('too_many_versions'));
    return new Problem(ownError('effective_date_in_past', { today: rejection.today }));
  },
};

function askedOf(context: RequestContext, raw: string): { readonly code: string; readonly stream: StreamId } {
  const code = valid(parseOwnId(raw, 'code'), ownValidationError);
  return { code, stream: productStream(callerOf(context).tenant, code) };
}

/** @throws Problem for a cursor that this list did not make */
function placeIn(list: string, cursor: string): string {
  const [place] = placeOf(cursor, list, 1) ?? [];
  if (place === undefined) throw wrongCursor();
  return place;
}

function codeIn(cursor: string): string {
  const code = parseOwnId(placeIn(PRODUCTS, cursor));
  if (!code.ok) throw wrongCursor();
  return code.value;
}

function indexIn(list: string, cursor: string): number {
  const place = placeIn(list, cursor);
  if (!/^[1-9]\d{0,6}$/.test(place)) throw wrongCursor();
  return Number(place);
}

function wrongCursor(): Problem {
  return new Problem(ownValidationError([{ detail: 'is no cursor of this list', parameter: 'cursor' }]));
}
