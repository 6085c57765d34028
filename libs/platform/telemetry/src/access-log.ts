/**
 * A line a request, where an operator wants it: route pattern, never the path, and of the caller what names his key,
 * never what opens anything. Off unless asked for: at thousands of requests a second it costs more than it tells.
 */
import { type Instrument, loggableId } from '@haber/http';

/** pino's own shape of call. */
export interface AccessLog {
  info(details: object, message: string): void;
}

export function accessLog(log: AccessLog): Instrument {
  return (server) => {
    server.addHook('onResponse', (request, reply, done) => {
      const { principal } = request.haber ?? {};
      const details = {
        route: request.routeOptions.url,
        method: request.method,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        requestId: loggableId(request.id),
        ...(request.traceId !== null && { traceId: request.traceId }),
        ...(principal && { tenant: principal.tenant, keyId: principal.keyId }),
      };
      log.info(details, 'request');
      done();
    });
  };
}
