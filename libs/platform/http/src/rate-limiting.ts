/**
 * How often a key may call, told on every answer of a route that is limited (RateLimit header fields of the IETF
 * draft). Whoever is not let in for want of a key or a scope has used nothing up.
 */
import type { RateLimit, TakePlace, Verdict } from '@haber/rate-limits';
import type { FastifyReply } from 'fastify';
import { platformProblem, type Problem } from './problem';

export interface LimitedRequest {
  readonly reply: FastifyReply;
  /** What is counted: the key, in a class of routes. */
  readonly name: string;
  readonly limit: RateLimit;
}

/** Undefined: one more was free. Synchronous where the limiter is. */
export function overLimit(
  request: LimitedRequest,
  take: TakePlace,
): Problem | undefined | Promise<Problem | undefined> {
  try {
    const verdict = take(request.name, request.limit);
    return verdict instanceof Promise ? verdict.then((late) => told(request, late), uncounted) : told(request, verdict);
  } catch (error) {
    return uncounted(error);
  }
}

function told({ reply, limit }: LimitedRequest, { granted, remaining, resetMs }: Verdict): Problem | undefined {
  const seconds = Math.max(1, Math.ceil(resetMs / 1_000));
  void reply
    .header('ratelimit-policy', `"default";q=${limit.requests};w=${limit.windowSeconds}`)
    .header('ratelimit', `"default";r=${remaining};t=${seconds}`);
  return granted ? undefined : platformProblem('too_many_requests', { retryAfterSeconds: seconds });
}

const RETRY_AFTER_SECONDS = 1;

/** Nobody knows how many there were: none is let through (docs/decisions/0013). */
function uncounted(cause: unknown): Problem {
  return platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: RETRY_AFTER_SECONDS, cause });
}
