/**
 * A tenant's product: terms that accounts pin when they are opened (domain.md §3). Protects: a version never changes
 * and never begins in the past, so that what an account has pinned on a day can be told for ever.
 */
import {
  BUILT_IN_VERSION,
  businessDate,
  type DecideContext,
  type Decision,
  type Product,
  type ProductEvent,
  type ProductVersion,
  sameContent,
} from '@haber/ledger';

export interface PublishVersion {
  readonly type: 'publish-version';
  readonly terms: Omit<ProductVersion, 'version' | 'effectiveFrom'>;
  /** Today, in the time zone of the terms, when absent. */
  readonly effectiveFrom?: string;
}

/** In order of precedence. */
export type ProductRejection =
  /** `today`: in the time zone of the terms. */
  { readonly code: 'effective_date_in_past'; readonly today: string } | { readonly code: 'too_many_versions' };

/** The fold holds every version, and whoever opens an account needs it. */
export const MAX_VERSIONS = 1_000;

type Answer = Decision<ProductEvent, ProductRejection>;

export function decideProduct(product: Product, command: PublishVersion, { now }: DecideContext): Answer {
  const { terms, effectiveFrom: asked } = command;
  const newest = product.versions.at(-1);
  if (newest && saysTheSame(newest, command)) return { accept: [] };
  const today = businessDate(now, terms.timeZone);
  const effectiveFrom = asked ?? today;
  if (effectiveFrom < today) return { reject: { code: 'effective_date_in_past', today } };
  if (product.versions.length >= MAX_VERSIONS) return { reject: { code: 'too_many_versions' } };
  const data = { ...terms, version: nextVersion(product, terms.code), effectiveFrom };
  return { accept: [{ type: 'product.version-published.v1', data }] };
}

/** A repeat, on whatever day: without a date of its own it means the one that it was given the first time. */
function saysTheSame({ version: _, ...newest }: ProductVersion, { terms, effectiveFrom }: PublishVersion): boolean {
  return sameContent(newest, { ...terms, effectiveFrom: effectiveFrom ?? newest.effectiveFrom });
}

function nextVersion({ versions }: Product, code: string): number {
  const builtIn = code === BUILT_IN_VERSION.code ? BUILT_IN_VERSION.version : 0;
  return (versions.at(-1)?.version ?? builtIn) + 1;
}
