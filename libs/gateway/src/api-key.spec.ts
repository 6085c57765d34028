import { createHmac, createSecretKey } from 'node:crypto';
import { derivedBytes, newKey, presentedKey } from './api-key';

const pepper = createSecretKey(Buffer.alloc(32, 3));
const hmac = (text: string) => createHmac('sha256', Buffer.alloc(32, 3)).update(text).digest();

describe('a new key', () => {
  it.each(['live', 'test'] as const)('says its mode, id and secret: %s', (mode) => {
    const key = newKey(mode);
    const [, , id = '', secret = ''] = key.split('_');
    expect(key).toMatch(new RegExp(`^hb_${mode}_[0-9A-Za-z]{16}_[0-9A-Za-z]{34}$`));
    expect(presentedKey(key, pepper)).toEqual({ id, mode, secretHash: hmac(secret) });
  });

  it('uses all digits alike: no secret is easier to guess than another', () => {
    const counts = new Map<string, number>();
    const keys = 3_000;
    for (let i = 0; i < keys; i += 1) {
      for (const digit of newKey('test').split('_')[3]?.slice(0, 28) ?? '')
        counts.set(digit, (counts.get(digit) ?? 0) + 1);
    }
    const mean = (keys * 28) / 62;
    expect(counts.size).toBe(62);
    // Five standard deviations and a little: fails by chance once in a million runs.
    for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(6 * Math.sqrt(mean));
  });
});

describe('a derived key', () => {
  const making = createSecretKey(Buffer.alloc(32, 5));
  const derived = (name: string, secret = making) => newKey('test', derivedBytes(secret, name));

  it('is the same again for the same name, and another for any other name or secret', () => {
    expect(derived('acme/test|k')).toBe(derived('acme/test|k'));
    expect(presentedKey(derived('acme/test|k'), pepper)).toMatchObject({ mode: 'test' });
    const others = [derived('acme/test|l'), derived('acme/live|k'), derived('acme/test|k', pepper)];
    expect(new Set([derived('acme/test|k'), ...others]).size).toBe(4);
  });

  it('never gives the same bytes twice', () => {
    const source = derivedBytes(making, 'a');
    const blocks = [source(32), source(16), source(64)].map((bytes) => bytes.toString('hex'));
    expect(new Set(blocks.map((hex) => hex.slice(0, 32))).size).toBe(3);
    expect(blocks.map((hex) => hex.length)).toEqual([64, 32, 128]);
  });
});

describe('a presented key', () => {
  it('is refused with any one character of it changed, before anything is looked up', () => {
    const key = newKey('live');
    const start = 'hb_live_'.length;
    for (let at = start; at < key.length; at += 1) {
      if (key[at] === '_') continue;
      expect(
        presentedKey(key.slice(0, at) + (key[at] === 'a' ? 'b' : 'a') + key.slice(at + 1), pepper),
      ).toBeUndefined();
    }
  });

  it('does not change its mode', () => {
    expect(presentedKey(newKey('test').replace('hb_test', 'hb_live'), pepper)).toBeUndefined();
  });

  it('may be opaque: its id then follows from it under the pepper, and gives nothing of it away', () => {
    const key = 'a-key-that-another-system-made';
    const presented = presentedKey(key, pepper);
    expect(presented).toEqual({
      id: `opaque${hmac(`id of ${key}`).toString('hex').slice(0, 24)}`,
      mode: null,
      secretHash: hmac(key),
    });
    expect(presentedKey(key, createSecretKey(Buffer.alloc(32, 4)))?.id).not.toBe(presented?.id);
  });

  it.each(['', 'short', 'x'.repeat(19), 'x'.repeat(257), `${'x'.repeat(20)} y`, 'ñ'.repeat(20)])(
    'cannot be %j',
    (text) => {
      expect(presentedKey(text, pepper)).toBeUndefined();
    },
  );
});
