/** Immediate credits: what merchants have processed, and what they take out of it. */
import type { DynamicModule } from '@nestjs/common';
import { ImmediateCreditsController } from './http/immediate-credits.controller';
import { TransactionsController } from './http/transactions.controller';
import { CAPACITY_PORTS, type CapacityPorts } from './ports';

export * from './domain/reserve';
export * from './domain/volume';
export type { CapacityPorts } from './ports';
export { capacityProjection } from './projections/capacity';
export { startTransactionsIntake } from './reactions/transactions';

class CapacityModule {}

export function capacityModule(ports: CapacityPorts): DynamicModule {
  return {
    module: CapacityModule,
    controllers: [ImmediateCreditsController, TransactionsController],
    providers: [{ provide: CAPACITY_PORTS, useValue: ports }],
  };
}
