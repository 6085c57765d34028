/** A partner's settings, put whole: so no setting goes back to its default because somebody forgot it. */
import type { PartnerSettings, RateLimits } from '@haber/ledger';
import { Means } from '../../body-fields';
import { given } from '../../parsed';
import { type Field, type RawObject, truthOf } from '../../raw-members';
import { IsBoolean } from '../fields';
import { type OwnParsed, parseOwnBody } from '../parsed';
import { IsRateLimits, rateLimitsOf } from '../rate-limits';

export class PutSettingsBody {
  @Means('Whoever asked for something may not decide it; two names that differ in spelling alone are one actor.')
  @IsBoolean()
  readonly four_eyes: Field<boolean>;
  @Means("Of keys without one of their own. A class that is left out has the product's limit.")
  @IsRateLimits()
  readonly rate_limits: Field<RateLimits>;

  constructor(raw: RawObject) {
    this.four_eyes = truthOf(raw, 'four_eyes');
    this.rate_limits = rateLimitsOf(raw, 'rate_limits');
  }
}

export function parseSettings(raw: unknown): OwnParsed<PartnerSettings> {
  return parseOwnBody(PutSettingsBody, raw, (body) => ({
    fourEyes: given(body.four_eyes),
    rateLimits: given(body.rate_limits),
  }));
}
