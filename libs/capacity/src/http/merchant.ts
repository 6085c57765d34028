/** The merchant that a request of dialect B is about: no request names one, so its key is bound to a customer. */
import { immediateCreditsError } from '@haber/dialects';
import { callerOf, Problem, type RequestContext } from '@haber/http';
import { capacityAccountStream, COMMERCIAL_PRODUCT, type StreamId, type Tenant } from '@haber/ledger';

export interface Merchant {
  readonly tenant: Tenant;
  readonly customerId: string;
  /** Of its capacity. */
  readonly stream: StreamId;
}

/** In which figures are shown before the first transaction. */
export const DEFAULT_CURRENCY = COMMERCIAL_PRODUCT.currency;

/** @throws Problem for a key that is bound to nobody */
export function merchantOf(context: RequestContext): Merchant {
  const { tenant, customerId } = callerOf(context);
  if (customerId === undefined) throw new Problem(immediateCreditsError('key_not_bound'));
  return { tenant, customerId, stream: capacityAccountStream(tenant, customerId) };
}
