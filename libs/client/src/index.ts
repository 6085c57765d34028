/**
 * The typed client of Haber's HTTP interface, made from its OpenAPI document: a path, a parameter or a member that the
 * product does not have does not compile. A refusal is a value, `error`; only a lost connection throws.
 */
import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './openapi';

export type { components, operations, paths } from './openapi';

/** A schema of the document by its name, such as `Schema<'Account'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export interface ClientOptions {
  /** Where the product is, without a slash at the end. */
  readonly url: string;
  /** An API key. */
  readonly key: string;
  /** Who acts, where the key may say so. */
  readonly actor?: string;
  /** Instead of the runtime's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

export type HaberClient = Client<paths>;

/** `client.POST('/api/v1/…', { params, body })` answers `{ data } | { error }`, and `response` with its headers. */
export function haberClient({ url, key, actor, fetch }: ClientOptions): HaberClient {
  return createClient<paths>({
    baseUrl: url,
    headers: { authorization: `Bearer ${key}`, ...(actor !== undefined && { 'haber-actor': actor }) },
    ...(fetch && { fetch }),
  });
}
