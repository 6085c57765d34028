/**
 * How the documented answers of each operation come about. A scenario prepares what it needs and says which
 * request to send last; what follows from a successful one (412, 422 of a reused key, a dry run) is made of it, and
 * what the edge answers on every route (400, 401, 403, 413, 415, 429) needs no scenario at all.
 */
import type { Answer, Product } from '@haber/testing';
import type { Partner } from '../partner.fixture';

export interface Ask {
  readonly method: string;
  readonly path: string;
  /** As text: what is sent. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The demo key, which has every scope and no limit, when absent. */
  readonly key?: string;
}

export interface World {
  readonly product: Product;
  readonly partner: Partner;
  /** A name that nothing had before, such as `customer-7`. */
  fresh(what: string): string;
  /** A key of the demo tenant on these terms, as its API takes them; one for the same terms. */
  key(terms: object): Promise<string>;
  /** Sends it, and fails unless it succeeds. */
  done(ask: Ask): Promise<Answer>;
}

export type Scenario = (world: World) => Promise<Ask> | Ask;

/** By operation, by status. */
export type Scenarios = Readonly<Record<string, Readonly<Record<number, Scenario>>>>;

export function ask(method: string, path: string, body?: object | string): Ask {
  const text = typeof body === 'object' ? JSON.stringify(body) : body;
  return { method, path, ...(text !== undefined && { body: text }) };
}
