/** The key ring behind the edge's guard: the presented key and its address in, the caller out. */
import 'reflect-metadata'; // before Nest, which the edge brings
import { type Authenticator, type Credentials, platformProblem } from '@haber/http';
import { type GoodKey, type KeyRing, KeysUnavailable } from '../key-ring';
import type { Principal } from '../principal';

const RETRY_AFTER_SECONDS = 1;

/** Answers 503, with nothing done, while the ring does not know what became of keys. */
export function keyAuthenticator(
  ring: Pick<KeyRing, 'authenticate'>,
): (shown: Pick<Credentials, 'key' | 'remoteAddress'>) => ReturnType<Authenticator> {
  return ({ key, remoteAddress }) => {
    try {
      const found = ring.authenticate(key);
      if (!(found instanceof Promise)) return callerAt(remoteAddress, found);
      return found.then((late) => callerAt(remoteAddress, late), refused);
    } catch (error) {
      return refused(error);
    }
  };
}

/** @throws Problem when the key is good and may not be used from there */
function callerAt(remoteAddress: string, key: GoodKey | undefined): Principal | undefined {
  if (key?.allows && !key.allows(remoteAddress)) throw platformProblem('address_not_allowed');
  return key?.principal;
}

function refused(cause: unknown): never {
  if (!(cause instanceof KeysUnavailable)) throw cause;
  throw platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
}
