/** An event of a history for human eyes: amounts in major units, one fact a line. */
import type { HistoryEntry } from '@haber/audit';
import { type AccountEvent, type Posting, SEALED_PREFIX } from '@haber/ledger';
import { currencyDigits, formatAmount } from '@haber/money';

const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['balances', 'accountId', 'terms', 'allocations']);

export function historyText(entry: HistoryEntry): string {
  const { revision, type, metadata, postings, balances, hash, chained } = entry;
  const currency = balances?.currency ?? '';
  const lines = [
    `${revision}  ${type}  by ${metadata.actor}`,
    `   recorded ${metadata.recordedAt}  effective ${metadata.effectiveAt}`,
    ...factsOf(entry, currency).map((fact) => `   ${fact}`),
    ...(postings.length > 0 ? [`   postings  ${postings.map(postingText).join('  ')}`] : []),
    ...(balances ? [`   balances  ${balancesText(balances)}`] : []),
    `   hash ${hash}${chained ? '' : '  BROKEN: does not follow the event before'}`,
  ];
  return lines.join('\n');
}

function factsOf({ data }: HistoryEntry, currency: string): string[] {
  const facts = Object.entries(data)
    .filter(([name, value]) => !SHOWN_ELSEWHERE.has(name) && value !== null && typeof value !== 'object')
    .map(([name, value]) => factText(name, String(value as string | number | boolean), currency));
  return facts.length > 0 ? [facts.join('  ')] : [];
}

function factText(name: string, value: string, currency: string): string {
  if (name.endsWith('Minor')) return `${name.slice(0, -'Minor'.length)} ${amount(BigInt(value), currency)}`;
  return `${name} ${value.startsWith(SEALED_PREFIX) ? '(sealed)' : value}`;
}

function postingText({ account, bucket, age, amountMinor, currency }: Posting): string {
  const place = bucket && age ? `${account}/${bucket}/${age}` : account;
  const [side, minor] = amountMinor < 0n ? (['Cr', -amountMinor] as const) : (['Dr', amountMinor] as const);
  return `${side} ${place} ${amount(minor, currency)}`;
}

function balancesText(balances: AccountEvent['data']['balances']): string {
  const { currency, availableMinor: available } = balances;
  const figures =
    'processedMinor' in balances
      ? {
          processed: balances.processedMinor,
          credited: balances.creditedMinor,
          available,
          inFlight: balances.inFlightMinor,
        }
      : { limit: balances.limitMinor, held: balances.heldMinor, utilised: balances.utilisedMinor, available };
  const texts = Object.entries(figures).map(([name, minor]) => `${name} ${amount(minor, currency)}`);
  return `${texts.join('  ')}  ${currency}`;
}

function amount(minor: bigint, currency: string): string {
  return formatAmount(minor, currencyDigits(currency) ?? 0);
}
