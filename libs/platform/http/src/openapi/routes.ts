/** The routes that the server really has, with what they say about themselves: what the document is made from. */
import type { FastifyInstance } from 'fastify';
import type { AccessRule } from '../access';
import type { OperationFields } from './operation';

export interface DocumentedRoute {
  readonly method: string;
  /** As OpenAPI writes it: `/accounts/{id}`. */
  readonly path: string;
  readonly access: AccessRule;
  readonly operation: OperationFields;
}

export interface DescribedRoutes {
  /** @throws naming every route that demands a scope and says nothing about itself */
  documented(): readonly DocumentedRoute[];
}

/** Must be called before the routes are made. */
export function describeRoutes(server: FastifyInstance): DescribedRoutes {
  const found: DocumentedRoute[] = [];
  const silent: string[] = [];
  server.addHook('onRoute', ({ method, url, config }) => {
    const methods = [method].flat().filter((each) => each !== 'HEAD');
    const { access, operation } = config ?? {};
    // One that declares no access at all is refused by `guardRoutes`.
    if (!access) return;
    const path = url.replace(/:(\w+)/g, '{$1}');
    if (operation) found.push(...methods.map((each) => ({ method: each, path, access, operation })));
    else if (operation === undefined && access.scopes.length > 0) silent.push(`${methods.join('|')} ${url}`);
  });
  return {
    documented() {
      if (silent.length === 0) return found;
      throw new Error(`routes must say what they are with @Operation(…) or @Undocumented(): ${silent.join(', ')}`);
    },
  };
}
