/**
 * What a handler may know of its request beside path and body: who calls, under which key, and the bytes as sent. One
 * object a request, made before anything else runs and kept on the Fastify request.
 */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { RateLimit, RouteClass, Tenant } from '@haber/ledger';
import type { FastifyRequest } from 'fastify';

/** Who calls, as the gateway knows it. */
export interface Principal {
  /** `<partner>/<mode>`, such as `demo/test`. */
  readonly tenant: Tenant;
  /** The name that the key was issued to, its id if none; or the one that the caller asserts (`Haber-Actor`). */
  readonly actor: string;
  /** The name that the key was issued to, where the caller asserts another. */
  readonly assertedBy?: string;
  readonly keyId: string;
  readonly scopes: ReadonlySet<string>;
  /** A key of immediate credits is bound to one customer. */
  readonly customerId?: string;
  /** Four eyes, where the partner demands it: whoever requested may not approve. */
  readonly approvalNeedsSecondActor: boolean;
  /** How often it may call, by class of routes; null or absent: as often as it likes. */
  readonly rateLimits?: Readonly<Partial<Record<RouteClass, RateLimit | null>>>;
  /** Behind our own gateway: the hash of the one body that this caller was let in with, or `unhashed`. */
  readonly vouchedBody?: string;
}

export interface RequestContext {
  /** Echoed from `X-Request-Id`, or made. */
  readonly requestId: string;
  readonly method: string;
  /** As sent, with the query: what a fingerprint covers. */
  readonly target: string;
  /** The body as it arrived; empty when there was none. */
  readonly rawBody: Buffer;
  /** Absent on `@Public()` routes only. */
  readonly principal?: Principal;
  readonly idempotencyKey?: string;
  /** The revision that `If-Match` names; absent too when it names any (`*`). Writes only. */
  readonly expectedRevision?: number;
}

const NO_BODY = Buffer.alloc(0);

/** The context as the edge fills it; handlers see `RequestContext`. */
export class OpenContext implements RequestContext {
  rawBody: Buffer = NO_BODY;
  declare principal?: Principal;
  declare idempotencyKey?: string;
  declare expectedRevision?: number;

  constructor(
    readonly requestId: string,
    readonly method: string,
    readonly target: string,
  ) {}
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Null until the first hook, and for ever on requests that the router itself refuses. */
    haber: OpenContext | null;
    /** Set by an instrument that traces this request. */
    traceId: string | null;
  }
}

export function contextOf(request: FastifyRequest): OpenContext {
  const context = request.haber;
  if (context === null) throw new Error('this request never passed the edge');
  return context;
}

/** As `switchToHttp().getRequest()`, without the object that it makes. */
export function requestOf(host: ExecutionContext): FastifyRequest {
  return host.getArgByIndex<FastifyRequest>(0);
}

/** Handler parameter: the `RequestContext`. */
export const Context = createParamDecorator((_: undefined, host: ExecutionContext): RequestContext =>
  contextOf(requestOf(host)),
);

/** Handler parameter: the `Principal` of a route that demands a scope. */
export const Caller = createParamDecorator((_: undefined, host: ExecutionContext): Principal => {
  const { principal } = contextOf(requestOf(host));
  if (!principal) throw new Error('a public route has no caller');
  return principal;
});
