/** Reconciliation items as Haber's own API shows them. */
import type { KnownItem } from '@haber/ledger';
import { closed, type JsonSchema, orNull } from '../../json-schema';
import { currencyDigits } from '@haber/money';
import {
  decimalSchema,
  type Evidence,
  externalIdSchema,
  hashSchema,
  idSchema,
  instantSchema,
  pageSchema,
  revisionSchema,
  wireDecimal,
} from '../answers';
import { actorSchema, decidedMembers, type Done, doneAtSchema, reasonSchema } from '../standing-members';

export interface ItemShown {
  readonly item: KnownItem;
  /** In clear; null: not kept, or erased. */
  readonly reason: string | null;
  readonly openedAt: string;
  readonly resolved: Done | undefined;
}

export function reconciliationItemAnswer({ item, reason, openedAt, resolved }: ItemShown, evidence: Evidence) {
  const { opened } = item;
  return {
    id: opened.itemId,
    status: item.status,
    cause: opened.cause,
    payout_id: opened.payoutId,
    execution_id: opened.executionId,
    customer_id: opened.customerId,
    bank_adapter: opened.bankAdapter,
    said: opened.said && saidMembers(opened.said),
    recorded: opened.recorded && recordedMembers(opened.recorded),
    learned_from: opened.learnedFrom,
    opened_at: openedAt,
    resolution: item.resolved?.resolution ?? null,
    reason,
    ...decidedMembers(resolved),
    external_id: item.resolved?.externalId ?? null,
    revision: evidence.revision,
    hash: evidence.hash,
  };
}

function recordedMembers({ status, amountMinor, currency, ...of }: NonNullable<KnownItem['opened']['recorded']>) {
  return {
    status,
    amount: wireDecimal(amountMinor, currencyDigits(currency) ?? 0),
    currency,
    bank_reference: of.bankReference,
    bank_adapter: of.bankAdapter,
  };
}

function saidMembers({ status, amountMinor, currency, ...of }: NonNullable<KnownItem['opened']['said']>) {
  // A bank may name a currency that has no minor unit: then nobody can say where its point is.
  const digits = currencyDigits(currency) ?? 0;
  return {
    status,
    amount: wireDecimal(amountMinor, digits),
    currency,
    bank_reference: of.bankReference,
    bank_code: of.bankCode,
  };
}

export const reconciliationItemSchema: JsonSchema = closed('ReconciliationItem', {
  id: idSchema,
  status: { type: 'string', enum: ['open', 'resolved'] },
  cause: {
    type: 'string',
    enum: ['amount_mismatch', 'outcome_contradicts', 'unknown_reference', 'never_submitted', 'open_too_long'],
  },
  payout_id: { ...idSchema, description: 'The reference, as the bank names it.' },
  execution_id: orNull(idSchema),
  customer_id: orNull(idSchema),
  bank_adapter: { type: 'string' },
  said: {
    ...orNull(
      closed('BankSaid', {
        status: { type: 'string', enum: ['approved', 'rejected'] },
        amount: decimalSchema,
        currency: { type: 'string', pattern: '^[A-Z]{3}$' },
        bank_reference: orNull({ type: 'string' }),
        bank_code: orNull({ type: 'string' }),
      }),
    ),
    description: 'What the bank said. Null: nothing, for too long.',
  },
  recorded: {
    ...orNull(
      closed('RecordedPayout', {
        status: { type: 'string', enum: ['in_process', 'approved', 'rejected'] },
        amount: decimalSchema,
        currency: { type: 'string', pattern: '^[A-Z]{3}$' },
        bank_reference: orNull({ type: 'string' }),
        bank_adapter: orNull({ type: 'string' }),
      }),
    ),
    description: 'What the books said of the payout at that moment. Null: nothing, for there is none.',
  },
  learned_from: { type: 'string', enum: ['response', 'query', 'callback', 'clock'] },
  opened_at: instantSchema,
  resolution: orNull({
    type: 'string',
    enum: ['no_change', 'payout_approved', 'payout_rejected', 'bank_decided'],
  }),
  reason: reasonSchema,
  decided_at: doneAtSchema,
  decided_by: actorSchema,
  external_id: externalIdSchema,
  revision: revisionSchema,
  hash: hashSchema,
});

export const reconciliationPageSchema = pageSchema('ReconciliationItemPage', reconciliationItemSchema);
