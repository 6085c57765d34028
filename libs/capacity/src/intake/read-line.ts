/** One line of JSON as a transaction, or why it is none. */
import { type LineCode, type OwnRefused, parseTransaction, type Transaction } from '@haber/dialects';
import { MalformedJson, parseExactJson } from '@haber/http';

export type ReadLine =
  | { readonly ok: true; readonly value: Transaction }
  | {
      readonly ok: false;
      readonly transactionId: string | null;
      readonly code: LineCode;
      readonly detail: string;
    };

export function readLine(text: string): ReadLine {
  try {
    return readTransaction(parseExactJson(text));
  } catch (error) {
    if (!(error instanceof MalformedJson)) throw error;
    return { ok: false, transactionId: null, code: 'malformed_json', detail: error.message };
  }
}

/** `raw`: exact JSON. */
export function readTransaction(raw: unknown): ReadLine {
  const parsed = parseTransaction(raw);
  return parsed.ok ? parsed : { ok: false, transactionId: idIn(raw), code: 'validation_error', detail: why(parsed) };
}

function why({ errors }: OwnRefused): string {
  return errors.map((error) => `${'pointer' in error ? error.pointer : ''} ${error.detail}`.trim()).join('; ');
}

/** As far as it can be told back. */
function idIn(raw: unknown): string | null {
  const id = typeof raw === 'object' && raw !== null && 'transaction_id' in raw ? raw.transaction_id : null;
  return typeof id === 'string' && id.length <= 64 ? id : null;
}
