/**
 * What the OpenAPI document shows of accounts: one real life of one account, told by its events. Opened, used, paid,
 * cut, forgiven, paused, written off, each with the balances that the books have after it.
 */
import {
  COMMERCIAL_PRODUCT,
  type CreditAccountDraft,
  type CreditAccountEvent,
  type CreditAccountEventOf,
  initialCreditAccount,
  NO_DESCRIPTION,
  stamp,
} from '@haber/ledger';
import type { Recorded } from './answers';

export const ACCOUNT_ID = 'credit_3f2504e04f8951d39a0c0305e82c3301';
export const CUSTOMER_ID = 'customer_42';
const HASH = '5d41402abc4b2a76b9719d911017c5925d41402abc4b2a76b9719d911017c592';

const ids = { accountId: ACCOUNT_ID } as const;
const debt = { bucket: 'single_payment', age: 'unbilled', usedOn: '2025-11-24', dueOn: '2025-12-24' } as const;

function allocated(amountMinor: bigint, effectiveOn: string) {
  return [{ component: 'principal', ...debt, effectiveOn, amountMinor }] as const;
}

const DRAFTS: readonly CreditAccountDraft[] = [
  {
    type: 'credit-account.opened.v1',
    data: {
      ...ids,
      customerId: CUSTOMER_ID,
      kind: 'commercial',
      terms: COMMERCIAL_PRODUCT,
      limitMinor: 1_000_000n,
      paymentTermDays: 30,
      openedBy: 'user_seller',
      externalId: 'crm-8812',
      metadata: { branch: 'north' },
    },
  },
  {
    type: 'credit-account.described.v1',
    data: { ...ids, externalId: 'crm-8813', metadata: { branch: 'south' } },
  },
  {
    type: 'credit-account.credit-used.v1',
    data: {
      ...ids,
      usageId: 'usage_5c1b2a3948d75e6f8a9b0c1d2e3f4a5b',
      orderId: 'order_789',
      bucket: 'single_payment',
      amountMinor: 500_000n,
      usedOn: debt.usedOn,
      dueOn: debt.dueOn,
      ...NO_DESCRIPTION,
    },
  },
  {
    type: 'credit-account.payment-received.v1',
    data: {
      ...ids,
      paymentId: 'payment_6d2c3b4a59e86f708b9c0d1e2f3a4b5c',
      paymentReference: 'PAY-123456',
      amountMinor: 250_000n,
      paymentDate: '2025-11-25',
      allocations: allocated(250_000n, '2025-11-25'),
      externalId: null,
      metadata: { teller: '3' },
    },
  },
  {
    type: 'credit-account.limit-changed.v1',
    data: {
      ...ids,
      bucket: 'single_payment',
      fromMinor: 1_000_000n,
      toMinor: 200_000n,
      changedBy: 'user_risk',
      reason: null,
    },
  },
  {
    type: 'credit-account.adjusted.v1',
    data: {
      ...ids,
      adjustmentId: 'adjustment_7e3d4c5b6af970819cad0e1f2a3b4c5d',
      amountMinor: 12_500n,
      allocations: allocated(12_500n, '2025-11-26'),
      adjustedBy: 'user_support',
      reason: null,
      externalId: 'case-17',
      metadata: {},
    },
  },
  { type: 'credit-account.paused.v1', data: { ...ids, reason: null } },
  {
    type: 'credit-account.written-off.v1',
    data: {
      ...ids,
      writeOffId: 'write_off_8f4e5d6c7b0a8192adbe0f1a2b3c4d5e',
      amountMinor: 237_500n,
      allocations: allocated(237_500n, '2025-11-28'),
      limitCutMinor: 200_000n,
      writtenOffBy: 'user_risk',
      reason: null,
      ...NO_DESCRIPTION,
    },
  },
];

const DAYS = ['24', '24', '24', '25', '26', '26', '27', '28'];

const LIFE: readonly CreditAccountEvent[] = DRAFTS.reduce<{
  readonly state: Parameters<typeof stamp>[0];
  readonly events: readonly CreditAccountEvent[];
}>(
  ({ state, events }, draft) => {
    const next = stamp(state, draft);
    return { state: next.state, events: [...events, next.event] };
  },
  { state: initialCreditAccount, events: [] },
).events;

export interface Example<T extends CreditAccountEvent['type']> extends Recorded<T> {
  readonly proof: { readonly revision: number; readonly hash: string };
}

/** The event of a type in the example's life, with what proves it. */
export function exampleOf<T extends CreditAccountEvent['type']>(type: T): Example<T> {
  const revision = LIFE.findIndex((event) => event.type === type);
  const recordedAt = `2025-11-${DAYS[revision]}T10:00:00.000Z`;
  return {
    event: LIFE[revision] as CreditAccountEventOf<T>,
    metadata: { recordedAt },
    proof: { revision, hash: HASH },
  };
}
