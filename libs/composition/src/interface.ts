/**
 * The product's HTTP interface: the routes of its contexts, the error shapes of the paths, and what the OpenAPI
 * document says about it. From it processes serve, and the committed document is made.
 */
import { join } from 'node:path';
import { customerCreditErrorShape, immediateCreditsErrorShape } from '@haber/dialects';
import { gatewayModule, type GatewayPorts } from '@haber/gateway';
import {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type Instrument,
  type OpenApiDocument,
} from '@haber/http';
import { CONTEXTS, type ProductContext, type ProductPorts } from './contexts';

type Interface = Pick<HttpServerOptions, 'modules' | 'errorShapes' | 'document' | 'errorPages'>;

export interface InterfaceOptions {
  /** Default: all. */
  readonly contexts?: readonly ProductContext[];
  /** Where partners administer themselves; absent: elsewhere. */
  readonly gateway?: GatewayPorts;
}

export function productInterface(
  ports: ProductPorts,
  { contexts = CONTEXTS, gateway }: InterfaceOptions = {},
): Interface {
  return {
    modules: [...contexts.map(({ module }) => module(ports)), ...(gateway ? [gatewayModule(gateway)] : [])],
    errorShapes: [customerCreditErrorShape, immediateCreditsErrorShape],
    errorPages: join(__dirname, '../../../docs/errors'),
    document: {
      title: 'Haber',
      version: '1',
      description:
        'An event-sourced credit ledger. Each API dialect answers in its own shape, which the path decides; Haber’s ' +
        'own API, under `/api/v1`, answers errors as RFC 9457 problems. Every write carries its evidence: the ' +
        'revision (`ETag`) and the hash of the event (`Haber-Hash`).',
    },
  };
}

/** For whoever only looks at the routes: nothing is behind them. */
const NO_PORTS = {} as ProductPorts & GatewayPorts;

/**
 * The document alone, of a product that never listens; `npm run generate` writes it.
 * @public
 */
export async function productDocument(): Promise<OpenApiDocument> {
  const server = await unheardServer({ gateway: NO_PORTS });
  return server.document;
}

/** Made, looked at, and gone. */
export async function unheardServer(
  options: InterfaceOptions,
  instruments: readonly Instrument[] = [],
): Promise<HttpServer> {
  const server = await createHttpServer({
    ...productInterface(NO_PORTS, options),
    authenticator: () => undefined,
    log: { error: () => undefined },
    instruments,
  });
  await server.close();
  return server;
}
