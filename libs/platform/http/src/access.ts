/**
 * Who may call what. Every handler says which scope it demands, or that it is public; one that says nothing stops the
 * process at boot. The caller is known before a byte of the body is read, so the answers come in this order: 401, 403,
 * 429, then whatever is wrong with the request itself.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { RouteClass } from '@haber/ledger';
import type { RateLimit, TakePlace } from '@haber/rate-limits';
import { METHOD_METADATA } from '@nestjs/common/internal';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import { ASSERT_SCOPE, assertsActor, withAssertedActor } from './asserted-actor';
import { parseIdempotencyKey } from './idempotency-key';
import { parseIfMatch } from './if-match';
import { platformProblem, type Problem } from './problem';
import { overLimit } from './rate-limiting';
import { contextOf, type OpenContext, type Principal } from './request-context';
import { extendRouteConfig, routeConfigOf } from './route-config';
import { demandVouchedBody, unauthorized } from './vouched-body';

/** What a caller shows, and the request that it shows it for. */
export interface Credentials {
  /** An API key; behind our own gateway, its token. */
  readonly key: string;
  /** Behind trusted proxies the client's own; IPv4-mapped IPv6 is shown as IPv4. */
  readonly remoteAddress: string;
  readonly method: string;
  /** As sent, with the query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** Undefined: the key is not good (401). May throw a `Problem`, such as 403 for an address that is not allowed. */
export type Authenticator = (shown: Credentials) => Promise<Principal | undefined> | Principal | undefined;

export interface AccessRule {
  /** One of these; none: public. */
  readonly scopes: readonly string[];
  readonly apiKeyHeader: boolean;
  /** Which of the key's limits counts. */
  readonly routeClass: RouteClass;
  /** Public, since the handler checks a signature on the exact bytes: how often one address may call. */
  readonly signed?: RateLimit;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: AccessRule;
  }
}

/** The key must hold one of these scopes. */
export const RequireScope = (...anyOf: [string, ...string[]]): MethodDecorator => declareAccess(anyOf);

/** No key is asked for, and none is looked at. */
export const Public = (): MethodDecorator => declareAccess([]);

/** No key is asked for: the handler checks who has signed the exact bytes. The gateway passes it on as it came. */
export const SignedByCaller = (perAddress: RateLimit): MethodDecorator => declareAccess([], { signed: perAddress });

function declareAccess(scopes: readonly string[], more: Partial<AccessRule> = {}): MethodDecorator {
  return (_prototype, name, descriptor) => {
    const handler = descriptor.value as object;
    if (routeConfigOf(handler).access) throw new Error(`${String(name)} declares its access twice`);
    extendRouteConfig(handler, { access: { scopes, apiKeyHeader: false, routeClass: 'default', ...more } });
  };
}

/** On a controller: its dialect's document shows no header, so `X-API-Key` is taken too (dialects A and C). */
export const AcceptApiKeyHeader = (): ClassDecorator => forAllRoutes({ apiKeyHeader: true });

/** On a controller: its routes count against a limit of their own. */
export const CountAs = (routeClass: RouteClass): ClassDecorator => forAllRoutes({ routeClass });

function forAllRoutes(more: Partial<AccessRule>): ClassDecorator {
  return ({ prototype }) => {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
      const { access } = routeConfigOf(handler);
      if (access) extendRouteConfig(handler, { access: { ...access, ...more } });
    }
  };
}

export interface GuardedRoutes {
  /** Throws, naming every route that declares neither a scope nor that it is public. */
  assertDeclared(): void;
}

export interface Gate {
  readonly authenticate: Authenticator;
  /** Counts the requests of keys that have a limit. Absent: none has. */
  readonly take?: TakePlace;
  /** Callers are vouched for by our own gateway, which has read their headers, and says what their bodies must be. */
  readonly behindGateway: boolean;
}

/** Puts the guard in front of every route that is made from now on. */
export function guardRoutes(server: FastifyInstance, gate: Gate): GuardedRoutes {
  const undeclared: string[] = [];
  server.addHook('onRoute', (route: RouteOptions) => {
    const rule = route.config?.access;
    if (!rule) undeclared.push(`${[route.method].flat().join('|')} ${route.url}`);
    else if (rule.scopes.length > 0) {
      route.onRequest = guard(rule, gate);
      if (gate.behindGateway) route.preValidation = demandVouchedBody;
    } else if (rule.signed && gate.take && !gate.behindGateway) {
      route.onRequest = countedByAddress(rule.signed, gate.take);
    }
  });
  return {
    assertDeclared() {
      if (undeclared.length === 0) return;
      throw new Error(`routes must declare @RequireScope(…) or else @Public(): ${undeclared.join(', ')}`);
    },
  };
}

/** Nobody is known yet but by his address; the class of routes comes behind, as with keys. */
function countedByAddress(limit: RateLimit, take: TakePlace): onRequestHookHandler {
  return (request, reply, done) => {
    const over = overLimit({ reply, limit, name: `${addressOf(request)} signed` }, take);
    if (over instanceof Promise) over.then(done, (error: unknown) => done(asError(error)));
    else done(over);
  };
}

function guard(rule: AccessRule, gate: Gate): onRequestHookHandler {
  return (request, reply, done) => {
    const key = presentedKey(request, rule);
    if (key === undefined) return void done(unauthorized());
    const arrival = { request, reply, rule };
    let refused;
    try {
      const found = gate.authenticate(credentialsOf(request, key));
      refused =
        found instanceof Promise ? found.then((late) => refusal(arrival, gate, late)) : refusal(arrival, gate, found);
    } catch (error) {
      return void done(asError(error));
    }
    if (!(refused instanceof Promise)) return void done(refused);
    refused.then(done, (error: unknown) => done(asError(error)));
  };
}

const BEARER = /^bearer +([^ ]+) *$/i;

/** The key out of `Authorization: Bearer <key>`, the word in any case, else out of `X-API-Key` where it is taken. */
function presentedKey({ headers }: FastifyRequest, { apiKeyHeader }: AccessRule): string | undefined {
  if (headers.authorization !== undefined) return BEARER.exec(headers.authorization)?.[1];
  const apiKey = apiKeyHeader ? headers['x-api-key'] : undefined;
  return typeof apiKey === 'string' && apiKey !== '' ? apiKey : undefined;
}

function credentialsOf(request: FastifyRequest, key: string): Credentials {
  const { method, raw, headers } = request;
  return { key, remoteAddress: addressOf(request), method, target: raw.url ?? '', headers };
}

/** Empty, which no allow-list holds, when the client has already left: contrary to its type, `ip` is undefined then. */
function addressOf(request: FastifyRequest): string {
  const ip = (request.ip as string | undefined) ?? '';
  return ip.startsWith('::ffff:') ? ip.slice(7) : ip;
}

interface Arrival {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly rule: AccessRule;
}

type Refused = Problem | undefined;

/** Undefined: it may come in. */
function refusal(arrival: Arrival, gate: Gate, principal: Principal | undefined): Refused | Promise<Refused> {
  if (!principal) return unauthorized();
  const { request, rule } = arrival;
  const asserts = !gate.behindGateway && assertsActor(request);
  if (!rule.scopes.some((scope) => principal.scopes.has(scope))) return insufficientScope(rule.scopes);
  if (asserts && !principal.scopes.has(ASSERT_SCOPE)) return insufficientScope([ASSERT_SCOPE]);
  const over = limited(arrival, gate, principal);
  if (!(over instanceof Promise)) return over ?? entered(request, principal, asserts);
  return over.then((late) => late ?? entered(request, principal, asserts));
}

function limited({ reply, rule }: Arrival, { take }: Gate, principal: Principal): Refused | Promise<Refused> {
  const { routeClass } = rule;
  const limit = principal.rateLimits?.[routeClass];
  if (!limit || !take) return undefined;
  const { keyId } = principal;
  return overLimit({ reply, limit, name: routeClass === 'default' ? keyId : `${keyId} ${routeClass}` }, take);
}

/** Lets the caller in by noting who it is, if what it says beside its key can be read. */
function entered(request: FastifyRequest, principal: Principal, asserts: boolean): Refused {
  const context = contextOf(request);
  const caller = asserts ? withAssertedActor(principal, request) : principal;
  if (!caller) return platformProblem('invalid_actor');
  context.principal = caller;
  return request.method === 'GET' || request.method === 'HEAD' ? undefined : readConditions(request, context);
}

/** What a write is bound to: its key, and the revision that it was decided upon. */
function readConditions({ headers }: FastifyRequest, context: OpenContext): Problem | undefined {
  const { 'idempotency-key': keyHeader, 'if-match': ifMatch } = headers;
  if (keyHeader !== undefined) {
    const key = parseIdempotencyKey(String(keyHeader));
    if (key === undefined) return platformProblem('invalid_idempotency_key');
    context.idempotencyKey = key;
  }
  if (ifMatch !== undefined) {
    const revision = parseIfMatch(ifMatch);
    if (revision === undefined) return platformProblem('invalid_if_match');
    if (revision !== 'any') context.expectedRevision = revision;
  }
  return undefined;
}

function insufficientScope(scopes: readonly string[]): Problem {
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`;
  return platformProblem('insufficient_scope', { headers: { 'www-authenticate': challenge } });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('the authenticator threw no error', { cause: thrown });
}
