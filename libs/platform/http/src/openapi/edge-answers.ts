/** What the edge itself answers on any route that demands a scope, before or instead of the handler. */
import { platformProblem, type Problem } from '../problem';
import type { DocumentedRoute } from './routes';

export function isWrite({ method, operation }: DocumentedRoute): boolean {
  return (operation.evidence ?? (method === 'GET' ? 'none' : 'write')) === 'write';
}

/** In the order in which the edge looks. */
export function byEdge(route: DocumentedRoute): readonly Problem[] {
  const always = [platformProblem('malformed_request')];
  const scoped = [
    platformProblem('unauthorized'),
    platformProblem('address_not_allowed'),
    platformProblem('insufficient_scope'),
    limited(),
    platformProblem('invalid_actor'),
  ];
  const write = [
    platformProblem('invalid_idempotency_key'),
    platformProblem('invalid_if_match'),
    platformProblem('precondition_failed'),
  ];
  const withBody = [
    platformProblem('malformed_json', { detail: 'expected a value at position 0' }),
    platformProblem('payload_too_large'),
    platformProblem('unsupported_media_type'),
  ];
  return [
    ...always,
    ...(route.access.scopes.length > 0 ? scoped : []),
    ...(isWrite(route) ? write : []),
    ...(route.operation.body ? withBody : []),
  ];
}

function limited(): Problem {
  return platformProblem('too_many_requests', { retryAfterSeconds: 1 });
}

/** Whatever else: our own faults, and servers that are away. Of a connection that Node refuses, too. */
export const FAULTS: readonly Problem[] = [
  platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 2 }),
  platformProblem('queue_full', { outcome: 'none', retryAfterSeconds: 1 }),
  platformProblem('outcome_unknown', { outcome: 'unknown', retryAfterSeconds: 1 }),
  platformProblem('internal_error', { outcome: 'unknown' }),
  platformProblem('request_timeout'),
  platformProblem('uri_too_long'),
  platformProblem('expectation_failed'),
  platformProblem('headers_too_large'),
];
