/**
 * What of a message's head is passed on (RFC 9110 §7.6.1): nothing that is about one connection, and towards services
 * nothing that shows who the caller is, which the token says.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { isSpanContextValid, trace } from '@opentelemetry/api';

const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** The token vouches for them as they came; nothing about a connection can be said by these names. */
const VOUCHED_FOR = ['idempotency-key', 'if-match'];
const SAID_BY_US = ['host', 'expect', 'authorization', 'x-api-key', 'haber-actor', 'x-request-id', 'content-length'];

/**
 * Of a request, names and values by turns, as often as they were sent.
 * @param raw as Node has them
 */
export function requestHeaders(raw: readonly string[], { connection }: IncomingHttpHeaders): string[] {
  const dropped = new Set([...OF_THE_CONNECTION, ...SAID_BY_US, ...named(connection)]);
  return raw.filter((_, i) => !dropped.has((raw[i - (i % 2)] ?? '').toLowerCase()));
}

/** Where the request is traced here, the service's part of the trace hangs on ours, not beside it on the caller's. */
export function tracedOn(headers: string[]): string[] {
  const span = trace.getActiveSpan()?.spanContext();
  if (!span || !isSpanContextValid(span)) return headers;
  const others = headers.filter((_, i) => (headers[i - (i % 2)] ?? '').toLowerCase() !== 'traceparent');
  const flags = span.traceFlags.toString(16).padStart(2, '0');
  return [...others, 'traceparent', `00-${span.traceId}-${span.spanId}-${flags}`];
}

export type AnswerHeaders = Readonly<Record<string, string | string[]>>;

/** Of an answer. Its date is that of whoever sends it last. */
export function answerHeaders(headers: IncomingHttpHeaders): AnswerHeaders {
  const dropped = new Set([...OF_THE_CONNECTION, 'date', ...named(headers.connection)]);
  const kept = Object.entries(headers).filter(([name, value]) => value !== undefined && !dropped.has(name));
  return Object.fromEntries(kept) as AnswerHeaders;
}

/** `Connection` names more of its own kind. */
function named(connection: string | string[] | undefined): readonly string[] {
  return String(connection ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => !VOUCHED_FOR.includes(name));
}
