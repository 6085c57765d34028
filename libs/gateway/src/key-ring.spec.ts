import { type LogPage, memoryEventStore } from '@haber/event-store';
import { partnerStream } from '@haber/ledger';
import { type FakeClock, fakeClock } from '@haber/testing';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { newKey } from './api-key';
import { type KeyRing, keyRing, KeysUnavailable } from './key-ring';
import { NOW, partnersOver, pepper, watched } from './partner-writer.fixture';

const rings: KeyRing[] = [];
const callerOf = async (ring: KeyRing, key: string) => (await ring.authenticate(key))?.principal;
afterEach(async () => {
  await Promise.all(rings.splice(0).map((ring) => ring.close()));
});

function setUp() {
  const store = watched(memoryEventStore());
  const clock: FakeClock = fakeClock(NOW);
  const failures: unknown[] = [];
  const ring = keyRing({ store, pepper, clock: clock.clock, onFailure: (error) => failures.push(error) });
  rings.push(ring);
  return { store, clock, ring, failures, partners: partnersOver(store) };
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A whole key, as somebody forges it who knows how keys are made: the checksum is no secret. */
function withChecksum(body: string): string {
  const digit = (place: number) => BASE62[Math.floor(crc32(body) / 62 ** place) % 62];
  return body + [5, 4, 3, 2, 1, 0].map(digit).join('');
}

/** Polls: a subscription delivers soon, not at once. */
async function eventually(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200 && !(await holds()); i += 1) await sleep(5);
  expect(await holds()).toBe(true);
}

describe('a good key', () => {
  it('says who calls, at once', async () => {
    const { ring, partners } = setUp();
    const { id, key } = await partners.issue('acme/live', { scopes: ['credit:use', 'credit:read', 'credit:use'] });
    await ring.ready();
    expect(ring.authenticate(key)).not.toBeInstanceOf(Promise);
    expect(await callerOf(ring, key)).toEqual({
      tenant: 'acme/live',
      actor: id,
      keyId: id,
      scopes: new Set(['credit:use', 'credit:read']),
      approvalNeedsSecondActor: false,
      rateLimits: {
        default: { requests: 100, windowSeconds: 1 },
        immediate_credits: { requests: 100, windowSeconds: 60 },
      },
    });
  });

  it('carries the name and the customer that it was issued to', async () => {
    const { ring, partners } = setUp();
    const { key } = await partners.issue('acme/test', { actor: 'ana', customerId: '42' });
    await ring.ready();
    expect(await callerOf(ring, key)).toMatchObject({ tenant: 'acme/test', actor: 'ana', customerId: '42' });
  });

  it('may be opaque, of any partner and mode', async () => {
    const { ring, partners } = setUp();
    const existingKey = 'brought-from-elsewhere';
    await partners.issue('acme/live', { existingKey });
    await ring.ready();
    expect(await callerOf(ring, existingKey)).toMatchObject({ tenant: 'acme/live' });
  });

  it('is told from the other keys of a long log', async () => {
    const { ring, partners } = setUp();
    const keys = [];
    for (let i = 0; i < 600; i += 1) keys.push((await partners.issue(`p${i % 7}/test`, { actor: `a${i}` })).key);
    await ring.ready();
    for (const [i, key] of keys.entries()) {
      expect(await callerOf(ring, key)).toMatchObject({ tenant: `p${i % 7}/test`, actor: `a${i}` });
    }
  });
});

describe('a key that is not good', () => {
  it('has another secret under a known id', async () => {
    const { ring, partners } = setUp();
    const { id, key } = await partners.issue('acme/test');
    await ring.ready();
    expect(withChecksum(key.slice(0, -6))).toBe(key);
    expect(await ring.authenticate(withChecksum(`hb_test_${id}_${'s'.repeat(28)}`))).toBeUndefined();
  });

  it('calls itself live and is of a test tenant, or the other way', async () => {
    const { ring, partners } = setUp();
    const [test, live] = [await partners.issue('acme/test'), await partners.issue('acme/live')];
    await ring.ready();
    expect(await ring.authenticate(withChecksum(test.key.slice(0, -6).replace('_test_', '_live_')))).toBeUndefined();
    expect(await ring.authenticate(withChecksum(live.key.slice(0, -6).replace('_live_', '_test_')))).toBeUndefined();
  });

  it('was revoked, here or in another process', async () => {
    const { ring, partners, store } = setUp();
    const { id, key } = await partners.issue('acme/test');
    await ring.ready();
    expect(ring.authenticate(key)).toBeDefined();
    await partnersOver(store).revoke('acme/test', id);
    await eventually(async () => (await ring.authenticate(key)) === undefined);
  });

  it('has expired, to the millisecond', async () => {
    const { ring, partners, clock } = setUp();
    const { key } = await partners.issue('acme/test', { expiresAt: '2026-11-21T11:00:00.000Z' });
    await ring.ready();
    clock.setTo('2026-11-21T10:59:59.999Z');
    expect(ring.authenticate(key)).toBeDefined();
    clock.advanceMs(1);
    expect(await ring.authenticate(key)).toBeUndefined();
  });

  it.each([
    ['nothing', ''],
    ['a prefix alone', 'hb_test_'],
    ['a property of every object', 'constructor'],
    ['far too long', 'x'.repeat(5_000)],
  ])('is no key: %s', async (_, text) => {
    const { ring } = setUp();
    await ring.ready();
    expect(await ring.authenticate(text)).toBeUndefined();
  });

  it('was brought by a second partner: it stays with the first', async () => {
    const { ring, partners } = setUp();
    const existingKey = 'brought-from-elsewhere';
    await partners.issue('first/test', { existingKey });
    const { id } = await partners.issue('second/test', { existingKey });
    await ring.ready();
    expect(await callerOf(ring, existingKey)).toMatchObject({ tenant: 'first/test' });
    await partners.revoke('second/test', id);
    await partners.issue('second/test');
    await sleep(20);
    expect(await callerOf(ring, existingKey)).toMatchObject({ tenant: 'first/test' });
  });
});

describe('a key that the ring has not heard of', () => {
  it('works at once when another process issued it a moment ago', async () => {
    const { ring, store } = setUp();
    await ring.ready();
    store.deafSubscriptions = true;
    for (let i = 0; i < 5; i += 1) {
      const { key } = await partnersOver(store).issue('acme/test', { actor: `a${i}` });
      expect(await callerOf(ring, key)).toMatchObject({ actor: `a${i}` });
      expect(ring.authenticate(key)).not.toBeInstanceOf(Promise);
    }
  });

  it('is refused after one bounded read, however many are presented', async () => {
    const { ring, store, partners } = setUp();
    await partners.issue('acme/test');
    await ring.ready();
    store.reads = 0;
    const startedAt = performance.now();
    for (let wave = 0; wave < 5; wave += 1) {
      const answers = Array.from({ length: 500 }, async () => ring.authenticate(newKey('test')));
      expect(await Promise.all(answers)).toEqual(answers.map(() => undefined));
    }
    // At most one to begin with, then one in 50 ms.
    expect(store.reads).toBeLessThanOrEqual(1 + (performance.now() - startedAt) / 50);
  });

  it('is read for after it was presented: a read under way is not enough', async () => {
    const { ring, store } = setUp();
    await ring.ready();
    store.deafSubscriptions = true;
    const held = store.readAll;
    let release: () => void = () => undefined;
    store.readAll = async (options) => {
      const page = await held(options);
      await new Promise<void>((resolve) => (release = resolve));
      store.readAll = held;
      return page;
    };
    const stranger = ring.authenticate(newKey('test'));
    await sleep(60);
    const { key } = await partnersOver(store).issue('acme/test');
    const caller = ring.authenticate(key);
    release();
    expect(await stranger).toBeUndefined();
    expect(await caller).toMatchObject({ principal: { tenant: 'acme/test' } });
  });

  it('does not come back when the subscription brings its issue after a read has seen its revocation', async () => {
    const { ring, store, partners } = setUp();
    let deliver: ((page: LogPage) => Promise<void>) | undefined;
    const { subscribe } = store;
    store.subscribe = (options, onPage) => {
      deliver = onPage;
      return subscribe(options, async () => undefined);
    };
    await ring.ready();
    const { id, key } = await partners.issue('acme/test');
    const late = await store.readAll({ after: 0n, limit: 10 });
    await partners.revoke('acme/test', id);
    expect(await ring.authenticate(key)).toBeUndefined();
    await deliver?.(late);
    expect(await ring.authenticate(key)).toBeUndefined();
  });

  it('is neither good nor bad while the log cannot be read', async () => {
    const { ring, store, partners } = setUp();
    const { key } = await partners.issue('acme/test');
    await ring.ready();
    store.readFault = new Error('no connection');
    await expect(ring.authenticate(newKey('test'))).rejects.toThrow(KeysUnavailable);
    expect(await callerOf(ring, key)).toMatchObject({ tenant: 'acme/test' });
    store.readFault = undefined;
    expect(await ring.authenticate(newKey('test'))).toBeUndefined();
  });
});

describe('a ring that does not follow the log', () => {
  const encoder = new TextEncoder();
  const foreign = (type: string, data: object) => ({
    id: '00000000-0000-4000-8000-000000000001',
    type,
    data: encoder.encode(JSON.stringify(data)),
    metadata: encoder.encode('{}'),
  });

  it('lets nobody in before it is ready', () => {
    const { ring } = setUp();
    expect(() => ring.authenticate(newKey('test'))).toThrow(KeysUnavailable);
  });

  it('is not ready when the log cannot be read', async () => {
    const { ring, store } = setUp();
    store.readFault = new Error('no connection');
    await expect(ring.ready()).rejects.toThrow('no connection');
  });

  it('lets nobody in any more after an event that it cannot read', async () => {
    const { ring, store, partners, failures } = setUp();
    const { key } = await partners.issue('acme/test');
    await ring.ready();
    const events = [foreign('partner.key-blessed.v9', {})];
    await store.append([{ stream: partnerStream('other/test'), expectedRevision: -1, events }]);
    await eventually(() => failures.length === 1);
    expect(() => ring.authenticate(key)).toThrow(KeysUnavailable);
  });

  it('refuses a partner that stands in another stream than its own', async () => {
    const { ring, store } = setUp();
    const events = [foreign('partner.registered.v1', { tenant: 'acme/live' })];
    await store.append([{ stream: partnerStream('evil/test'), expectedRevision: -1, events }]);
    await expect(ring.ready()).rejects.toThrow('not the stream of acme/live');
  });

  it('lets nobody in once the subscription has ended by itself', async () => {
    const { ring, store, partners, failures } = setUp();
    const { key } = await partners.issue('acme/test');
    await ring.ready();
    await store.close();
    await eventually(() => failures.length === 1);
    expect(() => ring.authenticate(key)).toThrow(KeysUnavailable);
  });

  it('says nothing about its own closing', async () => {
    const { ring, failures } = setUp();
    await ring.ready();
    await ring.close();
    await sleep(10);
    expect(failures).toEqual([]);
  });
});
