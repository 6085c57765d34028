/** Credit applications: who asks for credit, and who decides on it. */
import type { DynamicModule } from '@nestjs/common';
import { CustomerCreditApplicationController } from './http/customer-credit.controller';
import { CustomersController } from './http/customers.controller';
import { APPLICATION_PORTS, type ApplicationPorts } from './ports';

export {
  type ApplicationCommand,
  type ApplicationRejection,
  decide as decideApplication,
} from './domain/credit-application';
export { decideImportedCustomer } from './domain/import-customer';
export type { ApplicationPorts } from './ports';

class ApplicationsModule {}

export function applicationsModule(ports: ApplicationPorts): DynamicModule {
  return {
    module: ApplicationsModule,
    controllers: [CustomerCreditApplicationController, CustomersController],
    providers: [{ provide: APPLICATION_PORTS, useValue: ports }],
  };
}
