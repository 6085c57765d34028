/**
 * Every route of the OpenAPI document × everybody who may not call it: each gets the right status in the shape of the
 * path, finds of others' objects no more than of missing ones, and leaves nothing behind. The routes come from the
 * document and their requests from the scenarios of its coverage, so that a new route joins by itself.
 */
import { immediateCreditsPath } from '@haber/dialects';
import { type Answer, Standalone } from '@haber/testing';
import {
  REFUSED,
  refusedCallers,
  type KeyFor,
  type RefusedCaller,
  type Stranger,
  strangers,
  STRANGERS,
  UNBOUND_ONLY,
} from './openapi/callers.fixture';
import { type Documented, send } from './openapi/mechanical.fixture';
import { prepared, type Prepared, refusalOf, wholeAnswer } from './openapi/prepared.fixture';
import type { Ask } from './openapi/scenario.fixture';
import { operations, scopesOf, worldOf } from './openapi/world.fixture';
import { written, writtenFor } from './openapi/written.fixture';
import { endClean } from './partner.fixture';

/** Their path names what they bring about: to a stranger it is new. */
const BRINGS_ABOUT = new Set(['requestCredit', 'putCustomer', 'publishProduct']);
/** A tenant's products belong to no customer: a key that is bound to one sees them as any other key does. */
const OF_NO_CUSTOMER = new Set(['listProducts', 'listProductVersions']);
/** Each line is answered by itself, by the name that the caller gave it. */
const ANSWERS_LINES = new Set(['recordTransactions']);
/** What concerns all customers is not for a key that is bound to one. */
const OF_ALL_CUSTOMERS = new Set([
  ...['publishProduct', 'readTrialBalance'],
  ...['listReconciliationItems', 'readReconciliationItem', 'resolveReconciliationItem'],
]);

const table = operations.map((documented) => ({ id: documented.operation.operationId, documented }));

let product: Standalone;
let keyFor: KeyFor;
let strangersKeys: Readonly<Record<Stranger, string>>;
const requests = new Map<string, Prepared>();

beforeAll(async () => {
  product = await Standalone.start();
  const world = worldOf(product);
  [keyFor, strangersKeys] = await Promise.all([refusedCallers(product, operations.map(scopesOf)), strangers(product)]);
  for (const { id, documented } of table) requests.set(id, await prepared(world, documented));
}, 300_000);
afterAll(() => endClean(product), 90_000);

function requestOf(id: string): Prepared {
  const request = requests.get(id);
  if (!request) throw new Error(`${id} was not prepared`);
  return request;
}

const sent = (ask: Ask, key: string | null): Promise<Answer> =>
  product.request(ask.method, ask.path, ask.body, { key, ...(ask.headers && { headers: ask.headers }) });

const pathOf = ({ path }: Ask): string => path.split('?', 1)[0] ?? '';

it('every route declares which scopes let a key in', () => {
  expect(table.filter(({ documented }) => scopesOf(documented).length === 0)).toEqual([]);
  expect(table.length).toBeGreaterThan(25);
});

describe.each(Object.keys(REFUSED) as RefusedCaller[])('with %s', (caller) => {
  const [status, code] = REFUSED[caller];

  it.each(table)('$id is refused', async ({ id, documented }) => {
    const { ask } = requestOf(id);
    const scopes = scopesOf(documented);
    const before = await written(product);
    const answer = await sent(ask, keyFor[caller](scopes));
    expect(refusalOf(pathOf(ask), answer)).toBe(`${status} ${code}`);
    expect(answer.headers.get('www-authenticate')).toBe(challengeOf(code, documented));
    // Whoever is refused for his key learns nothing of what was wrong with it.
    if (status === 401) expect(wholeAnswer(answer)).toBe(wholeAnswer(await sent(ask, null)));
    expect(await written(product)).toEqual(before);
  });
});

interface Lines {
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected_lines: readonly { readonly code: string }[];
}

function challengeOf(code: string, documented: Documented): string | null {
  if (code === 'unauthorized') return 'Bearer';
  const scope = scopesOf(documented).join(' ');
  return code === 'insufficient_scope' ? `Bearer error="insufficient_scope", scope="${scope}"` : null;
}

describe.each(Object.keys(STRANGERS) as Stranger[])('to a good key of %s', (stranger) => {
  const { ofTheTenant } = STRANGERS[stranger];
  const asked = ofTheTenant ? table.filter(({ id }) => !OF_NO_CUSTOMER.has(id)) : table;

  const home = (): Promise<object> => (ofTheTenant ? written(product) : writtenFor(product, 'demo/test'));

  it.each(asked)('$id shows nothing of what is there', async ({ id, documented }) => {
    const { ask, ofNothing, names } = requestOf(id);
    const before = await home();
    const theirs = await sent(ask, strangersKeys[stranger]);
    if (BRINGS_ABOUT.has(id) && !ofTheTenant) expect(theirs.status).toBe(201);
    else if (ANSWERS_LINES.has(id)) {
      const { accepted, duplicate, rejected_lines } = theirs.json as unknown as Lines;
      expect([accepted, duplicate]).toEqual([0, 0]);
      expect(rejected_lines.map(({ code }) => code)).toEqual(['customer_not_found']);
    } else if (theirs.status >= 300) {
      expect(refusalOf(pathOf(ask), theirs)).toMatch(expectedOf(id, documented));
      expect(wholeAnswer(theirs)).toBe(wholeAnswer(await sent(ofNothing, strangersKeys[stranger])));
    } else {
      expect(documented.path).not.toContain('{');
      expect(names.filter((name) => theirs.text.includes(name))).toEqual([]);
    }
    expect(await home()).toEqual(before);
  });

  function expectedOf(id: string, documented: Documented): RegExp {
    if (immediateCreditsPath(documented.path)) return expectedOfMerchant(id);
    const administers = scopesOf(documented).every((scope) => scope === UNBOUND_ONLY);
    return ofTheTenant && (administers || OF_ALL_CUSTOMERS.has(id))
      ? /^403 insufficient_scope$/
      : /^404 \w+_not_found$/;
  }
});

/** No request of dialect B names a merchant: the key does, or it may do nothing. */
function expectedOfMerchant(id: string): RegExp {
  return id === 'executeCredit'
    ? /^(403 insufficient_scope|400 kyc_not_approved)$/
    : /^(403 insufficient_scope|404 execution_not_found)$/;
}

describe('the canary: with the right key', () => {
  it.each(table)('$id succeeds', async ({ id }) => {
    const answer = await send(product, requestOf(id).ask);
    expect([answer.status < 300, answer.text]).toEqual([true, expect.anything()]);
  });
});
