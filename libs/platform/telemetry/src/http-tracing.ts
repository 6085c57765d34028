/**
 * A span for every request, in the caller's trace if it says one. Its attributes are the route pattern, method and
 * status: nothing of path, query, headers or bodies.
 */
import type { Instrument } from '@haber/http';
import { context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import { remoteParent } from './traceparent';

export function httpTracing(tracer: Tracer): Instrument {
  const spans = new WeakMap<FastifyRequest, Span>();
  return (server) => {
    server.addHook('onRequest', (request, _reply, done) => {
      const { method, headers, routeOptions } = request;
      const parent = remoteParent(headers.traceparent);
      const span = tracer.startSpan(
        `${method} ${routeOptions.url ?? 'unmatched'}`,
        { kind: SpanKind.SERVER, attributes: { 'http.request.method': method, 'http.route': routeOptions.url } },
        parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
      );
      spans.set(request, span);
      request.traceId = span.spanContext().traceId;
      done();
    });
    // Not earlier: a body arrives in events of the connection, which know nothing of the request's context.
    server.addHook('preHandler', (request, _reply, done) => {
      const span = spans.get(request);
      if (span) context.with(trace.setSpan(ROOT_CONTEXT, span), done);
      else done();
    });
    server.addHook('onResponse', (request, reply, done) => {
      const span = spans.get(request);
      span?.setAttribute('http.response.status_code', reply.statusCode);
      if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
      done();
    });
  };
}
