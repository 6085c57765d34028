/**
 * A platform that administers itself: keys through Haber's own API from their issue to their end. What a repeat shows,
 * and that nobody else sees a secret, is in `key-secrets.e2e.spec.ts`; who may not, in `key-strangers.e2e.spec.ts`.
 */
import { type Answer, DEMO_KEY, Standalone } from '@haber/testing';
import { type Administrator, administratorOf, fromNow, lets, recordedOf, untilTold } from './administration.fixture';
import { endClean, errorCode, partnerOf, withKey } from './partner.fixture';
import { newKey, problemOf } from './registers.fixture';

const READS = { scopes: ['credit:read'] };
const OPAQUE = 'key-of-another-system-0123456789';

let product: Standalone;
let admin: Administrator;
let stranger: Administrator;
beforeAll(async () => {
  product = await Standalone.start();
  admin = administratorOf(product);
  stranger = administratorOf(product, {
    key: await newKey(product, '--scopes', 'admin,credit:read', '--rate-limit', 'none', '--partner', 'other'),
  });
}, 120_000);
afterAll(() => endClean(product), 60_000);

/** From the issue of a successor to the end of the old key. */
function lifeOf({ json }: Answer): number {
  const { issued_at: from, old_expires_at: to } = json as { issued_at: string; old_expires_at: string };
  return Date.parse(to) - Date.parse(from);
}

const lives = (key: string) => lets(product, key);

describe('a key', () => {
  it('is issued, used, rotated, ended and revoked', async () => {
    const issued = await admin.issue({ ...READS, actor: 'shop', external_id: 'vault-1', metadata: { team: 'shop' } });
    expect(issued.status).toBe(201);
    const { id, key, revision } = issued.json as { id: string; key: string; revision: number };
    expect(issued.json).toEqual({
      id,
      key: expect.stringMatching(/^hb_test_/) as string,
      scopes: ['credit:read'],
      actor: 'shop',
      customer_id: null,
      allow_list: [],
      rate_limits: {},
      issued_at: expect.any(String) as string,
      expires_at: null,
      revoked: false,
      replaces: null,
      external_id: 'vault-1',
      metadata: { team: 'shop' },
      revision,
      hash: issued.headers.get('haber-hash'),
    });
    expect(issued.headers.get('etag')).toBe(`"${revision}"`);
    // At once, and no later: the process that answers knows what it says.
    expect(await lives(key)).toBe(404);
    expect(errorCode(await partnerOf(product, { key }).use('nobody', 'o', '1.00'))).toBe('403 insufficient_scope');

    const rotated = await admin.rotate(id);
    const successor = (rotated.json as { key: string }).key;
    expect([rotated.status, rotated.json]).toMatchObject([
      201,
      { actor: 'shop', external_id: 'vault-1', replaces: id },
    ]);
    expect(lifeOf(rotated)).toBe(86_400_000);
    expect([await lives(key), await lives(successor)]).toEqual([404, 404]);
    expect(problemOf(await admin.rotate(id))).toBe('409 key_already_rotated');

    const revoked = await admin.revoke(id);
    expect([revoked.status, revoked.json]).toMatchObject([200, { id, revoked: true }]);
    expect([await lives(key), await lives(successor)]).toEqual([401, 404]);
    expect((await admin.read(id)).json).toEqual(revoked.json);
    expect((await admin.revoke(id)).json).toMatchObject({ id, revoked: true, revision: revoked.json.revision });
    expect(problemOf(await admin.rotate(id))).toBe('409 key_already_revoked');
  });

  it('ends when it was issued to end, or when its rotation said so, and its successor goes on', async () => {
    const ends = fromNow(10_000);
    const issued = await admin.key({ ...READS, expires_at: ends });
    const { id, key } = await admin.key(READS);
    const { status, json } = await admin.rotate(id, { old_expires_at: ends });
    expect([status, json.old_expires_at]).toEqual([201, ends]);
    expect((await admin.read(id)).json.expires_at).toBe(ends);
    await Promise.all([issued.key, key].map((each) => untilTold(401, () => lives(each))));
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(ends));
    expect(await lives(json.key as string)).toBe(404);
    expect(problemOf(await admin.rotate(id))).toBe('409 key_expired');
  }, 90_000);

  it('may end neither in the past nor, once rotated, in the far future', async () => {
    const { id } = await admin.key(READS);
    expect(problemOf(await admin.issue({ ...READS, expires_at: fromNow(-1_000) }))).toBe('422 expiry_passed');
    expect(problemOf(await admin.rotate(id, { old_expires_at: fromNow(-1_000) }))).toBe('422 expiry_passed');
    expect(problemOf(await admin.rotate(id, { old_expires_at: fromNow(31 * 86_400_000) }))).toBe(
      '422 overlap_too_long',
    );
  });

  it('is good from the addresses of its list alone', async () => {
    const far = await admin.key({ ...READS, allow_list: ['192.0.2.7', '2001:DB8:0::/32'] });
    expect((await admin.read(far.id)).json.allow_list).toEqual(['192.0.2.7', '2001:db8::/32']);
    expect(errorCode(await partnerOf(product, { key: far.key }).read('x'))).toBe('403 address_not_allowed');
    const near = await admin.key({ ...READS, allow_list: ['127.0.0.0/8', '::1'] });
    expect(await lives(near.key)).toBe(404);
  });

  it('that is bound to one customer finds no other', async () => {
    await partnerOf(product).open('bound-to', '10.00');
    await partnerOf(product).open('another', '10.00');
    const bound = partnerOf(product, await admin.key({ ...READS, customer_id: 'bound-to' }));
    expect((await bound.read('bound-to')).status).toBe(200);
    expect(errorCode(await bound.read('another'))).toBe('404 customer_not_found');
  });

  it('has its own limit, else the one of the settings', async () => {
    const one = { default: { requests: 1, window_seconds: 86_400 } };
    const own = await admin.key({ ...READS, rate_limits: one });
    expect([await lives(own.key), await lives(own.key)]).toEqual([404, 429]);
    const other = await stranger.key(READS);
    await stranger.put({ four_eyes: false, rate_limits: { default: { requests: 2, window_seconds: 86_400 } } });
    expect([await lives(other.key), await lives(other.key), await lives(other.key)]).toEqual([404, 404, 429]);
    await stranger.put({ four_eyes: false, rate_limits: {} });
  });

  it('may have any scope, admin too, and who issued it is on record', async () => {
    const { id } = await admin.key({ scopes: ['admin', 'actor:assert'], actor: 'second-admin' });
    const [event] = await recordedOf(product, id);
    expect(event).toMatchObject({ type: 'partner.key-issued.v1', metadata: { actor: 'demo', assertedBy: null } });
    const demo = (await admin.list('?limit=1')).json.data[0] as { id: string };
    expect(event?.metadata.keyId).toBe(demo.id);
    const asserted = await admin.issue(READS, { headers: { 'haber-actor': 'Ana' } });
    const [byAna] = await recordedOf(product, asserted.json.id as string);
    expect(byAna?.metadata).toMatchObject({ actor: 'Ana', assertedBy: 'demo' });
  });

  it('has an actor in one spelling', async () => {
    await admin.key({ ...READS, actor: 'Jorge Luis' });
    expect(problemOf(await admin.issue({ ...READS, actor: 'jorge  LUIS' }))).toBe('409 actor_spelled_otherwise');
  });

  it('may revoke itself, and is nobody from then on', async () => {
    const { id, key } = await admin.key({ scopes: ['admin', 'credit:read'] });
    expect((await admin.revoke(id, { key })).json).toMatchObject({ id, revoked: true });
    expect(problemOf(await admin.revoke(id, { key }))).toBe('401 unauthorized');
    expect(await lives(key)).toBe(401);
  });
});

describe('a key of another system', () => {
  it('is imported, works, and changes nothing when it is imported again', async () => {
    const imported = await admin.issue({ ...READS, key: OPAQUE });
    expect([imported.status, imported.json.key]).toEqual([201, null]);
    expect(imported.text).not.toContain(OPAQUE);
    expect(await lives(OPAQUE)).toBe(404);
    const again = await admin.issue({ ...READS, key: OPAQUE });
    expect([again.status, again.json]).toEqual([200, imported.json]);
    expect(problemOf(await admin.issue({ scopes: ['credit:use'], key: OPAQUE }))).toBe('409 id_taken');
  });

  it('of somebody else is not taken, and goes on as his', async () => {
    await admin.issue({ ...READS, key: OPAQUE });
    expect(problemOf(await stranger.issue({ ...READS, key: OPAQUE }))).toBe('409 id_taken');
    expect(problemOf(await stranger.issue({ scopes: ['admin'], key: DEMO_KEY }))).toBe('409 id_taken');
    expect((await stranger.send('GET', '/keys', undefined, { key: DEMO_KEY })).text).toContain('"actor":"demo"');
  });

  it('does not come back once it is revoked', async () => {
    const key = `${OPAQUE}-once`;
    const { json } = await admin.issue({ ...READS, key });
    await admin.revoke(json.id as string);
    expect(problemOf(await admin.issue({ ...READS, key }))).toBe('409 key_already_revoked');
    expect(await lives(key)).toBe(401);
  });

  it('must not look like one of ours: taking it or not would tell whose ids there are', async () => {
    const { key, id } = await admin.key(READS);
    for (const ours of [key, `hb_test_${id}_${'0'.repeat(34)}`, key.replace('test', 'live')]) {
      const answer = await stranger.issue({ ...READS, key: ours });
      expect([problemOf(answer), answer.json.errors]).toMatchObject(['400 validation_error', [{ pointer: '/key' }]]);
      expect(answer.text).not.toContain(ours);
    }
  });
});

describe('the list', () => {
  it('shows every key once, in the order of issue, page by page', async () => {
    const issued = [await admin.key(READS), await admin.key(READS), await admin.key(READS)].map(({ id }) => id);
    const ids: string[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 100; pages += 1) {
      const { json } = await admin.list(`?limit=2${cursor && `&cursor=${cursor}`}`);
      ids.push(...(json.data as { id: string }[]).map(({ id }) => id));
      cursor = json.next_cursor as string | null;
    }
    expect(cursor).toBeNull();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(-3)).toEqual(issued);
  });

  it.each(['?cursor=x', '?cursor=', '?limit=0', '?limit=101', '?limit=2&limit=3', '?revoked=true'])(
    'refuses %s',
    async (query) => expect(problemOf(await admin.list(query))).toBe('400 validation_error'),
  );

  it('refuses a cursor of another list', async () => {
    const cursor = Buffer.from(JSON.stringify(['products', '1'])).toString('base64url');
    expect(problemOf(await admin.list(`?cursor=${cursor}`))).toBe('400 validation_error');
  });
});

describe('a dry run', () => {
  it('says what would be, shows no key, and does nothing', async () => {
    const { id, key } = await admin.key(READS);
    const [list, settings] = [await admin.list('?limit=100'), await admin.settings()];
    const asked = await Promise.all([
      admin.send('POST', '/keys?dry_run=true', READS, withKey('dry')),
      admin.send('POST', `/keys/${id}/rotate?dry_run=true`, {}),
      admin.send('DELETE', `/keys/${id}?dry_run=true`),
      admin.send('PUT', '/settings?dry_run=true', { four_eyes: true, rate_limits: {} }),
    ]);
    expect(asked.map((each) => [each.status, each.headers.get('haber-dry-run'), each.json.hash])).toEqual(
      asked.map(() => [200, 'true', null]),
    );
    const [issued, rotated, revoked, put] = asked.map(({ json }) => json as Record<string, unknown>);
    expect([issued?.['key'], rotated?.['key'], rotated?.['replaces']]).toEqual([null, null, id]);
    expect([revoked?.['revoked'], put?.['four_eyes']]).toEqual([true, true]);
    expect((await admin.list('?limit=100')).json).toEqual(list.json);
    expect((await admin.settings()).json).toEqual(settings.json);
    expect(await lives(key)).toBe(404);
  });
});
