/**
 * Reconciliation items. Protects: a mismatch is told once, however often the bank repeats it; an item is resolved once,
 * and what a person decided stays what was decided.
 */
import type {
  Decision,
  KnownItem,
  OpenedItem,
  ReconciliationEvent,
  ReconciliationItem,
  ResolvedItem,
} from '@haber/ledger';

export type ReconciliationRejection =
  | { readonly code: 'item_unknown' }
  /** Resolved before, in another way. */
  | { readonly code: 'item_resolved' };

type Answer = Decision<ReconciliationEvent, ReconciliationRejection>;

/** Without effect where the same mismatch was told before, also where that was resolved: a person has looked at it. */
export function openItem(state: ReconciliationItem, opened: OpenedItem): Answer {
  return { accept: state.status === 'absent' ? [{ type: 'reconciliation.opened.v1', data: opened }] : [] };
}

/** The same resolution of the same case again changes nothing: a repeat that has lost its key. */
export function resolveItem(state: ReconciliationItem, resolved: ResolvedItem): Answer {
  if (state.status === 'absent') return { reject: { code: 'item_unknown' } };
  if (state.status === 'open') return { accept: [{ type: 'reconciliation.resolved.v1', data: resolved }] };
  return isSameResolution(state, resolved) ? { accept: [] } : { reject: { code: 'item_resolved' } };
}

/** Its reason is prose, and told once. */
export function isSameResolution(
  { resolved: before }: KnownItem,
  { resolution, externalId }: Pick<ResolvedItem, 'resolution' | 'externalId'>,
): boolean {
  return before?.resolution === resolution && before.externalId === externalId;
}
