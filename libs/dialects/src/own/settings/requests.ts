/** A partner's settings, put whole: so no setting goes back to its default because somebody forgot it. */
import type { PartnerSettings, RateLimits } from '@haber/ledger';
import { IfPresent, Means } from '../../body-fields';
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

  @Means('An immediate credit without a key is a repeat of the same one of the last 10 seconds. Left out: as it is.')
  @IfPresent()
  @IsBoolean()
  readonly keyless_repeats: Field<boolean>;

  constructor(raw: RawObject) {
    this.keyless_repeats = truthOf(raw, 'keyless_repeats');
    this.four_eyes = truthOf(raw, 'four_eyes');
    this.rate_limits = rateLimitsOf(raw, 'rate_limits');
  }
}

export type PutSettings = Omit<PartnerSettings, 'keylessRepeats'> & Partial<PartnerSettings>;

export function parseSettings(raw: unknown): OwnParsed<PutSettings> {
  return parseOwnBody(PutSettingsBody, raw, (body) => ({
    fourEyes: given(body.four_eyes),
    rateLimits: given(body.rate_limits),
    ...(body.keyless_repeats !== undefined && { keylessRepeats: given(body.keyless_repeats) }),
  }));
}
