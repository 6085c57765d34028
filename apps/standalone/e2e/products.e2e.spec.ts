/** Products through Haber's own API: versions that never change, listed page by page, the built-in one among them. */
import { type Product, startProduct } from '@haber/testing';
import { endClean, many, told, withKey } from './partner.fixture';
import { ifMatch, LEAKS, newKey, problemOf, type Registers, registersOf } from './registers.fixture';

let product: Product;
let registers: Registers;
beforeAll(async () => {
  product = await startProduct();
  registers = registersOf(product);
}, 120_000);
afterAll(() => endClean(product), 60_000);

const TERMS = { name: 'Wholesale, 60 days', currency: 'GTQ', payment_term_days: 60 } as const;
const FAR = '2999-12-31';

interface Page {
  readonly data: readonly { readonly code: string; readonly version: number }[];
  readonly next_cursor: string | null;
}

/** Every page of a list, bounded. */
async function pages(ask: (query: string) => Promise<{ readonly json: unknown }>, limit: number): Promise<Page[]> {
  const found: Page[] = [];
  for (let cursor: string | null | undefined; cursor !== null && found.length < 100;) {
    const page = (await ask(`?limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`)).json as Page;
    found.push(page);
    cursor = page.next_cursor;
  }
  return found;
}

describe('publishing a product', () => {
  it('makes a new version of other terms, and none of the same', async () => {
    const first = await registers.publish('wholesale', TERMS);
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({
      ...TERMS,
      code: 'wholesale',
      version: 1,
      kind: 'commercial',
      time_zone: 'UTC',
      backdating_days: 90,
      limit_may_fall: true,
      effective_from: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      external_id: null,
      metadata: {},
      published_by: 'demo',
      revision: 0,
    });
    expect(first.headers.get('etag')).toBe('"0"');
    const { effective_from: effectiveFrom } = first.json as { effective_from: string };
    expect(told(await registers.publish('wholesale', TERMS))).toBe(told({ ...first, status: 200 }));
    const dated = await registers.publish('wholesale', { ...TERMS, kind: 'commercial', effective_from: effectiveFrom });
    expect(told(dated)).toBe(told({ ...first, status: 200 }));

    const second = await registers.publish('wholesale', { ...TERMS, payment_term_days: 90, effective_from: FAR });
    expect([second.status, second.json]).toMatchObject([201, { version: 2, effective_from: FAR, revision: 1 }]);
    const versions = (await registers.versions('wholesale')).json;
    expect(versions).toEqual({ data: [first.json, second.json], next_cursor: null });
    const listed = (await registers.products()).json.data as { code: string }[];
    const { in_force: inForce, newest } = listed.find(({ code }) => code === 'wholesale') as unknown as {
      in_force: { version: number };
      newest: { version: number };
    };
    expect([inForce.version, newest.version]).toEqual([1, 2]);
  });

  it('never begins in the past', async () => {
    const late = await registers.publish('late', { ...TERMS, effective_from: '2020-01-01' });
    expect([problemOf(late), late.json.today]).toEqual([
      '422 effective_date_in_past',
      expect.stringMatching(/^\d{4}-/),
    ]);
    expect(problemOf(await registers.versions('late'))).toBe('404 product_not_found');
  });

  it('follows the built-in product, which stays as it is', async () => {
    const [builtIn] = (await registers.versions('commercial')).json.data;
    expect(builtIn).toMatchObject({ version: 1, currency: 'USD', time_zone: 'UTC', published_at: null, hash: null });
    const own = await registers.publish('commercial', { ...TERMS, effective_from: FAR });
    expect([own.status, own.json]).toMatchObject([201, { version: 2, revision: 0 }]);
    expect((await registers.versions('commercial')).json.data).toEqual([builtIn, own.json]);
    const [first, second] = await pages((query) => registers.versions('commercial', { query }), 1);
    expect([first?.data, second?.data, second?.next_cursor]).toEqual([[builtIn], [own.json], null]);
  });

  it('is bound to its Idempotency-Key, heeds If-Match, and may be tried dry', async () => {
    const dry = await registers.publish('tried', TERMS, { query: '?dry_run=true' });
    expect([dry.status, dry.json]).toMatchObject([200, { version: 1, published_by: 'demo', revision: -1, hash: null }]);
    expect(problemOf(await registers.versions('tried'))).toBe('404 product_not_found');
    const first = await registers.publish('tried', TERMS, withKey('tried'));
    const second = await registers.publish('tried', { ...TERMS, name: 'Other' });
    expect(told(await registers.publish('tried', TERMS, withKey('tried')))).toBe(told(first));
    expect(problemOf(await registers.publish('tried', TERMS, ifMatch(0)))).toBe('412 precondition_failed');
    const same = await registers.publish('tried', { ...TERMS, name: 'Other' }, { query: '?dry_run=true' });
    expect(same.json).toEqual({ ...second.json, hash: null });
    expect((await registers.versions('tried')).json.data).toHaveLength(2);
  });

  it('of many at once with the same terms publishes one version', async () => {
    const all = await many(8, 8, () => registers.publish('crowd', TERMS));
    expect(all.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    expect(new Set(all.map(({ json }) => json.hash)).size).toBe(1);
  });
});

describe('listing', () => {
  it('shows a new tenant the built-in product alone, and each tenant its own', async () => {
    const theirs = { key: await newKey(product, '--partner', 'other', '--scopes', 'products:read,products:write') };
    const alone = (await registers.products(theirs)).json;
    expect(alone).toMatchObject({
      data: [{ code: 'commercial', in_force: { version: 1 }, newest: { version: 1 } }],
      next_cursor: null,
    });
    await registers.publish('theirs', TERMS, theirs);
    expect((await registers.products(theirs)).json.data.map(({ code }: { code: string }) => code)).toEqual([
      'commercial',
      'theirs',
    ]);
    expect(problemOf(await registers.versions('theirs'))).toBe('404 product_not_found');
    expect((await registers.versions('wholesale', theirs)).status).toBe(404);
  });

  it('goes page by page through all of them, by code, whoever has just published included', async () => {
    const scopes = 'products:read,products:write';
    const theirs = { key: await newKey(product, '--partner', 'many', '--scopes', scopes) };
    const codes = ['Z', 'a', 'b/c', 'ñ', '☃', '😀', ...Array.from({ length: 20 }, (_, i) => `p-${i}`)];
    await many(codes.length, 8, (i) => registers.publish(codes[i] ?? '', TERMS, theirs));
    const found = await pages((query) => registers.products({ ...theirs, query }), 7);
    const inOrder = [...codes, 'commercial'].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(found.flatMap(({ data }) => data.map(({ code }) => code))).toEqual(inOrder);
    expect(found).toHaveLength(4);
  });

  it('goes page by page through many versions', async () => {
    for (let i = 1; i <= 7; i += 1) await registers.publish('often', { ...TERMS, payment_term_days: i });
    const found = await pages((query) => registers.versions('often', { query }), 3);
    expect(found.map(({ data }) => data.map(({ version }) => version))).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it.each(['?limit=0', '?limit=101', '?limit=x', '?cursor=', '?cursor=abc', '?cursor=W10', '?x=1', '?limit=1&limit=2'])(
    'refuses %s',
    async (query) => {
      expect(problemOf(await registers.products({ query }))).toBe('400 validation_error');
      expect(problemOf(await registers.versions('commercial', { query }))).toBe('400 validation_error');
    },
  );

  it.each(['', '\u0000', 'x'.repeat(65)])('takes no cursor to where no product can be: %j', async (code) => {
    const cursor = Buffer.from(JSON.stringify(['products', code])).toString('base64url');
    expect(problemOf(await registers.products({ query: `?cursor=${cursor}` }))).toBe('400 validation_error');
  });

  it('takes no cursor of another list', async () => {
    await registers.publish('cursors', TERMS);
    await registers.publish('cursors', { ...TERMS, name: 'B' });
    const { next_cursor: cursor } = (await registers.versions('cursors', { query: '?limit=1' })).json as Page;
    for (const answer of [
      await registers.products({ query: `?cursor=${cursor}` }),
      await registers.versions('commercial', { query: `?cursor=${cursor}` }),
    ]) {
      expect(problemOf(answer)).toBe('400 validation_error');
    }
  });
});

describe('whatever a client sends', () => {
  it.each([
    '',
    'null',
    '[]',
    '{}',
    JSON.stringify({ ...TERMS, currency: 'ZZZ' }),
    JSON.stringify({ ...TERMS, time_zone: 'Mars/Olympus' }),
    JSON.stringify({ ...TERMS, time_zone: '+02:00' }),
    JSON.stringify({ ...TERMS, time_zone: 'x'.repeat(10_000) }),
    JSON.stringify({ ...TERMS, effective_from: '2026-02-30' }),
    JSON.stringify({ ...TERMS, effective_from: '99999-01-01' }),
    JSON.stringify({ ...TERMS, payment_term_days: -1 }),
    JSON.stringify({ ...TERMS, payment_term_days: 1.5 }),
    JSON.stringify({ ...TERMS, kind: 'revolving' }),
    JSON.stringify({ ...TERMS, version: 7 }),
    JSON.stringify({ ...TERMS, name: '' }),
    '{"name":"a","currency":"GTQ","payment_term_days":1e1}',
  ])('is refused as a problem, and publishes nothing: %.80s', async (body) => {
    const answer = await registers.publish('hostile', body);
    expect([answer.status, answer.json?.code]).toEqual([400, expect.stringMatching(/validation_error|malformed_json/)]);
    expect(answer.text).not.toMatch(LEAKS);
    expect((await registers.versions('hostile')).status).toBe(404);
  });
});
