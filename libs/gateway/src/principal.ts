/** Whoever a key makes the caller, as the edge knows it and with the policies of its partner. */
import type { Principal as Caller } from '@haber/http';
import type { Tenant } from '@haber/ledger';

export interface Principal extends Caller {
  readonly tenant: Tenant;
  /** Four eyes: whoever requested may not approve. */
  readonly approvalNeedsSecondActor: boolean;
}
