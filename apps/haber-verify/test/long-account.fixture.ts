/** One account that spends and pays back, as long as wanted: made fast, for figures and for memory. */
import { type EventToAppend, GENESIS_HASH, hashOf } from '@haber/event-store';
import {
  allocate,
  commercialCreditStream,
  type CreditAccount,
  creditAccountDefinition,
  type CreditAccountDraft,
  encodeMetadata,
  NO_DESCRIPTION,
} from '@haber/ledger';
import { approved, LOG_TENANT, requested } from '@haber/testing';

export const LONG_STREAM = commercialCreditStream(LOG_TENANT, 'customer-42');

const encoder = new TextEncoder();
const DAY = '2026-01-05';

export function* longAccount(events: number): Generator<EventToAppend> {
  let state: CreditAccount = creditAccountDefinition.initial;
  let prevHash = GENESIS_HASH;
  for (let revision = 0; revision < events; revision += 1) {
    const stamped = creditAccountDefinition.stamp(state, draftAt(revision, state));
    state = stamped.state;
    const id = `00000000-0000-4000-8000-${revision.toString(16).padStart(12, '0')}`;
    const data = encoder.encode(creditAccountDefinition.codec.encode(stamped.event));
    const event = { id, type: stamped.event.type, data, metadata: metadataAfter(prevHash, revision) };
    prevHash = hashOf(LONG_STREAM, revision, event);
    yield event;
  }
}

function draftAt(revision: number, state: CreditAccount): CreditAccountDraft {
  if (state.status === 'absent') return requested();
  if (revision === 1) return approved();
  const { accountId } = state;
  const amountMinor = 100n + BigInt(revision % 7);
  if (revision % 2 === 0) {
    const names = {
      accountId,
      usageId: `usage_${revision}`,
      orderId: `order-${revision}`,
      bucket: 'single_payment',
    } as const;
    const data = { ...names, amountMinor, usedOn: DAY, dueOn: '2026-02-04', ...NO_DESCRIPTION };
    return { type: 'credit-account.credit-used.v1', data };
  }
  const owedMinor = state.balances.utilisedMinor;
  const allocations = allocate(state, { amountMinor: owedMinor, paymentDate: DAY, today: DAY });
  const names = { accountId, paymentId: `payment_${revision}`, paymentReference: `PAY-${revision}` };
  const data = { ...names, amountMinor: owedMinor, paymentDate: DAY, allocations, ...NO_DESCRIPTION };
  return { type: 'credit-account.payment-received.v1', data };
}

function metadataAfter(prevHash: string, revision: number): Uint8Array {
  const at = `${DAY}T12:00:00.000Z`;
  const key = { kind: 'header', key: `key-${revision}`, fingerprint: 'f'.repeat(64) } as const;
  const about = { commandKeys: [key], tenant: LOG_TENANT, actor: 'seller', assertedBy: null, keyId: null } as const;
  const place = { correlationId: `request-${revision}`, causationId: null, effectiveAt: at, recordedAt: at };
  return encoder.encode(encodeMetadata({ ...about, ...place, relied: {}, prevHash }));
}
