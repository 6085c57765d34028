/** W3C `traceparent`: which trace a caller is in, and whether he records it. https://www.w3.org/TR/trace-context/ */
import { type SpanContext, TraceFlags } from '@opentelemetry/api';

/** A version to come may have more behind the flags, 00 has not; ff is none. */
const TRACEPARENT = /^(?!ff)(?!00.{54})[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/;
const ZEROS = /^0+$/;

/** Undefined when the header is absent or not as it should be: then the request begins a trace of its own. */
export function remoteParent(header: string | readonly string[] | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = (typeof header === 'string' && TRACEPARENT.exec(header)) || [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  if (ZEROS.test(traceId) || ZEROS.test(spanId)) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return { traceId, spanId, traceFlags, isRemote: true };
}
