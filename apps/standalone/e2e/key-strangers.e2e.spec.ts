/** Who may not administer keys, what he is told, and what no body or id can make the product do. */
import { SCOPES } from '@haber/ledger';
import { Standalone } from '@haber/testing';
import { type Administrator, administratorOf, lets } from './administration.fixture';
import { endClean } from './partner.fixture';
import { LEAKS, newKey, problemOf } from './registers.fixture';

const READS = { scopes: ['credit:read'] };

let product: Standalone;
let admin: Administrator;
beforeAll(async () => {
  product = await Standalone.start();
  admin = administratorOf(product);
}, 120_000);
afterAll(() => endClean(product), 60_000);

describe('another tenant', () => {
  it.each([
    ['of another partner', ['--partner', 'other']],
    ['of the same partner, live', ['--mode', 'live']],
  ])('%s finds a key no more than a missing one', async (_, tenant) => {
    const { id } = await admin.key(READS);
    const others = administratorOf(product, {
      key: await newKey(product, '--scopes', 'admin,credit:read', '--rate-limit', 'none', ...tenant),
    });
    const withoutNames = (text: string, name: string): string =>
      text.replaceAll(name, '…').replace(/"traceId":"[^"]*"/, '');
    for (const call of ['read', 'rotate', 'revoke'] as const) {
      const [theirs, missing] = [await others[call](id), await others[call]('0000000000000000')];
      expect(problemOf(theirs)).toBe('404 key_not_found');
      expect(withoutNames(theirs.text, id)).toBe(withoutNames(missing.text, '0000000000000000'));
    }
    expect((await others.list('?limit=100')).text).not.toContain(id);
    expect((await admin.read(id)).json.revoked).toBe(false);
    const made = await others.key(READS);
    expect(made.key.startsWith(tenant.includes('live') ? 'hb_live_' : 'hb_test_')).toBe(true);
    expect(problemOf(await admin.read(made.id))).toBe('404 key_not_found');
  });
});

describe('who may', () => {
  it('administer is who has the scope', async () => {
    const { id, key } = await admin.key({ scopes: SCOPES.filter((scope) => scope !== 'admin') });
    const other = administratorOf(product, { key });
    const answers = [
      other.issue({ scopes: ['admin'] }),
      other.list(),
      other.read(id),
      other.rotate(id),
      other.revoke(id),
      other.settings(),
      other.put({ four_eyes: false, rate_limits: {} }),
    ];
    for (const answer of await Promise.all(answers)) expect(problemOf(answer)).toBe('403 insufficient_scope');
    expect(await lets(product, key)).toBe(404);
  });
});

describe('a hostile body', () => {
  it.each<[string, string, string]>([
    ['no scope', '/scopes', '{"scopes":[]}'],
    ['a scope that there is not', '/scopes', '{"scopes":["*"]}'],
    ['a tenant', '/tenant', '{"scopes":["admin"],"tenant":"other/live"}'],
    ['a partner', '/partner', '{"scopes":["admin"],"partner":"other"}'],
    ['an id', '/id', '{"scopes":["admin"],"id":"0000000000000000"}'],
    ['a hash', '/secret_hash', '{"scopes":["admin"],"secret_hash":"00"}'],
    ['an address that is none', '/allow_list/1', '{"scopes":["admin"],"allow_list":["::1","300.1.1.1"]}'],
    ['bits beyond a mask', '/allow_list/0', '{"scopes":["admin"],"allow_list":["192.0.2.7/24"]}'],
    ['a limit as a text', '/rate_limits', '{"scopes":["admin"],"rate_limits":{"default":"1000000"}}'],
    [
      'a huge limit',
      '/rate_limits',
      '{"scopes":["admin"],"rate_limits":{"default":{"requests":1e9,"window_seconds":1}}}',
    ],
    ['an administrator bound to a customer', '/customer_id', '{"scopes":["admin"],"customer_id":"42"}'],
    ['a list', '', '[]'],
    ['nothing', '', 'null'],
    ['a day that there is not', '/expires_at', '{"scopes":["admin"],"expires_at":"2027-02-30T00:00:00Z"}'],
    ['an actor nobody can see', '/actor', '{"scopes":["admin"],"actor":"a\\u202eb"}'],
  ])('with %s is refused at its place: %s', async (_, pointer, body) => {
    const before = (await admin.list('?limit=100')).json as object;
    const answer = await admin.issue(body as unknown as object);
    expect(problemOf(answer)).toBe('400 validation_error');
    expect((answer.json.errors as { pointer: string }[]).map((error) => error.pointer)).toContain(pointer);
    expect(answer.text).not.toMatch(LEAKS);
    expect((await admin.list('?limit=100')).json).toEqual(before);
  });

  it.each([
    ['a prototype', '{"scopes":["credit:read"],"__proto__":{"scopes":["admin"]}}'],
    ['limits by inheritance', '{"scopes":["admin"],"rate_limits":{"constructor":"none"}}'],
    ['the same member twice', '{"scopes":["credit:read"],"scopes":["admin"]}'],
    ['half a character', '{"scopes":["admin"],"actor":"\\ud800"}'],
  ])('with %s is no JSON to us', async (_, body) => {
    const before = (await admin.list('?limit=100')).json as object;
    expect(problemOf(await admin.issue(body as unknown as object))).toBe('400 malformed_json');
    expect((await admin.list('?limit=100')).json).toEqual(before);
  });

  it.each(['constructor', '__proto__', '%00', '..%2f..%2fsettings', 'x'.repeat(65), '%f0%9f%8f%a6'])(
    'and the id %s names no key',
    async (id) => {
      for (const answer of [await admin.read(id), await admin.rotate(id, {}), await admin.revoke(id)]) {
        expect([400, 404]).toContain(answer.status);
        expect(answer.text).not.toMatch(LEAKS);
      }
    },
  );
});
