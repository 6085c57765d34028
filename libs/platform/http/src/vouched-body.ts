/**
 * Behind our own gateway a caller is let in on the gateway's word, which holds for one body. The body arrives after the
 * caller was let in, so it is compared here, before anybody looks at it.
 */
import { hash } from 'node:crypto';
import type { preValidationHookHandler } from 'fastify';
import { platformProblem, type Problem } from './problem';
import { contextOf } from './request-context';

/** What is vouched for where a body is passed on as it comes, so that nobody could know its hash before. */
export const UNHASHED = 'unhashed';

/** As a token of the gateway names a body. */
export function bodyHash(body: Buffer): string {
  return hash('sha256', body, 'base64url');
}

export const demandVouchedBody: preValidationHookHandler = (request, _reply, done) => {
  const { principal, rawBody } = contextOf(request);
  const found = request.routeOptions.config.streamedBody === true ? UNHASHED : bodyHash(rawBody);
  done(principal?.vouchedBody === found ? undefined : unauthorized());
};

export function unauthorized(): Problem {
  return platformProblem('unauthorized', { headers: { 'www-authenticate': 'Bearer' } });
}
