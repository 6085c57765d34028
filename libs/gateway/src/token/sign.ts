/** The gateway's word for a caller, to one service: a JWT signed with Ed25519. */
import type { KeyObject } from 'node:crypto';
import { bodyHash, type Principal, UNHASHED } from '@haber/http';
import { SignJWT } from 'jose';
import { ALGORITHM, callerClaims, type Claims, conditionClaims, ISSUER, type Shown, TOKEN_LIFE } from './claims';
import { keyIdOf } from './keys';

export interface Vouched extends Shown {
  readonly principal: Principal;
  /** Undefined: it is passed on as it comes. */
  readonly body: Buffer | undefined;
  /** The one service that the token is for. */
  readonly service: string;
}

export type SignToken = (vouched: Vouched) => Promise<string>;

export interface TokenSignerOptions {
  readonly key: KeyObject;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly newId: () => string;
}

export function tokenSigner({ key, clock, newId }: TokenSignerOptions): SignToken {
  const header = { alg: ALGORITHM, kid: keyIdOf(key) };
  return ({ principal, service, method, target, headers, body }) => {
    const iat = Math.floor(clock() / 1_000);
    const claims = {
      ...{ iss: ISSUER, aud: service, iat, exp: iat + TOKEN_LIFE },
      ...callerClaims(principal),
      ...{ method, target },
      ...conditionClaims(headers),
      ...(body === undefined ? { body: UNHASHED, jti: newId() } : { body: bodyHash(body) }),
    } satisfies Claims;
    return new SignJWT(claims).setProtectedHeader(header).sign(key);
  };
}
