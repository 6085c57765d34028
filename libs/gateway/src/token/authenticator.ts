/**
 * Who calls a service: whoever the gateway vouches for, and nobody else. A token that is forged, too old, for another
 * service or for another request is no token; which of these it was, the caller is not told.
 */
import 'reflect-metadata'; // before Nest, which the edge brings
import type { KeyObject } from 'node:crypto';
import { type Authenticator, type Principal, UNHASHED } from '@haber/http';
import { errors, jwtVerify } from 'jose';
import { ALGORITHM, areOf, type Claims, claimsOf, ISSUER, principalOf, TOKEN_LIFE } from './claims';
import { keyIdOf } from './keys';

export interface TokenAuthenticatorOptions {
  /** The service that this is. */
  readonly service: string;
  readonly publicKeys: readonly KeyObject[];
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /**
   * True for the first who names this id, in whichever instance of the service, for at least as long as a token lives.
   * @throws when nobody can tell
   */
  readonly first: (id: string) => boolean | Promise<boolean>;
}

/** How far the clocks of gateway and service may be apart, in seconds. */
const CLOCKS_APART = 5;
/** For so long a token may be shown, as its service sees it: no use of it is forgotten before. */
export const LONGEST_SHOWN = TOKEN_LIFE + 2 * CLOCKS_APART;

export function tokenAuthenticator(options: TokenAuthenticatorOptions): Authenticator {
  const keys = new Map(options.publicKeys.map((key) => [keyIdOf(key), key]));
  return async (shown) => {
    const claims = await verified(shown.key, keys, options);
    if (!claims || !areOf(claims, shown)) return undefined;
    return admitted(claims, options);
  };
}

async function verified(
  token: string,
  keys: ReadonlyMap<string, KeyObject>,
  { service, clock }: TokenAuthenticatorOptions,
): Promise<Claims | undefined> {
  try {
    const { payload } = await jwtVerify(token, ({ kid = '' }) => knownKey(keys, kid), {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: service,
      maxTokenAge: TOKEN_LIFE,
      clockTolerance: CLOCKS_APART,
      currentDate: new Date(clock()),
    });
    return claimsOf(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

function knownKey(keys: ReadonlyMap<string, KeyObject>, kid: string): KeyObject {
  const key = keys.get(kid);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key;
}

/** A token without a hash is one for a single use; one with a hash is repeated with the request that it is for. */
async function admitted(claims: Claims, { first }: TokenAuthenticatorOptions): Promise<Principal | undefined> {
  const { body, jti } = claims;
  if (body === UNHASHED && (jti === undefined || !(await first(jti)))) return undefined;
  return principalOf(claims);
}
