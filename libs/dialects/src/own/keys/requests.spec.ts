import { LosslessNumber } from 'lossless-json';
import { parseSettings } from '../settings/requests';
import { parseIssueKey, parseRotateKey } from './requests';

const number = (digits: string) => new LosslessNumber(digits);
const limit = (requests: string, windowSeconds: string) => ({
  requests: number(requests),
  window_seconds: number(windowSeconds),
});

type Parsed = ReturnType<typeof parseIssueKey | typeof parseRotateKey | typeof parseSettings>;
function placesOf(parsed: Parsed): string[] {
  return parsed.ok ? [] : parsed.errors.map((error) => ('pointer' in error ? error.pointer : ''));
}

describe('issuing a key', () => {
  it('reads what is said', () => {
    const said = {
      scopes: ['credit:read', 'credit:use'],
      actor: 'Ana María',
      customer_id: '42',
      allow_list: ['192.0.2.7', '2001:db8::/32'],
      rate_limits: { default: limit('100', '1'), immediate_credits: 'none' },
      expires_at: '2027-01-31T00:00:00Z',
      external_id: 'vault-17',
      metadata: { team: 'shop' },
      key: 'an-opaque-key-of-another-system',
    };
    expect(parseIssueKey(said)).toEqual({
      ok: true,
      value: {
        scopes: said.scopes,
        actor: 'Ana María',
        customerId: '42',
        allowList: said.allow_list,
        rateLimits: { default: { requests: 100, windowSeconds: 1 }, immediate_credits: null },
        expiresAt: '2027-01-31T00:00:00.000Z',
        externalId: 'vault-17',
        metadata: { team: 'shop' },
        existingKey: said.key,
      },
    });
  });

  it('needs scopes alone', () => {
    expect(parseIssueKey({ scopes: ['admin'] })).toEqual({
      ok: true,
      value: { scopes: ['admin'], allowList: [], rateLimits: {}, externalId: null, metadata: {} },
    });
  });

  it.each<[string, unknown]>([
    ['scopes', undefined],
    ['scopes', null],
    ['scopes', []],
    ['scopes', 'admin'],
    ['scopes', ['admin', 'admin']],
    ['scopes', ['Admin']],
    ['scopes', ['*']],
    ['scopes', ['admin', null]],
    ['scopes', [['admin']]],
    ['actor', ''],
    ['actor', 'a\u200bb'],
    ['actor', 'x'.repeat(65)],
    ['actor', null],
    ['customer_id', ''],
    ['customer_id', number('42')],
    ['allow_list', '192.0.2.7'],
    ['allow_list', [number('1')]],
    ['allow_list', Array.from({ length: 65 }, (_, i) => `192.0.2.${i}`)],
    ['rate_limits', null],
    ['rate_limits', 'none'],
    ['rate_limits', []],
    ['rate_limits', { default: null }],
    ['rate_limits', { others: 'none' }],
    ['rate_limits', { default: limit('0', '1') }],
    ['rate_limits', { default: limit('10001', '1') }],
    ['rate_limits', { default: limit('1', '86401') }],
    ['rate_limits', { default: limit('1.5', '1') }],
    ['rate_limits', { default: { requests: number('1') } }],
    ['rate_limits', { default: { ...limit('1', '1'), burst: number('5') } }],
    ['expires_at', '2027-01-31'],
    ['expires_at', null],
    ['external_id', ''],
    ['metadata', { a: number('1') }],
    ['key', 'too-short'],
    ['key', 'x'.repeat(257)],
    ['key', 'has a space in the middle of it'],
    ['key', 'no-ascii-is-what-ñ-is-0123456789'],
    ['key', null],
    ['secret_hash', 'ab'],
    ['tenant', 'other/live'],
    ['replaces', 'k1'],
  ])('refuses %s: %j', (member, value) => {
    expect(placesOf(parseIssueKey({ scopes: ['credit:read'], [member]: value }))).toEqual([`/${member}`]);
  });

  it('never repeats what it refuses', () => {
    const secret = 'an opaque key with spaces in it';
    expect(JSON.stringify(parseIssueKey({ scopes: ['admin'], key: secret }))).not.toContain(secret);
  });

  it('binds no key that administers to one customer', () => {
    expect(placesOf(parseIssueKey({ scopes: ['credit:use', 'admin'], customer_id: '42' }))).toEqual(['/customer_id']);
  });
});

describe('rotating a key', () => {
  it('may say when each of the two ends', () => {
    expect(parseRotateKey(undefined)).toEqual({ ok: true, value: {} });
    expect(parseRotateKey({ expires_at: '2027-01-31T00:00:00Z', old_expires_at: '2026-12-01T00:00:00.5Z' })).toEqual({
      ok: true,
      value: { expiresAt: '2027-01-31T00:00:00.000Z', oldExpiresAt: '2026-12-01T00:00:00.500Z' },
    });
  });

  it.each(['scopes', 'key', 'actor'])('changes no terms: %s', (member) => {
    expect(placesOf(parseRotateKey({ [member]: ['admin'] }))).toEqual([`/${member}`]);
  });
});

describe('putting the settings', () => {
  it('reads them whole', () => {
    expect(parseSettings({ four_eyes: true, rate_limits: { default: 'none' } })).toEqual({
      ok: true,
      value: { fourEyes: true, rateLimits: { default: null } },
    });
  });

  it.each<[string, object]>([
    ['/rate_limits', { four_eyes: true }],
    ['/four_eyes', { rate_limits: {} }],
    ['/four_eyes', { four_eyes: 'true', rate_limits: {} }],
    ['/four_eyes', { four_eyes: null, rate_limits: {} }],
    ['/fourEyes', { four_eyes: true, rate_limits: {}, fourEyes: false }],
  ])('refuses %s of %j', (place, said) => expect(placesOf(parseSettings(said))).toEqual([place]));
});
