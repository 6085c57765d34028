import { Public, Undocumented } from '@haber/http';
import { Controller, Get } from '@nestjs/common';
import { CONTEXTS, type ProductContext } from './contexts';
import { productDocument } from './interface';
import { routeOwners } from './route-owners';

const fastify = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');

it('gives every documented route to one service, and to none what is everybody’s or the gateway’s own', async () => {
  const [owners, document] = await Promise.all([routeOwners(CONTEXTS), productDocument()]);
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => [method.toUpperCase(), fastify(path)] as const),
  );
  expect(routes.length).toBeGreaterThan(25);
  const unowned = routes.filter(([method, url]) => owners(method, url) === undefined).map(([, url]) => url);
  expect([...new Set(unowned)].sort()).toEqual([
    '/api/v1/keys',
    '/api/v1/keys/:id',
    '/api/v1/keys/:id/rotate',
    '/api/v1/settings',
  ]);
  for (const url of ['/healthz', '/readyz', '/openapi.json', '/docs', '/metrics'])
    expect(owners('GET', url)).toBeUndefined();
});

it('gives each to the service of the context that declares it', async () => {
  const owners = await routeOwners(CONTEXTS);
  expect(
    [
      'POST /api/v1/accounts/:id/uses',
      'POST /api/v1/accounts/:id/payments',
      'GET /api/v1/accounts/:id/history',
      'HEAD /api/v1/accounts/:id',
    ].map((route) => owners(...(route.split(' ') as [string, string]))),
  ).toEqual(['credit-lines', 'payments', 'applications', 'credit-lines']);
});

const contextOf = (controller: new () => object, service: ProductContext['service'] = 'payments'): ProductContext => {
  class OddModule {}
  const module = () => ({ module: OddModule, controllers: [controller] });
  return { name: 'payments', service, module, projections: [] };
};

@Controller('odd')
class OddController {
  @Get()
  @Public()
  @Undocumented()
  odd(): void {}
}

it('refuses a route on which nobody could be vouched for', async () => {
  const said = 'GET /odd is public: the gateway cannot forward it';
  await expect(routeOwners([contextOf(OddController)])).rejects.toThrow(said);
});

it('refuses a route that two contexts declare', async () => {
  const [applications] = CONTEXTS;
  if (!applications) throw new Error('there are no contexts');
  const again = routeOwners([applications, { ...applications, service: 'payments' }]);
  await expect(again).rejects.toThrow(/is declared twice/);
});
