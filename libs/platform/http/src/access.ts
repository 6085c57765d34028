/**
 * Who may call what. Every handler says which scope it demands, or that it is public; one that says nothing stops the
 * process at boot. The caller is known before a byte of the body is read, so the answers come in this order: 401, 403,
 * then whatever is wrong with the request itself.
 */
import { METHOD_METADATA } from '@nestjs/common/internal';
import type { FastifyInstance, FastifyRequest, onRequestHookHandler, RouteOptions } from 'fastify';
import { parseIdempotencyKey } from './idempotency-key';
import { parseIfMatch } from './if-match';
import { platformProblem, type Problem } from './problem';
import { contextOf, type OpenContext, type Principal } from './request-context';
import { extendRouteConfig, routeConfigOf } from './route-config';

/** What a caller shows. */
export interface Credentials {
  readonly key: string;
  /** Behind trusted proxies the client's own; IPv4-mapped IPv6 is shown as IPv4. */
  readonly remoteAddress: string;
}

/** Undefined: the key is not good (401). May throw a `Problem`, such as 403 for an address that is not allowed. */
export type Authenticator = (shown: Credentials) => Promise<Principal | undefined> | Principal | undefined;

export interface AccessRule {
  /** One of these; none: public. */
  readonly scopes: readonly string[];
  readonly apiKeyHeader: boolean;
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

function declareAccess(scopes: readonly string[]): MethodDecorator {
  return (_prototype, name, descriptor) => {
    const handler = descriptor.value as object;
    if (routeConfigOf(handler).access) throw new Error(`${String(name)} declares its access twice`);
    extendRouteConfig(handler, { access: { scopes, apiKeyHeader: false } });
  };
}

/** On a controller: its dialect's document shows no header, so `X-API-Key` is taken too (dialects A and C). */
export function AcceptApiKeyHeader(): ClassDecorator {
  return ({ prototype }) => {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const handler: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      if (typeof handler !== 'function' || !Reflect.hasMetadata(METHOD_METADATA, handler)) continue;
      const { access } = routeConfigOf(handler);
      if (access) extendRouteConfig(handler, { access: { ...access, apiKeyHeader: true } });
    }
  };
}

export interface GuardedRoutes {
  /** Throws, naming every route that declares neither a scope nor that it is public. */
  assertDeclared(): void;
}

/** Puts the guard in front of every route that is made from now on. */
export function guardRoutes(server: FastifyInstance, authenticate: Authenticator): GuardedRoutes {
  const undeclared: string[] = [];
  server.addHook('onRoute', (route: RouteOptions) => {
    const rule = route.config?.access;
    if (!rule) undeclared.push(`${[route.method].flat().join('|')} ${route.url}`);
    else if (rule.scopes.length > 0) route.onRequest = guard(rule, authenticate);
  });
  return {
    assertDeclared() {
      if (undeclared.length === 0) return;
      throw new Error(`routes must declare @RequireScope(…) or else @Public(): ${undeclared.join(', ')}`);
    },
  };
}

function guard(rule: AccessRule, authenticate: Authenticator): onRequestHookHandler {
  return (request, _reply, done) => {
    const key = presentedKey(request, rule);
    if (key === undefined) return void done(unauthorized());
    let found;
    try {
      found = authenticate({ key, remoteAddress: addressOf(request) });
    } catch (error) {
      return void done(asError(error));
    }
    if (!(found instanceof Promise)) return void done(refusal(request, rule, found));
    found.then(
      (principal) => done(refusal(request, rule, principal)),
      (error: unknown) => done(asError(error)),
    );
  };
}

const BEARER = /^bearer +([^ ]+) *$/i;

/** The key out of `Authorization: Bearer <key>`, the word in any case, else out of `X-API-Key` where it is taken. */
function presentedKey({ headers }: FastifyRequest, { apiKeyHeader }: AccessRule): string | undefined {
  if (headers.authorization !== undefined) return BEARER.exec(headers.authorization)?.[1];
  const apiKey = apiKeyHeader ? headers['x-api-key'] : undefined;
  return typeof apiKey === 'string' && apiKey !== '' ? apiKey : undefined;
}

/** Empty, which no allow-list holds, when the client has already left: contrary to its type, `ip` is undefined then. */
function addressOf(request: FastifyRequest): string {
  const ip = (request.ip as string | undefined) ?? '';
  return ip.startsWith('::ffff:') ? ip.slice(7) : ip;
}

/** Lets the caller in by noting who it is; undefined: it may come in. */
function refusal(request: FastifyRequest, rule: AccessRule, principal: Principal | undefined): Problem | undefined {
  if (!principal) return unauthorized();
  if (!rule.scopes.some((scope) => principal.scopes.has(scope))) return insufficientScope(rule);
  const context = contextOf(request);
  context.principal = principal;
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

function unauthorized(): Problem {
  return platformProblem('unauthorized', { headers: { 'www-authenticate': 'Bearer' } });
}

function insufficientScope({ scopes }: AccessRule): Problem {
  const challenge = `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`;
  return platformProblem('insufficient_scope', { headers: { 'www-authenticate': challenge } });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error('the authenticator threw no error', { cause: thrown });
}
