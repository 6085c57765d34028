/** What holds for all keys of a partner in one mode, as Haber's own API shows it. */
import type { PartnerSettings } from '@haber/ledger';
import { closed, type JsonSchema } from '../../json-schema';
import { type Evidence, hashSchema, revisionSchema } from '../answers';
import { rateLimitsAnswer, rateLimitsSchema } from '../rate-limits';

export function settingsAnswer(
  { fourEyes, rateLimits, keylessRepeats }: PartnerSettings,
  { revision, hash }: Evidence,
) {
  return {
    four_eyes: fourEyes,
    rate_limits: rateLimitsAnswer(rateLimits),
    keyless_repeats: keylessRepeats,
    revision,
    hash,
  };
}

export const settingsSchema: JsonSchema = closed('Settings', {
  four_eyes: { type: 'boolean', description: 'Whoever asked for something may not decide it.' },
  rate_limits: {
    ...rateLimitsSchema,
    description: "Of keys without one of their own. A class that is absent has the product's limit.",
  },
  keyless_repeats: {
    type: 'boolean',
    description: 'An immediate credit without a key is a repeat of the same one of the last 10 seconds.',
  },
  revision: { ...revisionSchema, description: "Of the partner's stream, in which its keys are too." },
  hash: hashSchema,
});
