/** API keys in the OpenAPI document. */
import { textSchema } from '../../json-schema';
import { wirePage } from '../answers';
import { ownError, ownValidationError } from '../errors';
import { COMMAND_ERRORS, INVALID_QUERY, ownSchemaOf } from '../openapi';
import { PageQuery } from '../queries';
import {
  issuedKeyAnswer,
  issuedKeySchema,
  keyAnswer,
  keyPageSchema,
  keySchema,
  type KeyShown,
  rotatedKeyAnswer,
  rotatedKeySchema,
} from './answers';
import { IssueKeyBody, RotateKeyBody } from './requests';

const TAG = 'API keys';
const EVIDENCE = { revision: 3, hash: '4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce' };
/** Of the right form, and nobody's: its last six characters are no checksum of the others. */
const EXAMPLE_KEY = 'hb_live_5kTqZ0vYw2NsR8Lb_3mXc9QeJ7uHa1GdVf6WpKt0YzBnS000000';

const SHOP: KeyShown = {
  keyId: '5kTqZ0vYw2NsR8Lb',
  scopes: ['credit:read', 'credit:use'],
  actor: 'shop-backend',
  customerId: null,
  allowList: ['192.0.2.0/24'],
  rateLimits: { default: { requests: 50, windowSeconds: 1 } },
  issuedAt: '2025-11-24T10:00:00.000Z',
  expiresAt: null,
  endsAt: null,
  revoked: false,
  replaces: null,
  externalId: 'vault-17',
  metadata: {},
};
const SUCCESSOR: KeyShown = { ...SHOP, replaces: '8pLq3xUe6RtMj1Zc' };

const path = {
  id: { description: 'The id of the key, which is no secret.', schema: textSchema(64), example: SHOP.keyId },
} as const;

const NOT_FOUND = ownError('key_not_found');
const INVALID_ID = ownValidationError([{ detail: 'must be a text of 1 to 64 characters', parameter: 'id' }]);
const ISSUING_ERRORS = [ownError('expiry_passed'), ownError('key_already_revoked'), ownError('too_many_keys')] as const;

const issued = (description: string, key: string | null) => ({
  description,
  schema: issuedKeySchema,
  example: issuedKeyAnswer(SHOP, EVIDENCE, key),
});

export const issueKeyOperation = {
  id: 'issueKey',
  tag: TAG,
  summary: 'Issue a key, or import one',
  description:
    "For the caller's own partner and mode. The key works from the answer on, and the answer is the only one that " +
    'ever shows it; with an `Idempotency-Key`, a repeat by the same calling key shows it again, and one by another ' +
    'key is refused (422 `idempotency_key_reused`). `key` imports one that another system made: it is then shown ' +
    'nowhere, and importing it again on the same terms changes nothing. Events record who issued it.',
  body: {
    schema: ownSchemaOf(IssueKeyBody),
    example: { scopes: SHOP.scopes, actor: SHOP.actor, allow_list: SHOP.allowList, external_id: SHOP.externalId },
  },
  dryRun: true,
  answers: {
    200: issued('The key that is imported was issued on these very terms before.', null),
    201: issued('Issued.', EXAMPLE_KEY),
  },
  errors: [...COMMAND_ERRORS, ...ISSUING_ERRORS, ownError('id_taken'), ownError('actor_spelled_otherwise')],
} as const;

export const listKeysOperation = {
  id: 'listKeys',
  tag: TAG,
  summary: 'List keys',
  description: "Of the caller's own partner and mode, in the order of their issue, revoked and expired ones too.",
  query: ownSchemaOf(PageQuery),
  evidence: 'none',
  answers: {
    200: {
      description: 'The keys, without their secrets.',
      schema: keyPageSchema,
      example: wirePage([keyAnswer(SHOP, EVIDENCE)]),
    },
  },
  errors: [INVALID_QUERY],
} as const;

const shown = (description: string, key: KeyShown) => ({
  description,
  schema: keySchema,
  example: keyAnswer(key, EVIDENCE),
});

export const readKeyOperation = {
  id: 'readKey',
  tag: TAG,
  summary: 'Read a key',
  path,
  evidence: 'read',
  answers: { 200: shown('The key without its secret, with all that was written before.', SHOP) },
  errors: [INVALID_ID, NOT_FOUND],
} as const;

export const rotateKeyOperation = {
  id: 'rotateKey',
  tag: TAG,
  summary: 'Issue the successor of a key',
  description:
    'On the same terms. Both work until the old key ends, a day from now unless `old_expires_at` says otherwise; to ' +
    'end it at once revoke it. A key has one live successor at a time. The successor is shown, and repeated, as by ' +
    '`issueKey`.',
  path,
  body: {
    schema: ownSchemaOf(RotateKeyBody),
    example: { old_expires_at: '2025-11-25T10:00:00Z' },
    required: false,
  },
  dryRun: true,
  answers: {
    201: {
      description: 'The successor.',
      schema: rotatedKeySchema,
      example: rotatedKeyAnswer(
        { successor: SUCCESSOR, oldEndsAt: '2025-11-25T10:00:00.000Z', key: EXAMPLE_KEY },
        EVIDENCE,
      ),
    },
  },
  errors: [
    ...COMMAND_ERRORS,
    ...ISSUING_ERRORS,
    INVALID_ID,
    NOT_FOUND,
    ownError('key_expired'),
    ownError('key_already_rotated'),
    ownError('overlap_too_long'),
  ],
} as const;

export const revokeKeyOperation = {
  id: 'revokeKey',
  tag: TAG,
  summary: 'Revoke a key',
  description:
    'For ever: it is refused from the answer on in the process that gives it, and in others as soon as they hear of ' +
    'it. A key that was revoked before stays as it is. A key may revoke itself, since whoever finds his key stolen ' +
    'may have no other: its next request, a repeat of this one too, is answered 401. A partner that has no `admin` ' +
    'key left gets one from the operator (`haber keys create`).',
  path,
  dryRun: true,
  answers: { 200: shown('The key, revoked.', { ...SHOP, revoked: true }) },
  errors: [...COMMAND_ERRORS, INVALID_ID, NOT_FOUND],
} as const;
