/** The answers that every operation has alike, made from the document alone or from the operation's own success. */
import { randomUUID } from 'node:crypto';
import type { Answer, OperationObject, Product } from '@haber/testing';
import type { Ask, Scenario, World } from './scenario.fixture';

interface Parameter {
  readonly in?: string;
  readonly name?: string;
  readonly example?: unknown;
}

export interface Documented {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject & {
    readonly tags: readonly string[];
    readonly security: readonly Readonly<Record<string, readonly string[]>>[];
    readonly parameters: readonly Parameter[];
    readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
  };
}

export type Send = (world: World) => Promise<Answer>;

const OVER_A_MEBIBYTE = 'x'.repeat(1_100_000);

/** With the document's own examples: good enough for whoever never gets as far as the handler. */
function example({ method, path, operation }: Documented): Ask {
  const values = new Map(operation.parameters.map(({ name, example: value }) => [name, String(value)]));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values.get(name) ?? 'x'));
  const [content] = Object.values(operation.requestBody?.content ?? {});
  return { method, path: filled, ...(content && { body: JSON.stringify(content.example) }) };
}

export async function send(product: Product, { method, path, body, headers, key }: Ask): Promise<Answer> {
  return product.request(method, path, body, { ...(headers && { headers }), ...(key !== undefined && { key }) });
}

const ONCE = { requests: 1, window_seconds: 80_000 };
const ONCE_A_DAY = { default: ONCE, immediate_credits: ONCE };

/** What the edge answers before the handler is asked. */
function byEdge(documented: Documented, status: number): Send | undefined {
  const ask = example(documented);
  const scopes = documented.operation.security.flatMap((scheme) => Object.values(scheme).flat());
  const other = scopes.includes('test-clock') ? 'transactions:write' : 'test-clock';
  const answers: Readonly<Record<number, Send>> = {
    400: ({ product }) => send(product, { ...ask, headers: { 'haber-actor': 'x'.repeat(65) } }),
    401: ({ product }) => send(product, { ...ask, key: 'nobody' }),
    403: async ({ product, key }) => send(product, { ...ask, key: await key({ scopes: [other] }) }),
    429: async ({ product, key }) => {
      const limited = { ...ask, key: await key({ scopes: [...new Set(scopes)], rate_limits: ONCE_A_DAY }) };
      await send(product, limited);
      return send(product, limited);
    },
    ...(ask.body !== undefined && {
      413: ({ product }) => send(product, { ...ask, body: OVER_A_MEBIBYTE }),
      415: ({ product }) => send(product, { ...ask, headers: { 'content-type': 'text/plain' } }),
    }),
  };
  return answers[status];
}

/** What follows from a request that succeeds. */
function bySuccess(documented: Documented, status: number, success: Scenario): Send | undefined {
  const answers: Readonly<Record<number, Send>> = {
    // Only a dry run of a call that creates: the call itself answers 201.
    200: async (world) => {
      const ask = await success(world);
      return send(world.product, { ...ask, path: `${ask.path}?dry_run=true` });
    },
    412: async (world) => send(world.product, withHeader(await success(world), 'if-match', '"999999"')),
    422: async (world) => {
      const ask = withHeader(await success(world), 'idempotency-key', randomUUID());
      await world.done(ask);
      // The same to a reader, other bytes to a fingerprint.
      return send(world.product, { ...ask, body: ask.body === undefined ? '{}' : ` ${ask.body}` });
    },
  };
  const has = (name: string): boolean =>
    JSON.stringify(documented.operation.parameters).includes(`/parameters/${name}"`);
  const needs: Readonly<Record<number, string>> = { 200: 'DryRun', 412: 'IfMatch', 422: 'IdempotencyKey' };
  return has(needs[status] ?? '-') ? answers[status] : undefined;
}

function withHeader(ask: Ask, name: string, value: string): Ask {
  return { ...ask, headers: { ...ask.headers, [name]: value } };
}

/** How to bring this answer about; undefined: nobody knows. A scenario of its own comes before all else. */
export function sendingOf(
  documented: Documented,
  status: number,
  scenarios: Readonly<Record<number, Scenario>> = {},
): Send | undefined {
  const scenario = scenarios[status];
  if (scenario) return async (world) => send(world.product, await scenario(world));
  // Of a call that creates, the creating: what changes nothing is bound to no key.
  const success = Object.entries(scenarios).findLast(([of]) => of.startsWith('2'));
  return byEdge(documented, status) ?? (success && bySuccess(documented, status, success[1]));
}
