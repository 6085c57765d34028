/** The HTTP edge of a process, last to start and first to stop. */
import type { ProcessContext } from '@haber/boot';
import { createHttpServer, type HttpServerOptions } from '@haber/http';
import type { Operations, Watched } from './operations';

export interface Served extends Omit<HttpServerOptions, 'log' | 'readiness' | 'publicUrl' | 'trustedProxyHops'> {
  readonly operations: Operations;
  readonly watched: Watched;
}

export async function serve(
  { config, logger, defer }: ProcessContext,
  { operations, watched, ...options }: Served,
): Promise<{ readonly url: string }> {
  const { modules, instruments, ...watching } = operations.watch(watched);
  const server = await createHttpServer({
    ...options,
    ...watching,
    modules: [...options.modules, ...modules],
    instruments: [...instruments, ...(options.instruments ?? [])],
    ...(config.publicUrl !== undefined && { publicUrl: config.publicUrl }),
    trustedProxyHops: config.trustedProxyHops,
    log: logger,
  });
  defer('http', () => server.close());
  return server.listen(config.port, config.host);
}
