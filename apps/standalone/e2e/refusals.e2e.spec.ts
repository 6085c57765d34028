/**
 * A call that is refused has written nothing, whatever it was refused for: no event of any stream, and no key for
 * anybody's personal data. Each request is one that would succeed, spoiled in one way; and every refusal of the rules
 * that the document declares.
 */
import { immediateCreditsPath } from '@haber/dialects';
import { type Answer, Standalone } from '@haber/testing';
import { type Documented, send } from './openapi/mechanical.fixture';
import { prepared, refusalOf } from './openapi/prepared.fixture';
import type { Ask, World } from './openapi/scenario.fixture';
import { operations, scenarios, worldOf } from './openapi/world.fixture';
import { written } from './openapi/written.fixture';
import { endClean } from './partner.fixture';

let product: Standalone;
let world: World;
beforeAll(async () => {
  product = await Standalone.start();
  world = worldOf(product);
}, 120_000);
afterAll(() => endClean(product), 90_000);

const table = operations.map((documented) => ({ id: documented.operation.operationId, documented }));
const pathOf = ({ path }: Ask): string => path.split('?', 1)[0] ?? '';
const isDialect = (path: string): boolean => path.includes('/credit');
const isWrite = ({ documented: { method } }: { readonly documented: Documented }): boolean => method !== 'GET';
const hasBody = ({ documented: { operation } }: { readonly documented: Documented }): boolean =>
  operation.requestBody !== undefined;

const withHeader = (name: string, value: string) => (ask: Ask) => ({
  ...ask,
  headers: { ...ask.headers, [name]: value },
});
const withBody = (change: (body: string) => string) => (ask: Ask) => ({ ...ask, body: change(ask.body ?? '') });
/** With these members first. */
const beginning = (members: string) => (body: string) =>
  `{${members}${/^\{\s*\}$/.test(body) ? '' : ','}${body.slice(1)}`;

interface Spoiled {
  readonly how: (ask: Ask) => Ask;
  readonly told: string;
  readonly of: (row: { readonly documented: Documented }) => boolean;
}

const SPOILED: Readonly<Record<string, Spoiled>> = {
  'an If-Match of a revision that never was': {
    how: withHeader('if-match', '"999999"'),
    told: '412 precondition_failed',
    of: isWrite,
  },
  'an If-Match of more than a revision can be': {
    how: withHeader('if-match', '"999999999999999"'),
    told: '412 precondition_failed',
    of: isWrite,
  },
  'an If-Match of no revision': {
    how: withHeader('if-match', 'yesterday'),
    told: '400 invalid_if_match',
    of: isWrite,
  },
  'an empty Idempotency-Key': {
    how: withHeader('idempotency-key', '""'),
    told: '400 invalid_idempotency_key',
    of: isWrite,
  },
  'an actor that nobody is called': {
    how: withHeader('haber-actor', 'x'.repeat(65)),
    told: '400 invalid_actor',
    of: () => true,
  },
  'a body that is cut off': { how: withBody((body) => body.slice(0, -1)), told: '400 malformed_json', of: hasBody },
  'a member twice': {
    how: withBody(beginning('"a":1,"a":1')),
    told: '400 malformed_json',
    of: hasBody,
  },
  'a body of another type': {
    how: withHeader('content-type', 'text/plain'),
    told: '415 unsupported_media_type',
    of: hasBody,
  },
  'a compressed body': {
    how: withHeader('content-encoding', 'gzip'),
    told: '415 unsupported_media_type',
    of: hasBody,
  },
  'a member that nobody knows': {
    how: withBody(beginning('"amuont":"1.00"')),
    told: '400 validation_error',
    of: (row) => hasBody(row) && !isDialect(row.documented.path),
  },
  'a parameter that nobody knows': {
    how: (ask) => ({ ...ask, path: `${ask.path}${ask.path.includes('?') ? '&' : '?'}dryrun=true` }),
    told: '400 validation_error',
    of: ({ documented: { path } }) => !isDialect(path),
  },
  'a dry run that is asked for twice': {
    how: (ask) => ({ ...ask, path: `${ask.path}?dry_run=true&dry_run=true` }),
    told: '400 validation_error',
    of: (row) => isWrite(row) && !isDialect(row.documented.path),
  },
};

describe.each(Object.entries(SPOILED))('%s', (_, { how, told, of }) => {
  it.each(table.filter(of))('makes $id be refused, and nothing is written', async ({ documented }) => {
    const { ask } = await prepared(world, documented);
    const before = await written(product);
    const answer = await send(product, how(ask));
    expect(refused(ask, answer)).toBe(toldAt(pathOf(ask), told));
    expect(await written(product)).toEqual(before);
  });
});

/** What cannot be read is 422 in dialect B; a header of Haber's own is no part of its document. */
function toldAt(path: string, told: string): string {
  return immediateCreditsPath(path) && !told.endsWith('invalid_actor') ? told.replace(/^400/, '422') : told;
}

/** Its place in the request aside, which some refusals name. */
function refused(ask: Ask, answer: Answer): string {
  const { status, headers, text } = answer;
  const json = JSON.parse(text) as { errors?: unknown };
  delete json.errors;
  return refusalOf(pathOf(ask), { status, headers, text, json });
}

const declared = table.flatMap(({ id }) =>
  Object.entries(scenarios.get(id) ?? {})
    .filter(([status]) => status.startsWith('4'))
    .map(([status, scenario]) => ({ id, status: Number(status), scenario })),
);

describe('a refusal of the rules', () => {
  it.each(declared)('$id $status writes nothing', async ({ status, scenario }) => {
    const ask = await scenario(world);
    const before = await written(product);
    expect((await send(product, ask)).status).toBe(status);
    expect(await written(product)).toEqual(before);
  });
});

describe('a dry run', () => {
  const dry = table.filter(({ documented }) => JSON.stringify(documented.operation.parameters).includes('/DryRun"'));

  it.each(dry)('of $id writes nothing', async ({ documented }) => {
    const { ask } = await prepared(world, documented);
    const before = await written(product);
    const answer = await send(product, { ...ask, path: `${ask.path}?dry_run=true` });
    expect([answer.status, answer.headers.get('haber-dry-run')]).toEqual([200, 'true']);
    expect(await written(product)).toEqual(before);
  });
});
