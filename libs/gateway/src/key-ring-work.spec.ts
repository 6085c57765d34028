/**
 * How much a refusal costs, whatever is wrong with the key: counted in HMACs, comparisons and reads of the log, not on
 * a clock. If two kinds of wrong keys differed in any of these, time would tell which keys there are.
 */
import type * as Crypto from 'node:crypto';
import { memoryEventStore } from '@haber/event-store';
import { type FakeClock, fakeClock } from '@haber/testing';
import { newKey } from './api-key';
import { type KeyRing, keyRing } from './key-ring';
import { NOW, partnersOver, pepper, watched, type WatchedStore } from './partner-writer.fixture';

interface Work {
  hmacs: number;
  comparisons: number;
}
const mockWork: Work = { hmacs: 0, comparisons: 0 };

jest.mock('node:crypto', () => {
  const crypto = jest.requireActual<typeof Crypto>('node:crypto');
  return {
    ...crypto,
    createHmac: (...args: Parameters<typeof crypto.createHmac>) => {
      mockWork.hmacs += 1;
      return crypto.createHmac(...args);
    },
    timingSafeEqual: (...args: Parameters<typeof crypto.timingSafeEqual>) => {
      mockWork.comparisons += 1;
      return crypto.timingSafeEqual(...args);
    },
  };
});

let store: WatchedStore;
let ring: KeyRing;
let clock: FakeClock;
let keys: Readonly<Record<string, string>>;

const OPAQUE = 'a-key-that-another-system-made';
const REVOKED_OPAQUE = 'another-key-that-another-system-made';

/** Changed in its secret, so that its checksum is wrong too: what a typing error makes. */
const mistyped = (key: string): string => key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));

beforeAll(async () => {
  store = watched(memoryEventStore());
  clock = fakeClock(NOW);
  ring = keyRing({ store, pepper, clock: clock.clock });
  const partners = partnersOver(store);
  const good = await partners.issue('acme/test');
  const revoked = await partners.issue('acme/test');
  const expired = await partners.issue('acme/test', { expiresAt: '2026-11-21T10:00:00.001Z' });
  await partners.issue('acme/test', { existingKey: OPAQUE });
  const revokedOpaque = await partners.issue('acme/test', { existingKey: REVOKED_OPAQUE });
  await ring.ready();
  // All of them were good once, here.
  for (const { key } of [good, revoked, expired, revokedOpaque]) expect(await ring.authenticate(key)).toBeDefined();
  await partners.revoke('acme/test', revoked.id);
  await partners.revoke('acme/test', revokedOpaque.id);
  await ring.refresh();
  clock.advanceMs(1);
  keys = {
    good: good.key,
    'an unknown id': newKey('test'),
    'a wrong secret': otherSecret(good.key),
    'a wrong checksum': mistyped(good.key),
    'a wrong checksum of an unknown id': mistyped(newKey('test')),
    revoked: revoked.key,
    expired: expired.key,
    'of the other mode': newKey('live'),
    'opaque and unknown': `${OPAQUE}x`,
    'opaque and revoked': REVOKED_OPAQUE,
    'too short to be a key': 'short',
    empty: '',
    'too long to be a key': 'x'.repeat(5_000),
  };
});
afterAll(() => ring.close());

/** A whole key with a known id and another secret: the checksum is anybody's to make. */
function otherSecret(key: string): string {
  const [, , id = ''] = key.split('_');
  return newKey('test', (count) => (count === id.length ? bytesOf(id) : Buffer.alloc(count, 7)));
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const bytesOf = (digits: string): Buffer => Buffer.from([...digits].map((digit) => BASE62.indexOf(digit)));

async function workOf(key: string) {
  Object.assign(mockWork, { hmacs: 0, comparisons: 0 });
  store.reads = 0;
  const found = await ring.authenticate(key);
  return { good: found !== undefined, ...mockWork, reads: store.reads };
}

const REFUSAL = { good: false, hmacs: 2, comparisons: 2, reads: 1 };

it.each([
  'an unknown id',
  'a wrong secret',
  'a wrong checksum',
  'a wrong checksum of an unknown id',
  'revoked',
  'expired',
  'of the other mode',
  'opaque and unknown',
  'opaque and revoked',
  'too short to be a key',
  'empty',
  'too long to be a key',
])('a key with this wrong costs what every refusal costs, the first time and the second: %s', async (wrong) => {
  const key = keys[wrong] ?? '';
  expect(await workOf(key)).toEqual(REFUSAL);
  expect(await workOf(key)).toEqual(REFUSAL);
});

it('a good key costs none of it once it is known: the canary of this count', async () => {
  expect(await workOf(keys['good'] ?? '')).toEqual({ good: true, hmacs: 0, comparisons: 0, reads: 0 });
  expect(await workOf(OPAQUE)).toEqual({ good: true, hmacs: 2, comparisons: 1, reads: 0 });
});
