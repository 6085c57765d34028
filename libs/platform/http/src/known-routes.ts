/** The routes that exist, to tell an unknown path (404) from a known one with another method (405 + `Allow`). */
import type { FastifyInstance } from 'fastify';

export interface KnownRoutes {
  /**
   * Methods that a path takes, by the patterns that say most of it: `/credits/execute` is no `/credits/:id`. Empty when
   * nobody knows it. `path`: decoded, without the query.
   */
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
      const fitting = known.filter((route) => fits(route.segments, segments));
      const fewest = Math.min(...fitting.map(parametersOf));
      return [...new Set(fitting.filter((route) => parametersOf(route) === fewest).flatMap(({ methods }) => methods))];
    },
  };
}

function parametersOf({ segments }: { readonly segments: readonly string[] }): number {
  return segments.filter((part) => part.startsWith(':')).length;
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i]));
}
