/** The key ring behind the edge's guard: the presented key in, the caller out. */
import 'reflect-metadata'; // before Nest, which the edge brings
import { type Authenticator, platformProblem } from '@haber/http';
import { type KeyRing, KeysUnavailable } from '../key-ring';

const RETRY_AFTER_SECONDS = 1;

/** Answers 503, with nothing done, while the ring does not know what became of keys. */
export function keyAuthenticator(ring: Pick<KeyRing, 'authenticate'>): Authenticator {
  return ({ key }) => {
    try {
      const found = ring.authenticate(key);
      return found instanceof Promise ? found.catch(refused) : found;
    } catch (error) {
      return refused(error);
    }
  };
}

function refused(cause: unknown): never {
  if (!(cause instanceof KeysUnavailable)) throw cause;
  throw platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
}
