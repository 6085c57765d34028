/** An API key as Haber's own API shows it: never what proves it, but for the one answer to whoever had it made. */
import { type IssuedKey, MOST_ADDRESSES, SCOPES } from '@haber/ledger';
import { closed, type JsonSchema, orNull } from '../../json-schema';
import {
  type Evidence,
  externalIdSchema,
  hashSchema,
  idSchema,
  instantSchema,
  metadataSchema,
  pageSchema,
  revisionSchema,
} from '../answers';
import { rateLimitsAnswer, rateLimitsSchema } from '../rate-limits';

export type KeyShown = Omit<IssuedKey, 'secretHash'>;

export function keyAnswer(key: KeyShown, { revision, hash }: Evidence) {
  return {
    id: key.keyId,
    scopes: key.scopes,
    actor: key.actor,
    customer_id: key.customerId,
    allow_list: key.allowList,
    rate_limits: rateLimitsAnswer(key.rateLimits),
    issued_at: key.issuedAt,
    expires_at: key.endsAt,
    revoked: key.revoked,
    replaces: key.replaces,
    external_id: key.externalId,
    metadata: key.metadata,
    revision,
    hash,
  };
}

/** `key`: in clear, where it was made by this very command. */
export function issuedKeyAnswer(shown: KeyShown, evidence: Evidence, key: string | null) {
  return { ...keyAnswer(shown, evidence), key };
}

export interface Rotated {
  readonly successor: KeyShown;
  readonly oldEndsAt: string | null;
  readonly key: string | null;
}

export function rotatedKeyAnswer({ successor, oldEndsAt, key }: Rotated, evidence: Evidence) {
  return { ...issuedKeyAnswer(successor, evidence, key), old_expires_at: oldEndsAt };
}

const members: Readonly<Record<string, JsonSchema>> = {
  id: { ...idSchema, description: 'No secret. Events name the key that caused them by it.' },
  scopes: { type: 'array', items: { type: 'string', enum: SCOPES }, minItems: 1 },
  actor: { type: 'string', description: 'Who acts with it.' },
  customer_id: { ...orNull(idSchema), description: 'The one customer that it may act for. Null: any.' },
  allow_list: {
    type: 'array',
    items: { type: 'string' },
    maxItems: MOST_ADDRESSES,
    description: 'Where it may be used from. Empty: from anywhere.',
  },
  rate_limits: {
    ...rateLimitsSchema,
    description: "Its own. A class that is absent has the partner's limit, else the product's.",
  },
  issued_at: instantSchema,
  expires_at: { ...orNull(instantSchema), description: 'From then on it is refused. Null: never.' },
  revoked: { type: 'boolean' },
  replaces: { ...orNull(idSchema), description: 'The key that it is the successor of.' },
  external_id: externalIdSchema,
  metadata: metadataSchema,
  revision: { ...revisionSchema, description: "Of the partner's stream, in which all its keys are." },
  hash: hashSchema,
};

const secretSchema: JsonSchema = {
  ...orNull({ type: 'string', pattern: '^hb_(live|test)_[0-9A-Za-z]{16}_[0-9A-Za-z]{34}$' }),
  description:
    'The key itself, in this answer and its repeats alone. Null where it was brought along, and in a dry run.',
};

export const keySchema: JsonSchema = closed('ApiKey', members);
export const issuedKeySchema: JsonSchema = closed('IssuedApiKey', { ...members, key: secretSchema });
export const rotatedKeySchema: JsonSchema = closed('RotatedApiKey', {
  ...members,
  key: secretSchema,
  old_expires_at: { ...orNull(instantSchema), description: 'From then on the old key is refused.' },
});
export const keyPageSchema: JsonSchema = pageSchema('ApiKeyPage', keySchema);
