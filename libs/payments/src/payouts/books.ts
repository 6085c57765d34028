/**
 * What paying out writes: that a bank is about to be asked, what it said, and what does not agree. Each is decided at
 * the account's head, so that doing any of it again changes nothing.
 */
import type { Command } from '@haber/account-writer';
import {
  type CapacityAccount,
  type CapacityAccountDraft,
  INSTALLATION,
  type LearnedFrom,
  mismatchKey,
  type OpenedItem,
  type OpenExecution,
  reconciliationId,
  reconciliationStream,
  type Tenant,
} from '@haber/ledger';
import { type BankWord, type DisbelievedWord, hearBank, mismatchOf, saidOf } from '../domain/bank-word';
import { decideByHand, payoutNames, type PayoutRejection, rejectPayout, submitPayout } from '../domain/payout';
import { openItem, resolveItem } from '../domain/reconciliation';
import type { PayoutAt, PayoutParts } from './parts';

type Parts = Pick<PayoutParts, 'capacity' | 'reconciliation' | 'newId'>;
type Deciding = Command<CapacityAccount, CapacityAccountDraft, PayoutRejection>;

/** Of a payout that no bank has decided on. */
export interface OpenPayout {
  readonly execution: OpenExecution;
  readonly customerId: string;
  readonly currency: string;
}

/** Undefined: it is decided, or there is none. */
export async function openPayout({ capacity }: Parts, payout: PayoutAt): Promise<OpenPayout | undefined> {
  const { state } = await capacity.load(payout.stream);
  if (state.status === 'absent') return undefined;
  const execution = state.executions.find(({ payoutId }) => payoutId === payout.payoutId);
  return execution && { execution, customerId: state.customerId, currency: state.balances.currency };
}

/** True: by this very call, so that nobody can have sent it before. Under the key of its reservation, hence once. */
export async function writeSubmitted({ capacity }: Parts, payout: PayoutAt, bankAdapter: string): Promise<boolean> {
  const { payoutId, reservedBy } = payout;
  const done = await capacity.execute<PayoutRejection>({
    ...commandOn(payout),
    causationId: reservedBy,
    keys: [{ kind: 'event', key: reservedBy, fingerprint: 'submit' }],
    decide: (state, context) => submitPayout(state, { payoutId, bankAdapter }, context),
  });
  return done.kind === 'accepted' && done.events.length > 0 && !done.replayed;
}

/** It was never to be paid, or never arrived: what nobody can pay gives the capacity back. */
export async function writeUnpayable(
  { capacity }: Parts,
  payout: PayoutAt,
  { execution, cause }: Pick<OpenPayout, 'execution'> & { readonly cause: 'not_submitted' | 'never_received' },
): Promise<void> {
  const { payoutId, amountMinor } = execution;
  const learnedFrom: LearnedFrom = cause === 'never_received' ? 'query' : 'operator';
  const refused = { payoutId, amountMinor, cause, bankCode: null, bankReference: null, learnedFrom };
  await capacity.execute<PayoutRejection>({
    ...commandOn(payout),
    keys: [],
    decide: (state, context) => rejectPayout(state, refused, context),
  });
}

export interface Heard {
  readonly word: BankWord;
  readonly bankAdapter: string;
  readonly learnedFrom: Exclude<LearnedFrom, 'operator'>;
}

/** True: it stands in the books, now or before. False: it contradicts them, which an item now says. */
export async function writeWord(parts: Parts, payout: PayoutAt, heard: Heard): Promise<boolean> {
  const { payoutId, tenant, executionId, customerId } = payout;
  const done = await parts.capacity.execute<DisbelievedWord>({
    ...commandOn(payout),
    keys: [],
    decide: (state, context) => hearBank(state, { payoutId, ...heard }, context),
  });
  if (done.kind === 'accepted') return true;
  if (done.kind !== 'rejected') throw new Error(`a command without keys was ${done.kind}`);
  const { word, bankAdapter, learnedFrom } = heard;
  const about = { payoutId, executionId, customerId, bankAdapter, said: saidOf(word), learnedFrom };
  const { recorded } = done.rejection;
  await writeItem(parts, tenant, { cause: mismatchOf(word, done.rejection), recorded, ...about });
  return false;
}

/** A word about what nobody ordered belongs to no partner. */
export async function writeUnknownReference(parts: Parts, payoutId: string, heard: Heard): Promise<void> {
  const { word, bankAdapter, learnedFrom } = heard;
  const nobodys = { executionId: null, customerId: null } as const;
  const what = { ...nobodys, cause: 'unknown_reference', recorded: null } as const;
  await writeItem(parts, INSTALLATION, { ...what, payoutId, bankAdapter, said: saidOf(word), learnedFrom });
}

type Item = Omit<OpenedItem, 'itemId'>;

const NO_WORD = { cause: 'open_too_long', said: null } as const;

export async function writeOpenTooLong(
  parts: Parts,
  { payoutId, tenant, executionId, customerId }: PayoutAt,
  { execution, currency }: OpenPayout,
): Promise<void> {
  const { amountMinor, submittedTo: bankAdapter } = execution;
  const about = { payoutId, executionId, customerId, bankAdapter: bankAdapter ?? '' };
  const recorded = { status: 'in_process', amountMinor, currency, bankReference: null, bankAdapter } as const;
  await writeItem(parts, tenant, { ...NO_WORD, ...about, recorded, learnedFrom: 'clock' });
}

/** What was open for too long has its word after all: nobody need look at it any more. */
export async function resolveOpenTooLong(parts: Parts, payout: PayoutAt, bankAdapter: string): Promise<void> {
  const { payoutId, tenant } = payout;
  const stream = reconciliationStream(tenant, mismatchKey({ ...NO_WORD, payoutId, bankAdapter }));
  const resolved = { itemId: reconciliationId(stream), resolution: 'bank_decided', reason: null } as const;
  await parts.reconciliation.execute({
    ...{ stream, tenant, actor: 'haber', correlationId: payout.correlationId, keys: [] },
    decide: (state) => resolveItem(state, { ...resolved, externalId: null }),
  });
}

export interface OperatorWord {
  readonly by: Pick<Deciding, 'actor' | 'assertedBy' | 'keyId' | 'correlationId'>;
  /** Null: rejected. */
  readonly bankReference: string | null;
  /** Only whether it would be: nothing is written. */
  readonly dryRun?: boolean;
}

/** A person takes what the bank has done from elsewhere. @returns the rejection, if the books say otherwise */
export async function writeOperatorWord(
  { capacity }: Parts,
  payout: Pick<PayoutAt, 'stream' | 'tenant' | 'payoutId'>,
  { by, bankReference, dryRun }: OperatorWord,
): Promise<PayoutRejection | undefined> {
  const { payoutId, stream, tenant } = payout;
  const done = await capacity.execute<PayoutRejection>({
    ...{ stream, tenant, ...by, keys: [], names: payoutNames(payoutId) },
    decide: (state, context) => {
      const decision = decideByHand(state, { payoutId, bankReference }, context);
      return dryRun === true && 'accept' in decision ? { accept: [] } : decision;
    },
  });
  return done.kind === 'rejected' ? done.rejection : undefined;
}

async function writeItem(parts: Parts, tenant: Tenant, item: Item): Promise<void> {
  const stream = reconciliationStream(tenant, mismatchKey(item));
  const opened = { ...item, itemId: reconciliationId(stream) };
  await parts.reconciliation.execute({
    ...{ stream, tenant, actor: 'haber', correlationId: parts.newId(), keys: [] },
    decide: (state) => openItem(state, opened),
  });
}

function commandOn({ stream, tenant, correlationId, payoutId }: PayoutAt): Omit<Deciding, 'keys' | 'decide'> {
  return { stream, tenant, actor: 'haber', correlationId, names: payoutNames(payoutId) };
}
