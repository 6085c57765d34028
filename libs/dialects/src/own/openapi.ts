/** What the operations of Haber's own API have in common in the OpenAPI document. */
import { type BodyClass, schemaOf } from '../body-fields';
import type { JsonSchema } from '../json-schema';
import { ownError, ownValidationError } from './errors';

/** Requests are closed: what they do not know, they refuse. */
export function ownSchemaOf(body: BodyClass): JsonSchema {
  return schemaOf(body, false);
}

/** Every command may be answered with these, every question with the first. */
const INVALID_REQUEST = ownValidationError([{ detail: 'is not known here', pointer: '/amuont' }]);
export const INVALID_QUERY = ownValidationError([{ detail: 'is not known here', parameter: 'limt' }]);
export const COMMAND_ERRORS = [INVALID_REQUEST, ownError('idempotency_key_reused')] as const;
