/**
 * The gateway: the one process that partners reach. It knows their keys, what these may do and how often, shows the
 * whole interface and its document, and passes each request to a service that owns its route.
 */
import {
  type ProcessConfig,
  type ProcessContext,
  randomIds,
  type ServiceName,
  systemClock,
  UnusableEnvironment,
} from '@haber/boot';
import { forwarding, type InstanceState, keyAuthenticator, Service, tokenSigner } from '@haber/gateway';
import type { Instrument } from '@haber/http';
import { firstDemoKey, gatewayPorts, startKeyRing, startLimiter } from './callers';
import { CONTEXTS } from './contexts';
import { demandDatabase } from './database';
import { demandFreePort } from './free-port';
import { productInterface } from './interface';
import { type Ledger, startLedger } from './ledger';
import { startOperations } from './operations';
import { routeOwners } from './route-owners';
import { serve } from './serve';
import { privateTokenKey } from './token-keys';
import { byCategory } from './writers';

export async function startGateway(context: ProcessContext): Promise<void> {
  const { config } = context;
  demandServiceUrls(config);
  await demandFreePort(config.port, config.host);
  const operations = await startOperations(context);
  const { watching } = operations;
  const databaseUrl = await demandDatabase(config);
  const ledger = await startLedger(context, { databaseUrl, contexts: [], watching, mayMakeMasterKey: false });
  // One that nobody would see is not made.
  if (config.bootstrapKey) await firstDemoKey(context, ledger);
  const keys = await startKeyRing(context, ledger);
  const limiter = startLimiter(context, ledger);
  const services = await startServices(context);
  await serve(context, {
    ...productInterface(ledger.ports, { gateway: gatewayPorts(ledger, keys) }),
    authenticator: keyAuthenticator(keys),
    rateLimiter: { take: watching.counted(limiter.take) },
    instruments: [await forwardingTo(services, context, ledger)],
    operations,
    watched: {
      ...{ ...ledger, keys, writers: byCategory(ledger.writers), pools: { commands: ledger.pool } },
      instances: () => [...services.values()].flatMap(instancesOf),
    },
  });
}

type Services = ReadonlyMap<ServiceName | undefined, Service>;

function instancesOf({ name, instances }: Service): readonly { service: string; state: InstanceState }[] {
  return instances.map(({ state }) => ({ service: name, state }));
}

async function startServices({ config, defer }: ProcessContext): Promise<Services> {
  const services = new Map<ServiceName | undefined, Service>();
  for (const name of serviceNames(config)) {
    const service = new Service({ name, urls: config.serviceUrls[name] });
    defer(`service ${name}`, () => service.close());
    services.set(name, service);
  }
  await Promise.all([...services.values()].map((service) => service.start()));
  return services;
}

async function forwardingTo(
  services: Services,
  { config, logger }: ProcessContext,
  { masterKey }: Ledger,
): Promise<Instrument> {
  const owners = await routeOwners(CONTEXTS);
  return forwarding({
    ownerOf: (method, url) => services.get(owners(method, url)),
    sign: tokenSigner({ key: privateTokenKey(config, masterKey), clock: systemClock, newId: randomIds }),
    log: logger,
  });
}

function serviceNames({ serviceUrls }: ProcessConfig): readonly ServiceName[] {
  return Object.keys(serviceUrls) as ServiceName[];
}

/** @throws UnusableEnvironment */
function demandServiceUrls(config: ProcessConfig): void {
  const missing = serviceNames(config).filter((name) => config.serviceUrls[name].length === 0);
  if (missing.length === 0) return;
  const names = missing.map((name) => `HABER_${name.toUpperCase().replaceAll('-', '_')}_URLS`);
  throw new UnusableEnvironment(`set ${names.join(', ')}: where the instances of these services are, commas between`);
}
