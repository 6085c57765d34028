/** A partner's settings in the OpenAPI document. */
import type { PartnerSettings } from '@haber/ledger';
import { COMMAND_ERRORS, INVALID_QUERY, ownSchemaOf } from '../openapi';
import { settingsAnswer, settingsSchema } from './answers';
import { PutSettingsBody } from './requests';

const TAG = 'Settings';
const HASH = '2c624232cdd221771294dfbb310aca000a0df6ac8b66b696d90ef06fdefb64a3';
const STRICT: PartnerSettings = {
  fourEyes: true,
  rateLimits: { default: { requests: 50, windowSeconds: 1 } },
  keylessRepeats: true,
};

const answer = (description: string) => ({
  description,
  schema: settingsSchema,
  example: settingsAnswer(STRICT, { revision: 7, hash: HASH }),
});

export const readSettingsOperation = {
  id: 'readSettings',
  tag: TAG,
  summary: 'Read the settings',
  description: "Of the key's own partner in the key's own mode.",
  evidence: 'read',
  answers: { 200: answer('The settings, with all that was written before.') },
  errors: [INVALID_QUERY],
} as const;

export const changeSettingsOperation = {
  id: 'changeSettings',
  tag: TAG,
  summary: 'Put the settings, whole',
  description:
    'The same settings again change nothing. They hold for every key from the answer on in the process that gives ' +
    "it, and in others as soon as they hear of it. Their revision is that of the partner's stream, so that with " +
    '`If-Match` a key issued meanwhile makes them stale too. Four eyes are the policy of the partner, whose `admin` ' +
    'keys can switch it off, and can issue keys to any actor: give that scope to nobody who asks or decides.',
  body: {
    schema: ownSchemaOf(PutSettingsBody),
    example: { four_eyes: true, rate_limits: { default: { requests: 50, window_seconds: 1 } } },
  },
  dryRun: true,
  answers: { 200: answer('The settings as they are now.') },
  errors: [...COMMAND_ERRORS],
} as const;
