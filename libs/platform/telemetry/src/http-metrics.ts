/** Measures every request by its route pattern: what a caller writes into a path makes no series of its own. */
import type { Instrument } from '@haber/http';
import { OTHER } from './families';
import type { Metrics } from './metrics';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** No route fits. */
const UNMATCHED = 'unmatched';

export function httpMetrics({ requests }: Metrics): Instrument {
  return (server) => {
    server.addHook('onResponse', (request, reply, done) => {
      const method = METHODS.has(request.method) ? request.method : OTHER;
      const route = request.routeOptions.url ?? UNMATCHED;
      requests.of(route, method, reply.statusCode).observe(reply.elapsedTime / 1_000);
      done();
    });
  };
}
