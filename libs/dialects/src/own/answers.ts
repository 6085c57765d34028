/** What answers of Haber's own API have in common: decimals, pages, and the evidence of what was written. */
import { formatAmount } from '@haber/money';
import { closed, type JsonSchema, orNull } from '../json-schema';
import { METADATA_SCHEMA } from './fields';

/** `"125.00"`: always all of the currency's decimals; negative where the books are. */
export function wireDecimal(minor: bigint, currencyDigits: number): string {
  return formatAmount(minor, currencyDigits);
}

export interface Page<T> {
  readonly data: readonly T[];
  /** Null: this is the last page. */
  readonly next_cursor: string | null;
}

export function wirePage<T>(data: readonly T[], nextCursor?: string): Page<T> {
  return { data, next_cursor: nextCursor ?? null };
}

/** What every write proves, and every object shows: the stream's revision and the hash of its last event. */
export interface Evidence {
  readonly revision: number;
  /** Null in a dry run: nothing was written. */
  readonly hash: string | null;
}

export const decimalSchema: JsonSchema = {
  type: 'string',
  pattern: '^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$',
  examples: ['125.00'],
};
export const instantSchema: JsonSchema = {
  type: 'string',
  format: 'date-time',
  examples: ['2025-11-24T10:00:00.000Z'],
};
export const idSchema: JsonSchema = { type: 'string', minLength: 1, maxLength: 64 };
export const externalIdSchema: JsonSchema = {
  ...orNull(idSchema),
  description: "The partner's own id of this object.",
};
export const metadataSchema: JsonSchema = METADATA_SCHEMA;
export const revisionSchema: JsonSchema = {
  type: 'integer',
  minimum: -1,
  description: 'Of the stream. In a dry run: the present one.',
};
export const hashSchema: JsonSchema = {
  ...orNull({ type: 'string', pattern: '^[0-9a-f]{64}$' }),
  description: "Of the stream's last event, in hexadecimal. Null in a dry run.",
};

/** `{"data":[…],"next_cursor":…}` */
export function pageSchema(title: string, item: JsonSchema): JsonSchema {
  return closed(title, {
    data: { type: 'array', items: item },
    next_cursor: { ...orNull({ type: 'string' }), description: 'Null on the last page.' },
  });
}
