/**
 * Volume: what a merchant has processed. Protects: each line counts once, whenever and however often it comes, and a
 * line that contradicts what was recorded changes nothing.
 */
import {
  type BoundName,
  type CapacityAccount,
  type CapacityAccountDraft,
  type Decision,
  lineName,
  MOST_VOLUME_LINES,
  mustBeAboveZero,
  type NamedDecideContext,
  type UsedNames,
  type VolumeLine,
} from '@haber/ledger';

export interface RecordVolume {
  readonly accountId: string;
  readonly customerId: string;
  /** Of all its lines. */
  readonly currency: string;
  /** 1 to 500. */
  readonly lines: readonly VolumeLine[];
}

/** A merchant has one currency: that of its first volume. */
export interface VolumeRejection {
  readonly code: 'currency_mismatch';
  readonly currency: string;
}

/** `contradicts`: recorded before, or earlier in the same batch, with another amount. */
export type LineResult = 'accepted' | 'duplicate' | 'contradicts';

/** What the command must name, so that the writer looks it up. */
export function volumeNames(lines: readonly VolumeLine[]): readonly BoundName[] {
  return lines.map(lineName);
}

/** What becomes of each line; of a repeated command, the same as at first. `used`: as the writer tells. */
export function volumeResults(lines: readonly VolumeLine[], used: UsedNames): readonly LineResult[] {
  const inBatch = new Map<string, string>();
  return lines.map((line) => {
    const name = lineName(line);
    const place = `${name.kind}:${name.key}`;
    const known = used(name)?.fingerprint ?? inBatch.get(place);
    if (known !== undefined) return known === name.fingerprint ? 'duplicate' : 'contradicts';
    inBatch.set(place, name.fingerprint);
    return 'accepted';
  });
}

/** @throws RangeError when an amount is not above zero, or lines are none or more than 500 */
export function recordVolume(
  state: CapacityAccount,
  { accountId, customerId, currency, lines }: RecordVolume,
  { used }: NamedDecideContext,
): Decision<CapacityAccountDraft, VolumeRejection> {
  mustBeAboveZero(lines.length);
  if (lines.length > MOST_VOLUME_LINES) throw new RangeError(`${lines.length} lines of volume`);
  for (const { amountMinor } of lines) mustBeAboveZero(amountMinor);
  if (state.status === 'open' && state.balances.currency !== currency) {
    return { reject: { code: 'currency_mismatch', currency: state.balances.currency } };
  }
  const results = volumeResults(lines, used);
  const accepted = lines.filter((_, i) => results[i] === 'accepted');
  if (accepted.length === 0) return { accept: [] };
  const recorded: CapacityAccountDraft = {
    type: 'capacity-account.volume-recorded.v1',
    data: { accountId, lines: accepted },
  };
  if (state.status === 'open') return { accept: [recorded] };
  return { accept: [{ type: 'capacity-account.opened.v1', data: { accountId, customerId, currency } }, recorded] };
}

/** What earlier batches of a dry run would have recorded of a merchant: in its account there is nothing of it. */
export interface EarlierVolume {
  /** Undefined: nothing. */
  readonly currency: string | undefined;
  readonly used: UsedNames;
}

/** A dry run ends as a rejection, so that nothing is written. */
export interface WouldRecord {
  readonly code: 'would_record';
  readonly results: readonly LineResult[];
}

/** What `recordVolume` would do, had the earlier batches been recorded. */
export function wouldRecordVolume(
  state: CapacityAccount,
  { earlier, ...command }: RecordVolume & { readonly earlier: EarlierVolume },
  context: NamedDecideContext,
): { readonly reject: VolumeRejection | WouldRecord } {
  const { currency } = earlier;
  if (state.status === 'absent' && currency !== undefined && currency !== command.currency) {
    return { reject: { code: 'currency_mismatch', currency } };
  }
  const used: UsedNames = (name) => context.used(name) ?? earlier.used(name);
  const decision = recordVolume(state, command, { ...context, used });
  if ('reject' in decision) return decision;
  return { reject: { code: 'would_record', results: volumeResults(command.lines, used) } };
}
