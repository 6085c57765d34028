/**
 * What a token of the gateway says: who calls which service, with what, for one request and one minute. The request is
 * named down to its body and to the headers that change what a command does, so that a token which somebody has seen is
 * good for nothing but the same request again.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { Credentials, Principal } from '@haber/http';
import { z } from 'zod';
import { MODES } from '../tenant';

/** In seconds. */
export const TOKEN_LIFE = 60;
export const ISSUER = 'haber-gateway';
export const ALGORITHM = 'EdDSA';

/** A claim that is not known here may be a restriction: nothing beyond these is taken. */
const claims = z.strictObject({
  iss: z.literal(ISSUER),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  /** Where the body is unhashed: the token is good once. */
  jti: z.string().min(1).optional(),
  tenant: z.templateLiteral([z.string(), '/', z.enum(MODES)]),
  scope: z.string(),
  actor: z.string(),
  assertedBy: z.string().optional(),
  keyId: z.string(),
  customerId: z.string().optional(),
  fourEyes: z.boolean(),
  method: z.string(),
  /** Path and query, as sent. */
  target: z.string(),
  /** SHA-256 in base64url, or `unhashed`. */
  body: z.string(),
  /** `Idempotency-Key` and `If-Match`, as sent. */
  idempotencyKey: z.string().optional(),
  ifMatch: z.string().optional(),
});
export type Claims = z.infer<typeof claims>;

/** Undefined: not what our gateway writes. */
export function claimsOf(payload: unknown): Claims | undefined {
  return claims.safeParse(payload).data;
}

type CallerClaims = Pick<Claims, 'tenant' | 'actor' | 'assertedBy' | 'keyId' | 'customerId' | 'scope' | 'fourEyes'>;

/** The caller, for whom the token speaks. */
export function callerClaims(principal: Principal): CallerClaims {
  const { tenant, actor, assertedBy, keyId, customerId, scopes, approvalNeedsSecondActor } = principal;
  const bound = { ...(assertedBy !== undefined && { assertedBy }), ...(customerId !== undefined && { customerId }) };
  return { tenant, actor, ...bound, keyId, scope: [...scopes].join(' '), fourEyes: approvalNeedsSecondActor };
}

export function principalOf(found: Claims): Principal {
  const { tenant, actor, assertedBy, keyId, customerId, scope, fourEyes, body } = found;
  return {
    tenant,
    actor,
    ...(assertedBy !== undefined && { assertedBy }),
    keyId,
    scopes: new Set(scope.split(' ')),
    ...(customerId !== undefined && { customerId }),
    approvalNeedsSecondActor: fourEyes,
    vouchedBody: body,
  };
}

/** Of the headers that a command is bound to. */
export function conditionClaims(headers: IncomingHttpHeaders): Pick<Claims, 'idempotencyKey' | 'ifMatch'> {
  const { 'idempotency-key': key, 'if-match': ifMatch } = headers;
  return { ...(key !== undefined && { idempotencyKey: String(key) }), ...(ifMatch !== undefined && { ifMatch }) };
}

export type Shown = Pick<Credentials, 'method' | 'target' | 'headers'>;

/** Was the token made for the request that it came with? */
export function areOf(found: Claims, { method, target, headers }: Shown): boolean {
  const conditions = conditionClaims(headers);
  return (
    found.method === method &&
    found.target === target &&
    found.idempotencyKey === conditions.idempotencyKey &&
    found.ifMatch === conditions.ifMatch
  );
}
