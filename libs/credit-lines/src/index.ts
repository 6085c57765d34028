/** Credit lines: what may be spent, what is spent, and how an account stands. */
import type { DynamicModule } from '@nestjs/common';
import { CustomerCreditController } from './http/customer-credit.controller';
import { OwnAccountCommandsController } from './http/own-account-commands.controller';
import { OwnAccountsController } from './http/own-accounts.controller';
import { ProductsController } from './http/products.controller';
import { CREDIT_LINE_PORTS, type CreditLinePorts } from './ports';

export { type CreditLineCommand, type CreditLineRejection, decide as decideCreditLine } from './domain/credit-line';
export {
  type AccountToImport,
  decideImport,
  type ImportAccount,
  type ImportBreach,
  importBreaches,
  importKey,
  importKeys,
  type ImportRejection,
} from './domain/import-account';
export type { CreditLinePorts } from './ports';
export { creditAccountProjection, readRows } from './projections/credit-account';
export { changeRow, type CreditAccountRow, type UnpaidDebt } from './projections/credit-account-row';
export { productProjection } from './projections/product';
export { type CreditStanding, standingOf } from './queries/credit-standing';
export { IdleAccounts, type NudgeOptions, startNudging } from './reactions/nudge-idle-accounts';

class CreditLinesModule {}

export function creditLinesModule(ports: CreditLinePorts): DynamicModule {
  return {
    module: CreditLinesModule,
    controllers: [CustomerCreditController, OwnAccountsController, OwnAccountCommandsController, ProductsController],
    providers: [{ provide: CREDIT_LINE_PORTS, useValue: ports }],
  };
}
