/**
 * The product's whole HTTP interface: every context's routes, the error shapes of the paths, and what the OpenAPI
 * document says about it. One list, from which the process serves and the committed document is made.
 */
import { join } from 'node:path';
import { applicationsModule, type ApplicationPorts } from '@haber/applications';
import { auditModule, type AuditPorts } from '@haber/audit';
import { type CreditLinePorts, creditLinesModule } from '@haber/credit-lines';
import { customerCreditErrorShape } from '@haber/dialects';
import { gatewayModule, type GatewayPorts } from '@haber/gateway';
import { createHttpServer, type HttpServerOptions, type OpenApiDocument } from '@haber/http';
import { type PaymentPorts, paymentsModule } from '@haber/payments';

export type InterfacePorts = ApplicationPorts & AuditPorts & CreditLinePorts & GatewayPorts & PaymentPorts;

type Interface = Pick<HttpServerOptions, 'modules' | 'errorShapes' | 'document' | 'errorPages'>;

export function productInterface(ports: InterfacePorts): Interface {
  return {
    modules: [
      applicationsModule(ports),
      creditLinesModule(ports),
      paymentsModule(ports),
      auditModule(ports),
      gatewayModule(ports),
    ],
    errorShapes: [customerCreditErrorShape],
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

/**
 * The document alone, of a product that never listens and has nothing behind its routes; `npm run generate` writes it.
 * @public
 */
export async function productDocument(): Promise<OpenApiDocument> {
  const server = await createHttpServer({
    ...productInterface({} as InterfacePorts),
    authenticator: () => undefined,
    log: { error: () => undefined },
  });
  await server.close();
  return server.document;
}
