/** Immediate credits: what merchants have processed, and what they take out of it. */
import type { DynamicModule } from '@nestjs/common';
import { ImmediateCreditsController } from './http/immediate-credits.controller';
import { CAPACITY_PORTS, type CapacityPorts } from './ports';

export * from './domain/reserve';
export * from './domain/volume';
export type { CapacityPorts } from './ports';
export { capacityProjection } from './projections/capacity';

class CapacityModule {}

export function capacityModule(ports: CapacityPorts): DynamicModule {
  return {
    module: CapacityModule,
    controllers: [ImmediateCreditsController],
    providers: [{ provide: CAPACITY_PORTS, useValue: ports }],
  };
}
