/** What a partner says of itself and of its keys, as every process that follows the log applies it. */
import { type LogPage, memoryEventStore } from '@haber/event-store';
import { type FakeClock, fakeClock } from '@haber/testing';
import { type KeyRing, keyRing } from './key-ring';
import { NO_LIMITS } from './limits';
import { NOW, partnersOver, pepper, watched } from './partner-writer.fixture';

const rings: KeyRing[] = [];
afterEach(async () => {
  await Promise.all(rings.splice(0).map((ring) => ring.close()));
});

async function setUp() {
  const store = watched(memoryEventStore());
  const clock: FakeClock = fakeClock(NOW);
  const partners = partnersOver(store);
  const process = async () => {
    const ring = keyRing({ store, pepper, clock: clock.clock });
    rings.push(ring);
    await ring.ready();
    return ring;
  };
  return { store, clock, partners, process, ring: await process() };
}

const principalOf = async (ring: KeyRing, key: string) => (await ring.authenticate(key))?.principal;

describe('four eyes', () => {
  it('are demanded of all keys of the partner in that mode, old and new, and of nobody else', async () => {
    const { partners, ring } = await setUp();
    const { key: old } = await partners.issue('acme/test');
    const { key: live } = await partners.issue('acme/live');
    expect(await principalOf(ring, old)).toMatchObject({ approvalNeedsSecondActor: false });
    await partners.change('acme/test', { fourEyes: true });
    await ring.refresh();
    const { key: fresh } = await partners.issue('acme/test');
    expect(await principalOf(ring, old)).toMatchObject({ approvalNeedsSecondActor: true });
    expect(await principalOf(ring, fresh)).toMatchObject({ approvalNeedsSecondActor: true });
    expect(await principalOf(ring, live)).toMatchObject({ approvalNeedsSecondActor: false });
    await partners.change('acme/test', { fourEyes: false });
    await ring.refresh();
    expect(await principalOf(ring, old)).toMatchObject({ approvalNeedsSecondActor: false });
  });

  it('are never forgotten again by a process that has heard of them', async () => {
    const { store, partners } = await setUp();
    let deliver: ((page: LogPage) => Promise<void>) | undefined;
    const { subscribe } = store;
    store.subscribe = (options, onPage) => {
      deliver = onPage;
      return subscribe(options, async () => undefined);
    };
    const ring = keyRing({ store, pepper, clock: fakeClock(NOW).clock });
    rings.push(ring);
    await ring.ready();
    const { key } = await partners.issue('acme/test');
    await partners.change('acme/test', { fourEyes: false, rateLimits: { default: null } });
    const late = await store.readAll({ after: 0n, limit: 10 });
    await partners.change('acme/test', { fourEyes: true });
    await ring.refresh();
    await deliver?.(late);
    expect(await principalOf(ring, key)).toMatchObject({ approvalNeedsSecondActor: true });
  });

  it('hold in a process that starts later', async () => {
    const { partners, process } = await setUp();
    const { key } = await partners.issue('acme/test');
    await partners.change('acme/test', { fourEyes: true });
    expect(await principalOf(await process(), key)).toMatchObject({ approvalNeedsSecondActor: true });
  });
});

describe('limits', () => {
  const minute = { requests: 7, windowSeconds: 60 };
  const second = { requests: 3, windowSeconds: 1 };

  it('are the key’s own, else the partner’s, else the product’s, each class for itself', async () => {
    const { partners, ring } = await setUp();
    const { key: plain } = await partners.issue('acme/test');
    const { key: own } = await partners.issue('acme/test', { rateLimits: { default: second } });
    const { key: free } = await partners.issue('acme/test', { rateLimits: NO_LIMITS });
    const limitsOf = async (key: string) => (await principalOf(ring, key))?.rateLimits;
    const product = {
      default: { requests: 100, windowSeconds: 1 },
      immediate_credits: { requests: 100, windowSeconds: 60 },
    };
    expect(await limitsOf(plain)).toEqual(product);
    expect(await limitsOf(own)).toEqual({ ...product, default: second });
    expect(await limitsOf(free)).toEqual({ default: null, immediate_credits: null });
    await partners.change('acme/test', { rateLimits: { default: minute, immediate_credits: null } });
    await ring.refresh();
    expect(await limitsOf(plain)).toEqual({ default: minute, immediate_credits: null });
    expect(await limitsOf(own)).toEqual({ default: second, immediate_credits: null });
    expect(await limitsOf(free)).toEqual({ default: null, immediate_credits: null });
  });
});

describe('an allow-list', () => {
  it('comes with the key, in one spelling', async () => {
    const { partners, ring } = await setUp();
    const { key } = await partners.issue('acme/test', { allowList: ['::ffff:192.0.2.0/120', '2001:DB8::1'] });
    const allows = (await ring.authenticate(key))?.allows;
    const addresses = ['192.0.2.77', '2001:db8::1', '192.0.3.1', '::1'];
    expect(addresses.map((address) => allows?.(address))).toEqual([true, true, false, false]);
    const { key: open } = await partners.issue('acme/test');
    expect((await ring.authenticate(open))?.allows).toBeNull();
  });
});

describe('a rotated key', () => {
  it('goes on beside its successor until its end, and the successor after that', async () => {
    const { partners, ring, clock } = await setUp();
    const { id, key } = await partners.issue('acme/test', { actor: 'ana', customerId: '42' });
    const next = await partners.rotate('acme/test', id, { oldExpiresAt: '2026-11-21T11:00:00.000Z' });
    await ring.refresh();
    clock.setTo('2026-11-21T10:59:59.999Z');
    expect(await principalOf(ring, key)).toMatchObject({ keyId: id, actor: 'ana', customerId: '42' });
    expect(await principalOf(ring, next.key)).toMatchObject({ keyId: next.id, actor: 'ana', customerId: '42' });
    clock.advanceMs(1);
    expect(await principalOf(ring, key)).toBeUndefined();
    expect(await principalOf(ring, next.key)).toMatchObject({ keyId: next.id });
  });
});

describe('the owner of a key', () => {
  it('is known as of the last read', async () => {
    const { partners, ring } = await setUp();
    const { id } = await partners.issue('acme/live');
    await ring.refresh();
    expect(ring.ownerOf(id)).toBe('acme/live');
    expect(ring.ownerOf('nobody')).toBeUndefined();
  });
});
