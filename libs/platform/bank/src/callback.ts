/**
 * What a bank tells by itself. Nothing of it is believed before its signature was checked on the exact bytes; and what
 * it says is compared with our own record by whoever receives it. The same event may come any number of times.
 */
import type { Approved, Rejected } from './bank';
import { checkSignature, type ReceivedMessage, type SignatureRefusal } from './signature';
import { jsonObject, readStatement } from './statement';

export type Callback =
  | {
      readonly kind: 'verified';
      /** The same on every repeat of an event. */
      readonly eventId: string;
      readonly reference: string;
      /** Final, with the amount that the bank says. */
      readonly said: Approved | Rejected;
    }
  | { readonly kind: 'refused'; readonly cause: SignatureRefusal | 'oversized' | 'malformed' };

export const MAX_CALLBACK_BYTES = 65_536;

/** Never throws. */
export function verifyCallback(received: ReceivedMessage): Callback {
  if (received.body.length > MAX_CALLBACK_BYTES) return { kind: 'refused', cause: 'oversized' };
  const signature = checkSignature(received);
  if (!signature.ok) return { kind: 'refused', cause: signature.cause };
  const message = jsonObject(received.body);
  const statement = message && readStatement(message);
  if (!statement || statement.said.kind === 'pending' || message['type'] !== `payout.${statement.said.kind}`) {
    return { kind: 'refused', cause: 'malformed' };
  }
  return { kind: 'verified', eventId: signature.id, reference: statement.reference, said: statement.said };
}
