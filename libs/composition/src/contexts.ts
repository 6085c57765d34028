/**
 * The one list of what the product consists of: each context's routes and read models, and which process has them where
 * the product runs as several. Every shape is made from it: the standalone takes all, a service takes its own.
 */
import type { ServiceName } from '@haber/boot';
import { commandIndex } from '@haber/account-writer';
import { applicationsModule, type ApplicationPorts } from '@haber/applications';
import { auditModule, type AuditPorts, postingsProjection } from '@haber/audit';
import { capacityModule, type CapacityPorts, capacityProjection } from '@haber/capacity';
import {
  creditAccountProjection,
  type CreditLinePorts,
  creditLinesModule,
  productProjection,
} from '@haber/credit-lines';
import {
  type PaymentPorts,
  paymentReactions,
  paymentsModule,
  payoutProjection,
  reconciliationProjection,
} from '@haber/payments';
import type { Projection } from '@haber/read-store';
import type { DynamicModule, ModuleMetadata } from '@nestjs/common';

export type ProductPorts = ApplicationPorts & AuditPorts & CapacityPorts & CreditLinePorts & PaymentPorts;

export interface ProductContext {
  readonly name: 'applications' | 'capacity' | 'credit-lines' | 'payments' | 'audit';
  readonly service: ServiceName;
  readonly module: (ports: ProductPorts) => DynamicModule;
  readonly projections: readonly Projection[];
  /** What it does when something has happened, here or in another service. */
  readonly reactions?: ContextReactions;
}

export interface ContextReactions {
  /** Of whom each message is handled once. A promise to Kafka: another name would begin anew. */
  readonly group: string;
  readonly categories: readonly string[];
  readonly module: (ports: ProductPorts) => Pick<ModuleMetadata, 'controllers' | 'providers'>;
}

export const CONTEXTS: readonly ProductContext[] = [
  { name: 'applications', service: 'applications', module: applicationsModule, projections: [] },
  {
    name: 'credit-lines',
    service: 'credit-lines',
    module: creditLinesModule,
    // The writer's own index too: most commands on accounts are this service's.
    projections: [commandIndex, creditAccountProjection, productProjection],
  },
  { name: 'capacity', service: 'capacity', module: capacityModule, projections: [capacityProjection] },
  {
    name: 'payments',
    service: 'payments',
    module: paymentsModule,
    projections: [payoutProjection, reconciliationProjection],
    reactions: { group: 'haber-payments', categories: ['account'], module: paymentReactions },
  },
  // Beside applications, the service with the least to do: an auditor who replays a million events, and the rows of all
  // postings, then keep no purchase and no payment waiting.
  { name: 'audit', service: 'applications', module: auditModule, projections: [postingsProjection] },
];

/** Whatever is derived from the log: what `verify` holds against it and `rebuild` makes anew. */
export const PROJECTIONS: readonly Projection[] = CONTEXTS.flatMap(({ projections }) => projections);
