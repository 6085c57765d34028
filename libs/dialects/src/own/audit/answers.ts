/**
 * What an auditor is answered: balances with what they are based on, events as they are stored with what they moved,
 * and the sums of all postings. Decimals of the currency; debits and credits stand apart and are never negative.
 */
import type { Balances, CapacityBalances, EventMetadata, Posting } from '@haber/ledger';
import { digitsOf } from '@haber/money';
import { wireDecimal } from '../answers';
import { balancesAnswer } from '../accounts/balances';

export interface BalancesShown {
  readonly accountId: string;
  /** Of which instant the balances are, and by what had been recorded by which. */
  readonly asOf: string;
  readonly knownAt: string;
  /** Nothing that was recorded by `knownAt` can come any more. */
  readonly settled: boolean;
  /** Of the last event that was known, and its hash. */
  readonly revision: number;
  readonly hash: string;
  /** Recorded after `asOf` and yet effective by then: the first of them, and how many there are. */
  readonly backdatedRevisions: readonly number[];
  readonly backdatedCount: number;
  readonly balances: Balances;
}

export function balancesAtAnswer(shown: BalancesShown) {
  const { balances } = shown;
  const overdueMinor = Object.values(balances.buckets).reduce((sum, { pastDueMinor }) => sum + pastDueMinor, 0n);
  return {
    account_id: shown.accountId,
    as_of: shown.asOf,
    known_at: shown.knownAt,
    settled: shown.settled,
    overdue_amount: wireDecimal(overdueMinor, digitsOf(balances.currency)),
    balances: balancesAnswer(balances),
    backdated_revisions: shown.backdatedRevisions,
    backdated_count: shown.backdatedCount,
    revision: shown.revision,
    hash: shown.hash,
  };
}

export interface EventShown {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly metadata: EventMetadata;
  /** As stored, without the balances, personal texts as they may be shown. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly postings: readonly Posting[];
  readonly balances: Balances | CapacityBalances;
  readonly hash: string;
}

export function eventAnswer({ revision, id, type, metadata, data, postings, balances, hash }: EventShown) {
  const digits = digitsOf(balances.currency);
  return {
    revision,
    id,
    type,
    actor: metadata.actor,
    asserted_by: metadata.assertedBy,
    key_id: metadata.keyId,
    recorded_at: metadata.recordedAt,
    effective_at: metadata.effectiveAt,
    correlation_id: metadata.correlationId,
    causation_id: metadata.causationId,
    // Never the fingerprints: they tell nobody anything, and an HMAC is not for the street.
    command_keys: metadata.commandKeys.map(({ kind, key }) => ({ kind, key })),
    relied: metadata.relied,
    data,
    postings: postings.map((posting) => postingAnswer(posting, digits)),
    balances: 'processedMinor' in balances ? capacityBalancesAnswer(balances) : balancesAnswer(balances),
    prev_hash: metadata.prevHash,
    hash,
  };
}

function capacityBalancesAnswer({ currency, ...of }: CapacityBalances) {
  const decimal = (minor: bigint): string => wireDecimal(minor, digitsOf(currency));
  return {
    currency,
    processed: decimal(of.processedMinor),
    credited: decimal(of.creditedMinor),
    available: decimal(of.availableMinor),
    in_flight: decimal(of.inFlightMinor),
  };
}

function postingAnswer({ account, bucket, age, amountMinor }: Posting, digits: number) {
  const [debit, credit] = amountMinor > 0n ? [amountMinor, 0n] : [0n, -amountMinor];
  const part = { account, bucket: bucket ?? null, age: age ?? null };
  return { ...part, debit: wireDecimal(debit, digits), credit: wireDecimal(credit, digits) };
}

export interface TrialBalanceShown {
  readonly asOf: string;
  /** Nothing that was recorded by `asOf` can come any more. */
  readonly settled: boolean;
  readonly position: bigint;
  readonly currencies: readonly {
    readonly currency: string;
    readonly accounts: readonly {
      readonly account: string;
      readonly name: string;
      readonly debitMinor: bigint;
      readonly creditMinor: bigint;
    }[];
  }[];
}

interface Turnover {
  readonly debitMinor: bigint;
  readonly creditMinor: bigint;
}

export function trialBalanceAnswer({ asOf, settled, position, currencies }: TrialBalanceShown) {
  return {
    as_of: asOf,
    settled,
    position: `${position}`,
    currencies: currencies.map(({ currency, accounts }) => {
      const digits = digitsOf(currency);
      const sum = (side: keyof Turnover): bigint => accounts.reduce((total, of) => total + of[side], 0n);
      return {
        currency,
        accounts: accounts.map(({ account, name, ...of }) => ({ account, name, ...turnover(of, digits) })),
        total: turnover({ debitMinor: sum('debitMinor'), creditMinor: sum('creditMinor') }, digits),
      };
    }),
  };
}

function turnover({ debitMinor, creditMinor }: Turnover, digits: number) {
  return {
    debit: wireDecimal(debitMinor, digits),
    credit: wireDecimal(creditMinor, digits),
    net: wireDecimal(debitMinor - creditMinor, digits),
  };
}
