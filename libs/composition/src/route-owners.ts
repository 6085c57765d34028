/**
 * Which service has which route: read off the routes that each service's modules really make, so that a new route has
 * its owner with the line that declares it.
 */
import type { ServiceName } from '@haber/boot';
import type { ProductContext } from './contexts';
import { unheardServer } from './interface';

/** As Fastify writes a route: `POST /api/v1/accounts/:id/uses`. */
const routeName = (method: string, url: string): string => `${method} ${url}`;

/** Undefined: the gateway shows it itself, as it does what partners administer themselves by. */
type RouteOwners = (method: string, url: string) => ServiceName | undefined;

/** @throws where a route is declared twice, or asks for neither scope nor signature: nobody would be vouched for */
export async function routeOwners(contexts: readonly ProductContext[]): Promise<RouteOwners> {
  const everybodys = await routesOf([]);
  const owners = new Map<string, ServiceName>();
  for (const context of contexts) {
    for (const [route, isGuarded] of await routesOf([context])) {
      if (everybodys.has(route)) continue;
      if (!isGuarded) throw new Error(`${route} is public: the gateway cannot forward it`);
      if (owners.has(route)) throw new Error(`${route} is declared twice`);
      owners.set(route, context.service);
    }
  }
  return (method, url) => owners.get(routeName(method, url));
}

async function routesOf(contexts: readonly ProductContext[]): Promise<ReadonlyMap<string, boolean>> {
  const routes = new Map<string, boolean>();
  await unheardServer({ contexts }, [
    (server) => {
      server.addHook('onRoute', ({ method, url, config }) => {
        const { scopes = [], signed } = config?.access ?? {};
        const isGuarded = scopes.length > 0 || signed !== undefined;
        for (const each of [method].flat()) routes.set(routeName(each, url), isGuarded);
      });
    },
  ]);
  return routes;
}
