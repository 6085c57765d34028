/** The audit's routes as a module of a process. */
import type { DynamicModule } from '@nestjs/common';
import { AuditController } from './http/audit.controller';
import { AUDIT_PORTS, type AuditPorts } from './ports';

class AuditModule {}

export function auditModule(ports: AuditPorts): DynamicModule {
  return {
    module: AuditModule,
    controllers: [AuditController],
    providers: [{ provide: AUDIT_PORTS, useValue: ports }],
  };
}
