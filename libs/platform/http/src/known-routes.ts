/** The routes that exist, to tell an unknown path (404) from a known one with another method (405 + `Allow`). */
import type { FastifyInstance } from 'fastify';

export interface KnownRoutes {
  /** Methods that a path takes; empty when nobody knows it. `path`: decoded, without the query. */
  methodsOf(path: string): readonly string[];
}

/** Must be called before the routes are made. */
export function watchRoutes(server: FastifyInstance): KnownRoutes {
  const known: { readonly segments: readonly string[]; readonly methods: readonly string[] }[] = [];
  server.addHook('onRoute', ({ url, method }) => {
    known.push({ segments: url.split('/'), methods: [method].flat() });
  });
  return {
    methodsOf(path) {
      const segments = path.split('/');
      return [...new Set(known.filter((route) => fits(route.segments, segments)).flatMap(({ methods }) => methods))];
    },
  };
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i]));
}
