/** The gateway's own routes, by which a partner administers itself, as a module of a process. */
import type { DynamicModule } from '@nestjs/common';
import { KeysController } from './http/keys.controller';
import { SettingsController } from './http/settings.controller';
import { GATEWAY_PORTS, type GatewayPorts } from './ports';

class GatewayModule {}

export function gatewayModule(ports: GatewayPorts): DynamicModule {
  return {
    module: GatewayModule,
    controllers: [KeysController, SettingsController],
    providers: [{ provide: GATEWAY_PORTS, useValue: ports }],
  };
}
