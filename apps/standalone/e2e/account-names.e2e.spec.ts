/** The names under which an account of Haber's own API is found, those under which it is not, by whom, and the list. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Product, startProduct } from '@haber/testing';
import { type Accounts, accountsOf, figures, problemOf } from './accounts.fixture';
import { endClean, partnerOf } from './partner.fixture';

let product: Product;
let accounts: Accounts;
beforeAll(async () => {
  product = await startProduct();
  accounts = accountsOf(product);
}, 120_000);
afterAll(() => endClean(product), 90_000);

async function keyFor(...options: string[]): Promise<string> {
  const { stdout, stderr } = await product.haber('keys', 'create', '--json', ...options);
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { key: string }).key;
}

describe('an account is found', () => {
  let id: string;
  let stream: string;
  beforeAll(async () => {
    id = await accounts.opened('names');
    stream = id.replace(/^credit_(.{8})(.{4})(.{4})(.{4})(.{12})$/, 'account-$1-$2-$3-$4-$5');
  });

  it('by its id and by its stream, to read and to write', async () => {
    expect((await accounts.read(stream)).json).toEqual((await accounts.read(id)).json);
    expect((await accounts.use(stream, 'by-stream', '1.00')).json).toMatchObject({ account_id: id, revision: 1 });
    expect((await accounts.use(id, 'by-stream', '1.00')).headers.get('idempotent-replayed')).toBe('true');
  });

  it('by dialect A, and finds what dialect A has opened', async () => {
    const partner = partnerOf(product);
    expect((await partner.read('names')).json.data).toMatchObject({ credit_account_id: id, status: 'approved' });
    await partner.open('from-a', '500.00');
    const { credit_account_id: fromA } = (await partner.read('from-a')).json.data as { credit_account_id: string };
    const read = await accounts.read(fromA);
    expect([read.status, figures(read)]).toEqual([200, '500.00 500.00 0.00 0.00']);
    expect(problemOf(await accounts.open('from-a'))).toBe('409 credit_already_exists');
  });

  it.each(['names', 'credit_1', `${'0'.repeat(36)}`, 'credit_00000000000040008000000000000000', '%00', 'ñ'.repeat(70)])(
    'by no other name: %s',
    async (name) => {
      for (const call of [accounts.read(name), accounts.use(name, 'o', '1.00'), accounts.pay(name, 'p', '1.00')]) {
        expect(problemOf(await call)).toBe('404 account_not_found');
      }
    },
  );

  it('by nobody else: another tenant, another mode and a key of another customer find nothing, whatever they ask', async () => {
    await accounts.use(id, 'theirs', '2.00');
    const keys = await Promise.all([
      keyFor('--partner', 'other', '--scopes', SCOPES),
      keyFor('--mode', 'live', '--scopes', SCOPES),
      keyFor('--customer', 'somebody', '--scopes', SCOPES),
    ]);
    for (const key of keys) {
      const theirs = accountsOf(product, { key });
      const answers = await Promise.all([
        theirs.read(id),
        theirs.describe(id, { external_id: 'mine' }),
        // A name that is taken there, and one that is not.
        theirs.use(id, 'theirs', '2.00'),
        theirs.use(id, 'new', '2.00'),
        theirs.pay(id, 'p', '1.00'),
        theirs.limit(id, '1.00'),
        theirs.status(id, 'blocked'),
        theirs.adjust(id, '1.00'),
        theirs.writeOff(id),
      ]);
      expect(new Set(answers.map(problemOf))).toEqual(new Set(['404 account_not_found']));
      expect((await theirs.list('?customer_id=names')).json.data).toEqual([]);
    }
    const bound = accountsOf(product, { key: await keyFor('--customer', 'names', '--scopes', SCOPES) });
    expect((await bound.read(id)).status).toBe(200);
    expect(((await bound.list()).json.data as { id: string }[]).map((account) => account.id)).toEqual([id]);
    expect(problemOf(await bound.open('somebody'))).toBe('404 customer_not_found');
  }, 30_000);
});

const SCOPES = 'accounts:open,accounts:read,accounts:use,accounts:pay,accounts:operate,accounts:adjust';

describe('the list', () => {
  const listed = async (query: string): Promise<readonly string[]> =>
    ((await accounts.list(query)).json.data as { customer_id: string }[]).map((account) => account.customer_id);
  const names = ['list-1', 'list-2', 'list-3', 'list-4', 'list-5'];

  beforeAll(async () => {
    for (const name of names) await accounts.opened(name, { external_id: 'of the list' });
    await accounts.status(await accounts.idOf('list-2'), 'paused');
    await accounts.status(await accounts.idOf('list-4'), 'closed');
    await caughtUp();
  });

  /** Lists say as of when: wait until that is now. */
  async function caughtUp(): Promise<void> {
    const now = new Date().toISOString();
    for (let tries = 0; tries < 400; tries += 1) {
      if (((await accounts.list('?limit=1')).json.as_of as string) >= now) return;
      await sleep(25);
    }
    throw new Error('the list never caught up');
  }

  it('is the newest first, page by page, and opens meanwhile shift nothing', async () => {
    const seen: string[] = [];
    let query: string | undefined = '?external_id=of%20the%20list&limit=2';
    for (let page = 0; query !== undefined && page < 10; page += 1) {
      const { json } = await accounts.list(query);
      seen.push(...(json.data as { customer_id: string }[]).map((account) => account.customer_id));
      const cursor = json.next_cursor as string | null;
      query = cursor === null ? undefined : `?external_id=of%20the%20list&limit=2&cursor=${cursor}`;
      if (page === 0) await accounts.opened('list-later', { external_id: 'of the list' }).then(caughtUp);
    }
    expect(seen).toEqual(names.toReversed());
  });

  it.each([
    ['?customer_id=list-3', ['list-3']],
    ['?external_id=of%20the%20list&status=paused', ['list-2']],
    ['?external_id=of%20the%20list&status=closed', ['list-4']],
    ['?customer_id=list-3&status=blocked', []],
    ['?customer_id=nobody', []],
    ['?external_id=%25', []],
  ])('%s', async (query, expected) => expect(await listed(query)).toEqual(expected));

  it('shows what an account shows, but what proves it', async () => {
    const { hash: _, ...read } = (await accounts.read(await accounts.idOf('list-3'))).json as Record<string, unknown>;
    expect((await accounts.list('?customer_id=list-3')).json.data).toEqual([read]);
  });

  it.each([
    '?limit=0',
    '?limit=101',
    '?limit=1e1',
    '?status=approved',
    '?customer_id=',
    '?cursor=x',
    '?customer_id=a&customer_id=b',
    '?colour=red',
    `?cursor=${Buffer.from('["accounts","2025-01-01T00:00:00.000Z","account-1"]').toString('base64url')}`,
  ])('refuses %s', async (query) => expect(problemOf(await accounts.list(query))).toBe('400 validation_error'));

  it('refuses a cursor of the list with other filters, and one that was tampered with', async () => {
    const { next_cursor: cursor } = (await accounts.list('?limit=1')).json as { next_cursor: string };
    expect((await accounts.list(`?limit=1&cursor=${cursor}`)).status).toBe(200);
    expect(problemOf(await accounts.list(`?limit=1&status=active&cursor=${cursor}`))).toBe('400 validation_error');
    const [list, , stream] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as string[];
    for (const forged of [
      [list, '0000-01-01T00:00:00.000Z', stream],
      [list, '+275760-09-13T00:00:00.000Z', stream],
      [list, 'yesterday', stream],
      [list, '2025-01-01T00:00:00.000Z', 'x\u0000'],
      [list, '2025-01-01T00:00:00.000Z'],
    ]) {
      const text = Buffer.from(JSON.stringify(forged)).toString('base64url');
      expect(problemOf(await accounts.list(`?limit=1&cursor=${text}`))).toBe('400 validation_error');
    }
  });
});
