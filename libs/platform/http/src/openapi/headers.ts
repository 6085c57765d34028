/** The headers that requests may carry and answers do, as components of the OpenAPI document. */
import { isWrite } from './edge-answers';
import type { DocumentedRoute } from './routes';

const text = { type: 'string' } as const;
/** Spaces at its ends are not a header's own. */
const BARE_KEY = '[\\x21\\x23-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?';
const QUOTED_KEY = '"([\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\["\\\\]){1,255}"';
const REVISION = '^"(0|[1-9][0-9]*)"$';

export const PARAMETERS = {
  RequestId: header(
    'X-Request-Id',
    'Echoed in the answer. Made anew when absent, longer than 128 characters or not printable ASCII.',
    text,
  ),
  IdempotencyKey: header(
    'Idempotency-Key',
    'Binds an accepted command: the same key and request again give the first answer; with another request 422. ' +
      '1 to 255 printable ASCII characters, in quotes (with `\\"` and `\\\\` as escapes) or without.',
    { ...text, pattern: `^(${BARE_KEY}|${QUOTED_KEY})$` },
  ),
  IfMatch: header('If-Match', 'The revision that the caller has seen, as an `ETag` gave it: at another one 412.', {
    ...text,
    pattern: '^(\\*|"(0|[1-9][0-9]{0,14})")$',
  }),
  Actor: header('Haber-Actor', 'Who acts, in the words of the caller: only for keys with the scope `actor:assert`.', {
    ...text,
    minLength: 1,
    maxLength: 64,
  }),
  DryRun: {
    name: 'dry_run',
    in: 'query',
    required: false,
    description: 'Decide and answer as if it were done (200), but write nothing and bind no key.',
    schema: { type: 'boolean', default: false },
  },
} as const;

export const HEADERS = {
  RequestId: { description: 'Of the request, or made.', required: true, schema: text },
  ETag: { description: 'The revision of the object.', required: true, schema: { ...text, pattern: REVISION } },
  Evidence: {
    description: 'The revision that the command led to; absent in a dry run.',
    schema: { ...text, pattern: REVISION },
  },
  Hash: {
    description: "The hash of the stream's last event: evidence to keep. Absent in a dry run.",
    schema: { ...text, pattern: '^[0-9a-f]{64}$' },
  },
  Replayed: {
    description: 'An earlier request with the same key or name did it: this is its answer again.',
    schema: { ...text, enum: ['true'] },
  },
  WasDryRun: { description: 'Nothing was written.', schema: { ...text, enum: ['true'] } },
  Challenge: { description: 'What is missing.', required: true, schema: text },
  ScopeChallenge: { description: 'Which scopes would do, where a scope is what is missing.', schema: text },
  RetryAfter: { description: 'Seconds after which to try again.', schema: { ...text, pattern: '^[1-9][0-9]*$' } },
  RateLimit: { description: 'What is left of the key\'s quota: `"default";r=37;t=12`.', schema: text },
  RateLimitPolicy: { description: 'The quota of the key: `"default";q=100;w=60`.', schema: text },
} as const;

function header<S extends object>(name: string, description: string, schema: S) {
  return { name, in: 'header', required: false, description, schema } as const;
}

export function parametersOf(route: DocumentedRoute): readonly object[] {
  const { path = {}, query, dryRun } = route.operation;
  const inPath = Object.entries(path).map(([name, fields]) => ({ name, in: 'path', required: true, ...fields }));
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schema as { readonly description?: string };
    const required = query?.required?.includes(name) ?? false;
    return { name, in: 'query', required, ...(description !== undefined && { description }), schema: rest };
  });
  return [
    ...inPath,
    ...inQuery,
    ...(dryRun === true ? [parameter('DryRun')] : []),
    ...(isWrite(route) ? [parameter('IdempotencyKey'), parameter('IfMatch')] : []),
    ...(route.access.scopes.length > 0 ? [parameter('Actor')] : []),
    parameter('RequestId'),
  ];
}

function parameter(name: keyof typeof PARAMETERS): object {
  return { $ref: `#/components/parameters/${name}` };
}

type HeaderNames = Readonly<Record<string, keyof typeof HEADERS>>;

const ON_REFUSAL: Readonly<Record<number, HeaderNames>> = {
  401: { 'WWW-Authenticate': 'Challenge' },
  403: { 'WWW-Authenticate': 'ScopeChallenge' },
  429: { 'Retry-After': 'RetryAfter' },
  503: { 'Retry-After': 'RetryAfter' },
};

export function headersOfAnswer(route: DocumentedRoute, status: number): object {
  const { evidence, dryRun } = route.operation;
  const done = status < 300;
  const names: HeaderNames = {
    'X-Request-Id': 'RequestId',
    ...(done && isWrite(route) && { ETag: 'Evidence', 'Haber-Hash': 'Hash', 'Idempotent-Replayed': 'Replayed' }),
    ...(done && evidence === 'read' && { ETag: 'ETag' }),
    ...(done && dryRun === true && { 'Haber-Dry-Run': 'WasDryRun' }),
    ...(route.access.scopes.length > 0 && { RateLimit: 'RateLimit', 'RateLimit-Policy': 'RateLimitPolicy' }),
    ...ON_REFUSAL[status],
  };
  const refs = Object.entries(names).map(([name, of]) => [name, { $ref: `#/components/headers/${of}` }]);
  return Object.fromEntries(refs) as object;
}
