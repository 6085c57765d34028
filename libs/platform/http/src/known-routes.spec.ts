import type { FastifyInstance } from 'fastify';
import { watchRoutes } from './known-routes';

type OnRoute = (route: { readonly url: string; readonly method: string | string[] }) => void;

it('names the methods of the patterns that say most of a path', () => {
  let onRoute: OnRoute = () => undefined;
  const server = { addHook: (_: string, hook: OnRoute) => (onRoute = hook) };
  const routes = watchRoutes(server as unknown as FastifyInstance);
  onRoute({ url: '/credits/execute', method: 'POST' });
  onRoute({ url: '/credits/:id', method: ['GET', 'HEAD'] });
  expect(routes.methodsOf('/credits/execute')).toEqual(['POST']);
  expect(routes.methodsOf('/credits/OP-1')).toEqual(['GET', 'HEAD']);
  expect(routes.methodsOf('/credits/')).toEqual([]);
  expect(routes.methodsOf('/nothing')).toEqual([]);
});
