/** What became of the transactions of one body: counts, and which lines were refused. */
import { closed, type JsonSchema, orNull } from '../../json-schema';

/** Told one by one; further ones are only counted. */
export const MOST_REJECTED_TOLD = 1_000;

export const LINE_CODES = [
  'malformed_json',
  'line_too_long',
  'validation_error',
  'customer_not_found',
  'currency_mismatch',
  'amount_differs',
  'idempotency_key_reused',
] as const;
export type LineCode = (typeof LINE_CODES)[number];

export interface RejectedLine {
  /** From 1, empty lines counted; of an array the place in it. */
  readonly line: number;
  /** Null where the line could not be read. */
  readonly transactionId: string | null;
  readonly code: LineCode;
  readonly detail: string;
}

export interface TransactionsTold {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly rejectedLines: readonly RejectedLine[];
}

const count: JsonSchema = { type: 'integer', minimum: 0 };

export const transactionsSchema = closed('Transactions', {
  accepted: { ...count, description: 'Recorded now.' },
  duplicate: { ...count, description: 'The very same, recorded before.' },
  rejected: { ...count, description: 'Refused, each for its own reason; the others are recorded all the same.' },
  rejected_lines: {
    type: 'array',
    maxItems: MOST_REJECTED_TOLD,
    items: closed('RejectedTransaction', {
      line: { type: 'integer', minimum: 1, description: 'From 1, empty lines counted; of an array the place in it.' },
      transaction_id: { ...orNull({ type: 'string' }), description: 'Null where the line could not be read.' },
      code: { type: 'string', enum: LINE_CODES },
      detail: { type: 'string' },
    }),
  },
  rejected_lines_truncated: { type: 'boolean', description: 'More were refused than are told one by one.' },
});

export function transactionsAnswer({ accepted, duplicate, rejected, rejectedLines }: TransactionsTold): object {
  return {
    accepted,
    duplicate,
    rejected,
    rejected_lines: rejectedLines.map(({ line, transactionId, code, detail }) => ({
      line,
      transaction_id: transactionId,
      code,
      detail,
    })),
    rejected_lines_truncated: rejected > rejectedLines.length,
  };
}
