/**
 * One batch of a merchant's transactions into the account, by whatever way it came. Whether the customer is known is
 * asked only while there is no account: one that is there had a customer once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, type Outcome, WriterUnavailable } from '@haber/account-writer';
import {
  type CapacityAccount,
  type CapacityAccountDraft,
  type CapacityAccountEvent,
  capacityAccountStream,
  type CommandKey,
  customerStream,
  type Decision,
  type NamedDecideContext,
  publicId,
  type StreamId,
  uuidOf,
  type VolumeLine,
} from '@haber/ledger';
import {
  type LineResult,
  recordVolume,
  volumeNames,
  type VolumeRejection,
  volumeResults,
  type WouldRecord,
  wouldRecordVolume,
} from '../domain/volume';
import type { DryVolume } from './dry-volume';
import type { CapacityPorts } from '../ports';

/** Of one customer in one currency. */
export interface Batch {
  readonly customerId: string;
  readonly currency: string;
  /** 1 to 500. */
  readonly lines: readonly VolumeLine[];
}

type Origin = Pick<
  Command<never, never, never>,
  'tenant' | 'actor' | 'assertedBy' | 'keyId' | 'correlationId' | 'keys' | 'expectedRevision'
> & {
  /** Of the batch's customer, where nothing is to be written. */
  readonly dry?: DryVolume;
};

export type Recorded =
  | {
      readonly kind: 'recorded';
      /** Of each line. */
      readonly results: readonly LineResult[];
      readonly revision: number;
      /** Absent in a dry run: there is nothing to prove. */
      readonly hash?: string;
      readonly replayed: boolean;
    }
  | { readonly kind: 'customer_not_found' }
  | { readonly kind: 'idempotency_key_reused' }
  | { readonly kind: 'stale' }
  /** The account's. */
  | { readonly kind: 'currency_mismatch'; readonly currency: string };

type Refused = { readonly code: 'customer_unknown' } | VolumeRejection | WouldRecord;

/** Sent again after so long each time; what was recorded meanwhile is a duplicate. */
const TRY_AGAIN_MS = [100, 400, 1_600];

/** @throws WriterUnavailable when the writer was not available for some seconds */
export async function recordBatch(
  ports: Pick<CapacityPorts, 'capacity' | 'customers'>,
  origin: Origin,
  batch: Batch,
): Promise<Recorded> {
  const outcome = await insisting(() => ports.capacity.execute(commandOf(origin, batch)));
  if (outcome.kind !== 'rejected' || outcome.rejection.code !== 'customer_unknown') return recordedAs(batch, outcome);
  const person = customerStream(origin.tenant, batch.customerId);
  const { state, revision } = await ports.customers.load(person);
  if (state.status !== 'registered') return { kind: 'customer_not_found' };
  const relied = { [person]: revision };
  return recordedAs(batch, await insisting(() => ports.capacity.execute(commandOf(origin, batch, relied))));
}

/** `relied`: on a customer that is registered; absent: nobody has looked. */
function commandOf(
  { dry, ...origin }: Origin,
  { customerId, currency, lines }: Batch,
  relied?: Readonly<Record<StreamId, number>>,
): Command<CapacityAccount, CapacityAccountDraft, Refused> {
  const stream = capacityAccountStream(origin.tenant, customerId);
  const accountId = publicId('capacity', uuidOf(stream));
  return {
    ...origin,
    // A dry run binds no key, and is no repeat of what was done under one.
    ...(dry && { keys: [] }),
    stream,
    names: volumeNames(lines),
    ...(relied && { relied }),
    decide: (state: CapacityAccount, context: NamedDecideContext): Decision<CapacityAccountDraft, Refused> => {
      if (state.status === 'absent' && !relied) return { reject: { code: 'customer_unknown' } };
      const command = { accountId, customerId, currency, lines };
      return dry
        ? wouldRecordVolume(state, { ...command, earlier: dry }, context)
        : recordVolume(state, command, context);
    },
  };
}

function recordedAs({ lines }: Batch, outcome: Outcome<CapacityAccountEvent, Refused>): Recorded {
  switch (outcome.kind) {
    case 'accepted': {
      const { revision, hash, replayed, used } = outcome;
      return { kind: 'recorded', results: volumeResults(lines, used), revision, hash, replayed };
    }
    case 'rejected':
      return refusedAs(outcome.rejection, outcome.revision);
    case 'stale':
      return { kind: 'stale' };
    case 'key-reused':
      return { kind: 'idempotency_key_reused' };
  }
}

function refusedAs(rejection: Refused, revision: number): Recorded {
  switch (rejection.code) {
    case 'would_record':
      return { kind: 'recorded', results: rejection.results, revision, replayed: false };
    case 'currency_mismatch':
      return { kind: 'currency_mismatch', currency: rejection.currency };
    case 'customer_unknown':
      return { kind: 'customer_not_found' };
  }
}

/** A line counts once however often it is sent: also what nobody knows the outcome of may be sent again. */
async function insisting<T>(work: () => Promise<T>): Promise<T> {
  const failures: WriterUnavailable[] = [];
  // Of one time that nobody knows of, the whole is not known, whatever the last one says.
  const toTell = (): unknown => failures.find(({ outcome }) => outcome === 'unknown') ?? failures.at(-1);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof WriterUnavailable)) throw error;
      failures.push(error);
      const waitMs = TRY_AGAIN_MS[failures.length - 1];
      if (waitMs === undefined || error.reason === 'shutting_down') throw toTell();
      await sleep(waitMs);
    }
  }
}

/** As a command of several under one header's key: the first of a customer has the key itself. */
export function keysOf(keys: readonly CommandKey[], ordinal: number): readonly CommandKey[] {
  // No header holds a line end, so that no key that a caller sends is ever one of these.
  return ordinal === 0 ? keys : keys.map((key) => ({ ...key, key: `${key.key}\n${ordinal}` }));
}
