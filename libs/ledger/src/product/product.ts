/**
 * A product of a tenant: versioned terms that accounts pin when they are opened (domain.md §3). A version never
 * changes; new terms are a new version, and the old one stays readable for ever.
 */
import { choice, date, eventSchema, type EventOf, flag, integer, map, nullable, text } from '../event-schema';

export const productVersionPublished = eventSchema('product.version-published.v1', {
  code: text,
  version: integer,
  title: text,
  kind: choice('commercial'),
  currency: text,
  timeZone: text,
  /** Of accounts that are opened without one: days from a use to its due date. */
  paymentTermDays: integer,
  backdatingDays: integer,
  limitMayFall: flag,
  /** The first business date on which accounts may be opened under it. */
  effectiveFrom: date,
  externalId: nullable(text),
  metadata: map(text),
});

export const productSchemas = [productVersionPublished] as const;
export type ProductEvent = EventOf<(typeof productSchemas)[number]>;
export type ProductVersion = ProductEvent['data'];

/** Versions in order, the newest last. */
export interface Product {
  readonly versions: readonly ProductVersion[];
}

export const PRODUCT_FOLD_VERSION = 1;
export const initialProduct: Product = { versions: [] };

export function evolveProduct(state: Product, event: ProductEvent): Product {
  return { versions: [...state.versions, event.data] };
}
