import { memoryEventStore } from '@haber/event-store';
import { NO_DESCRIPTION, partnerStream } from '@haber/ledger';
import { newKey } from './api-key';
import { firstKey } from './first-key';
import { type IssueKeyOptions, listKeys, readSettings } from './keys';
import { NOW, partnersOver, pepper } from './partner-writer.fixture';

const TENANT = 'demo/test';

function setUp() {
  const store = memoryEventStore();
  const partners = partnersOver(store);
  const options: IssueKeyOptions = {
    writer: partners.writer,
    tenant: TENANT,
    by: 'probe',
    correlationId: 'test',
    pepper,
    scopes: ['credit:read'],
  };
  const revision = async () => (await store.head(partnerStream(TENANT)))?.revision;
  return { store, partners, options, revision };
}

describe('issuing keys', () => {
  it('registers an unknown partner, and stores nothing of the key but its id and an HMAC', async () => {
    const { store, partners } = setUp();
    const { id, key } = await partners.issue(TENANT, { actor: 'ana' });
    expect(key).toContain(`hb_test_${id}_`);
    const events = await store.read(partnerStream(TENANT), 0, 10);
    expect(events.map(({ type }) => type)).toEqual(['partner.registered.v1', 'partner.key-issued.v1']);
    const stored = events.map(({ data, metadata }) => Buffer.concat([data, metadata]).toString()).join();
    expect(stored).toContain(id);
    expect(stored).not.toContain(key.split('_')[3]);
    expect(await listKeys({ writer: partners.writer, tenant: TENANT })).toEqual([
      {
        id,
        scopes: ['credit:read'],
        actor: 'ana',
        customerId: null,
        allowList: [],
        rateLimits: {},
        issuedAt: NOW,
        expiresAt: null,
        replaces: null,
        ...NO_DESCRIPTION,
        revoked: false,
      },
    ]);
  });

  it('lists nothing of an unknown partner', async () => {
    const { partners } = setUp();
    expect(await listKeys({ writer: partners.writer, tenant: 'nobody/live' })).toEqual([]);
  });

  it('throws what the rules refuse, by its code', async () => {
    const { partners } = setUp();
    const { id } = await partners.issue(TENANT);
    await partners.revoke(TENANT, id);
    const refused = (code: string) => expect.objectContaining({ name: 'KeyRefused', code }) as Error;
    await expect(partners.revoke(TENANT, id)).rejects.toEqual(refused('key_already_revoked'));
    await expect(partners.revoke(TENANT, 'x')).rejects.toEqual(refused('key_unknown'));
    await expect(partners.revoke('other/test', id)).rejects.toEqual(refused('partner_unknown'));
    await expect(partners.issue(TENANT, { scopes: ['x'] })).rejects.toEqual(refused('scope_unknown'));
    await expect(partners.issue(TENANT, { customerId: '' })).rejects.toEqual(refused('customer_invalid'));
    await expect(partners.issue(TENANT, { allowList: ['example.org'] })).rejects.toEqual(refused('allow_list_invalid'));
    await expect(partners.issue(TENANT, { existingKey: newKey('live') })).rejects.toEqual(refused('key_of_other_mode'));
    await expect(partners.issue(TENANT, { existingKey: `${newKey('test').slice(0, -1)}?` })).resolves.toBeDefined();
    const damaged = newKey('test').replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
    await expect(partners.issue(TENANT, { existingKey: damaged })).rejects.toEqual(refused('key_malformed'));
    await expect(partners.issue(TENANT, { existingKey: 'short' })).rejects.toEqual(refused('key_malformed'));
  });
});

describe('rotating keys', () => {
  it('gives a new key, shown once, on the same terms', async () => {
    const { store, partners } = setUp();
    const { id } = await partners.issue(TENANT, { actor: 'ana', allowList: ['192.0.2.7'] });
    const next = await partners.rotate(TENANT, id);
    const [old, successor] = await listKeys({ writer: partners.writer, tenant: TENANT });
    expect(old).toMatchObject({ id, expiresAt: '2026-11-22T10:00:00.000Z', revoked: false });
    expect(successor).toMatchObject({ id: next.id, actor: 'ana', allowList: ['192.0.2.7'], replaces: id });
    expect(successor?.expiresAt).toBeNull();
    const stored = (await store.read(partnerStream(TENANT), 0, 10)).map(({ data }) => Buffer.from(data).toString());
    expect(stored.join()).not.toContain(next.key.split('_')[3]);
    await expect(partners.rotate(TENANT, id)).rejects.toMatchObject({ code: 'key_already_rotated' });
  });
});

describe('settings', () => {
  it('are changed one by one, and kept whole', async () => {
    const { partners } = setUp();
    const of = { writer: partners.writer, tenant: TENANT } as const;
    expect(await readSettings(of)).toBeUndefined();
    await expect(partners.change(TENANT, { fourEyes: true })).rejects.toMatchObject({ code: 'partner_unknown' });
    await partners.issue(TENANT);
    expect(await readSettings(of)).toEqual({ fourEyes: false, rateLimits: {}, keylessRepeats: true });
    await partners.change(TENANT, { fourEyes: true });
    await partners.change(TENANT, { rateLimits: { default: null } });
    expect(await readSettings(of)).toEqual({ fourEyes: true, rateLimits: { default: null }, keylessRepeats: true });
  });

  it('lose no change that was made at the same moment', async () => {
    const { store, partners } = setUp();
    await partners.issue(TENANT);
    const others = partnersOver(store);
    const changes = await Promise.allSettled([
      partners.change(TENANT, { fourEyes: true }),
      others.change(TENANT, { rateLimits: { default: null } }),
    ]);
    const settings = await readSettings({ writer: partners.writer, tenant: TENANT });
    const [eyes, limits] = changes.map(({ status }) => status === 'fulfilled');
    expect(settings).toEqual({ fourEyes: eyes, rateLimits: limits ? { default: null } : {}, keylessRepeats: true });
    expect(
      changes
        .filter(({ status }) => status === 'rejected')
        .map((each) => (each as PromiseRejectedResult).reason as unknown),
    ).toEqual(eyes && limits ? [] : [expect.objectContaining({ code: 'settings_changed_meanwhile' })]);
  });
});

describe('the key of a first start', () => {
  it('is made once', async () => {
    const { options, revision } = setUp();
    expect(await firstKey(options)).toMatchObject({ kind: 'made', key: expect.stringMatching(/^hb_test_/) as string });
    expect(await firstKey(options)).toEqual({ kind: 'present' });
    expect(await revision()).toBe(1);
  });

  it.each([newKey('test'), 'a-demo-key-for-tests-0123456789abcdef', 'hb_test_not_of_our_form'])(
    'is the given one: %s',
    async (existingKey) => {
      const { options, revision } = setUp();
      const first = await firstKey({ ...options, existingKey });
      expect(first).toMatchObject({ kind: 'given' });
      expect(await firstKey({ ...options, existingKey })).toEqual(first);
      expect(await revision()).toBe(1);
    },
  );

  it('is not given to a partner that has others, nor brought back', async () => {
    const { options, partners } = setUp();
    const existingKey = newKey('test');
    const { id } = await partners.issue(TENANT);
    expect(await firstKey({ ...options, existingKey })).toEqual({ kind: 'ignored' });
    await partners.revoke(TENANT, id);
    expect(await firstKey({ ...options, existingKey })).toEqual({ kind: 'ignored' });
    expect(await firstKey(options)).toEqual({ kind: 'present' });
  });

  it('must be of its mode', async () => {
    const { options } = setUp();
    await expect(firstKey({ ...options, existingKey: newKey('live') })).rejects.toMatchObject({
      code: 'key_of_other_mode',
    });
  });
});
