/**
 * What proves a key: shown in one answer, again in a repeat of the same command by the same caller (also after a kill),
 * and nowhere else, neither in an answer nor in what the process prints nor in what it stores (docs/decisions/0010).
 */
import { type Answer, Standalone } from '@haber/testing';
import { type Administrator, administratorOf, lets } from './administration.fixture';
import { filesWith, spellings } from './data-dir.fixture';
import { endClean, told, withKey } from './partner.fixture';
import { newKey, problemOf } from './registers.fixture';

const READS = { scopes: ['credit:read'] };

let product: Standalone;
let admin: Administrator;
beforeAll(async () => {
  product = await Standalone.start({ env: { HABER_LOG_LEVEL: 'trace' } });
  admin = administratorOf(product);
}, 120_000);
afterAll(() => endClean(product), 60_000);

const replayed = ({ headers }: Answer): string | null => headers.get('idempotent-replayed');
const keyIn = ({ json }: Answer): string => (json as { key: string }).key;
const secretOf = (key: string): string => key.split('_')[3] ?? '';

describe('a repeat', () => {
  it('of an issue is the first answer, byte for byte, whatever became of the key since', async () => {
    const issue = () => admin.issue({ ...READS, actor: 'repeats' }, withKey('issue-1'));
    const first = await issue();
    const { id, key } = first.json as { id: string; key: string };
    expect([first.status, replayed(first), await lets(product, key)]).toEqual([201, null, 404]);
    const again = await issue();
    await admin.rotate(id);
    await admin.revoke(id);
    await admin.put({ four_eyes: false, rate_limits: { immediate_credits: 'none' } });
    for (const repeat of [again, await issue()]) {
      expect([told(repeat), replayed(repeat)]).toEqual([told(first), 'true']);
      for (const header of ['etag', 'haber-hash']) expect(repeat.headers.get(header)).toBe(first.headers.get(header));
    }
    // A secret that opens nothing any more.
    expect(await lets(product, key)).toBe(401);
  });

  it('of a rotation is the first answer too', async () => {
    const { id } = await admin.key(READS);
    const rotate = () => admin.rotate(id, {}, withKey('rotate-1'));
    const first = await rotate();
    await admin.revoke(id);
    const again = await rotate();
    expect([told(again), replayed(again), first.status]).toEqual([told(first), 'true', 201]);
    expect(await lets(product, first.json.key as string)).toBe(404);
  });

  it('of a revocation is the first answer, and without a key it changes nothing', async () => {
    const { id } = await admin.key(READS);
    const first = await admin.revoke(id, withKey('revoke-1'));
    await admin.key(READS);
    const again = await admin.revoke(id, withKey('revoke-1'));
    expect([told(again), replayed(again)]).toEqual([told(first), 'true']);
    expect((await admin.revoke(id)).json.revoked).toBe(true);
  });

  it('many at once make one key', async () => {
    const asked = await Promise.all(
      Array.from({ length: 20 }, () => admin.issue({ ...READS, actor: 'crowd' }, withKey('crowd'))),
    );
    expect(new Set(asked.map(told)).size).toBe(1);
    expect(asked.filter((each) => replayed(each) === null)).toHaveLength(1);
    const { data } = (await admin.list('?limit=100')).json as { data: { actor: string }[] };
    expect(data.filter(({ actor }) => actor === 'crowd')).toHaveLength(1);
  });

  it('with another body, or of another call, is refused', async () => {
    await admin.issue(READS, withKey('bound'));
    for (const other of [
      admin.issue({ scopes: ['admin'] }, withKey('bound')),
      admin.put({ four_eyes: true, rate_limits: {} }, withKey('bound')),
    ]) {
      expect(problemOf(await other)).toBe('422 idempotency_key_reused');
    }
  });

  it('by another administrator shows him nothing: the secret proves an actor', async () => {
    const body = { ...READS, actor: 'Ana' };
    const first = await admin.issue(body, withKey('for-ana'));
    const { id, key: theirs } = await admin.key({ scopes: ['admin'], actor: 'second' });
    const other = await admin.issue(body, { key: theirs, headers: { 'idempotency-key': 'for-ana' } });
    expect(problemOf(other)).toBe('422 idempotency_key_reused');
    expect(other.text).not.toContain(secretOf(first.json.key as string));
    const successor = (await admin.rotate(id)).json.key as string;
    const mine = { headers: { 'idempotency-key': 'by-second' } };
    const made = await admin.issue(READS, { key: theirs, ...mine });
    expect((await admin.issue(READS, { key: theirs, ...mine })).text).toBe(made.text);
    expect(problemOf(await admin.issue(READS, { key: successor, ...mine }))).toBe('422 idempotency_key_reused');
  });

  it('in another tenant is another command, and makes another key', async () => {
    const mine = await admin.issue(READS, withKey('same'));
    const key = await newKey(product, '--scopes', 'admin', '--partner', 'other');
    const theirs = await admin.issue(READS, { key, headers: { 'idempotency-key': 'same' } });
    expect([theirs.status, replayed(theirs)]).toEqual([201, null]);
    expect(theirs.json.id).not.toBe(mine.json.id);
    expect(secretOf(theirs.json.key as string)).not.toBe(secretOf(mine.json.key as string));
  });

  it('after a refusal may succeed: a refused command binds nothing', async () => {
    const { id } = await admin.key({ ...READS, actor: 'One Name' });
    const asked = { ...READS, actor: 'ONE NAME' };
    expect(problemOf(await admin.issue(asked, withKey('later')))).toBe('409 actor_spelled_otherwise');
    expect((await admin.issue({ ...READS, actor: 'One Name' }, withKey('later'))).status).toBe(201);
    expect((await admin.read(id)).status).toBe(200);
  });

  it('after a kill is the first answer', async () => {
    const first = await admin.issue(READS, withKey('killed'));
    await product.kill();
    await product.restart();
    const again = await admin.issue(READS, withKey('killed'));
    expect([told(again), replayed(again)]).toEqual([told(first), 'true']);
    expect(await lets(product, first.json.key as string)).toBe(404);
  }, 90_000);
});

describe('a secret', () => {
  it('is in no other answer, in nothing that is printed, and in no file', async () => {
    const imported = 'imported-key-that-nobody-may-find-0123456789';
    const three = await admin.key({ ...READS, expires_at: '2099-01-01T00:00:00Z' });
    const [one, two] = [await admin.key({ ...READS, actor: 'hidden' }), await admin.key({ ...READS, actor: 'seen' })];
    const repeatable = await admin.issue(READS, withKey('hidden'));
    const successor = await admin.rotate(three.id);
    const keys = [one, two, three].map(({ key }) => key).concat([repeatable, successor].map(keyIn));
    const withoutSecrets = [
      await admin.issue({ ...READS, key: imported }),
      await admin.issue({ ...READS, key: imported }),
      await admin.issue({ scopes: ['admin'], key: imported }),
      await admin.issue({ scopes: ['nothing'], key: imported }),
      await admin.send('POST', '/keys', `{"scopes":["admin"],"key":"${imported}"`),
      await admin.rotate(one.id, { old_expires_at: '2000-01-01T00:00:00Z' }),
      await admin.list('?limit=100'),
      await admin.read(two.id),
      await admin.revoke(two.id),
      await admin.settings(),
    ];
    for (const key of keys) expect(await lets(product, key)).toBe(key === two.key ? 401 : 404);
    expect(await lets(product, imported)).toBe(404);

    const secrets = [imported, ...keys.map(secretOf)];
    for (const { text } of withoutSecrets) {
      for (const secret of secrets) expect(text).not.toContain(secret);
      expect(text).not.toMatch(/secret_?hash/i);
    }
    // The search finds what is there: an id is no secret, and is stored as it is.
    expect(await filesWith(product, one.id)).not.toEqual([]);
    expect(product.output).toContain('"level":"debug"');
    for (const secret of secrets) {
      expect(product.output).not.toContain(secret);
      expect(await filesWith(product, ...spellings(secret))).toEqual([]);
    }
  }, 90_000);
});
