/** Whoever a key makes the caller, as the edge knows it and with the policies of its partner. */
import type { Principal as Caller } from '@haber/http';
import type { EffectiveLimits } from './limits';

export interface Principal extends Caller {
  readonly rateLimits: EffectiveLimits;
}
