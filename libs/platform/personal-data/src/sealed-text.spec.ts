import { createSecretKey, randomUUID } from 'node:crypto';
import { SEALED_PREFIX } from '@haber/ledger';
import { keyIdOf, openText, SealBroken, sealText } from './sealed-text';

const key = createSecretKey(Buffer.alloc(32, 7));
const place = { keyId: randomUUID(), person: 'customer-1', field: 'tax_id' };

describe('a sealed text', () => {
  it.each(['', 'x', 'Distribuidora Ñandú, S.A. 🏦', 'y'.repeat(10_000)])('opens to what was sealed', (plaintext) => {
    const sealed = sealText(key, place, plaintext);
    expect(sealed.startsWith(`${SEALED_PREFIX}${place.keyId}:`)).toBe(true);
    expect(keyIdOf(sealed)).toBe(place.keyId);
    expect(openText(key, place, sealed)).toBe(plaintext);
  });

  it('opens for ever: a text sealed by the first release', () => {
    const old = { keyId: '00000000-0000-4000-8000-000000000000', person: 'customer-1', field: 'tax_id' };
    expect(
      openText(
        key,
        old,
        'sealed:v1:00000000-0000-4000-8000-000000000000:AAECAwQFBgcICQoLKbPaRCg_9H44itESdxJ5OI4jLxXKUFhc',
      ),
    ).toBe('123456-7');
  });

  it('never looks the same twice', () => {
    expect(sealText(key, place, 'same')).not.toBe(sealText(key, place, 'same'));
  });

  it.each([
    ['field', { ...place, field: 'business_name' }],
    ['person', { ...place, person: 'customer-2' }],
    ['key', { ...place, keyId: randomUUID() }],
  ])('does not open at another %s', (_, elsewhere) => {
    expect(() => openText(key, elsewhere, sealText(key, place, 'x'))).toThrow(SealBroken);
  });

  it('does not open with any one character changed', () => {
    const sealed = sealText(key, place, 'canary');
    for (let at = 0; at < sealed.length; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect(() => openText(key, place, sealed.slice(0, at) + other + sealed.slice(at + 1))).toThrow(SealBroken);
    }
  });

  it.each([
    '',
    'sealed:v1:',
    'plain text',
    `sealed:v1:${place.keyId}:AAAA`,
    `sealed:v2:${place.keyId}:${'A'.repeat(40)}`,
  ])('refuses %j', (text) => expect(() => keyIdOf(text)).toThrow(SealBroken));
});
