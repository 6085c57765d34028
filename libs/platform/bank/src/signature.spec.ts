import { Secret } from '@haber/boot';
import { checkSignature, SIGNATURE_TOLERANCE_MS, signatureHeaders, signingKey } from './signature';

const key = (letter: string): Buffer => signingKey(new Secret(`whsec_${letter.repeat(32)}`));
const body = Buffer.from('{"amount":"1"}');
const nowMs = 1_800_000_000_000;

describe('a signature', () => {
  it('is the one of the standard: the example of its specification', () => {
    const published = signingKey(new Secret('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'));
    const example = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', nowMs: 1_614_265_330_000 };
    const headers = signatureHeaders({ ...example, body: Buffer.from('{"test": 2432232314}') }, [published]);
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('is taken under either of two keys while one is being changed', () => {
    const headers = signatureHeaders({ id: 'a', nowMs, body }, [key('A')]);
    const check = (keys: Buffer[]) => checkSignature({ headers, body, keys, nowMs });
    expect(check([key('B'), key('A')])).toEqual({ ok: true, id: 'a' });
    expect(check([key('B')])).toEqual({ ok: false, cause: 'bad-signature' });
    expect(check([])).toEqual({ ok: false, cause: 'bad-signature' });
  });

  it('may be one of several, and of an unknown version', () => {
    const headers = signatureHeaders({ id: 'a', nowMs, body }, [key('A'), key('B')]);
    const signatures = `v1a,xyz v2,AAAA ${headers['webhook-signature']}`;
    const received = { headers: { ...headers, 'webhook-signature': signatures }, body, keys: [key('B')], nowMs };
    expect(checkSignature(received)).toEqual({ ok: true, id: 'a' });
  });

  it.each([
    ['five minutes old', SIGNATURE_TOLERANCE_MS, 'ok'],
    ['older', SIGNATURE_TOLERANCE_MS + 1, 'too-old'],
    ['five minutes ahead', -SIGNATURE_TOLERANCE_MS, 'ok'],
    ['further ahead', -SIGNATURE_TOLERANCE_MS - 1, 'too-new'],
  ])('that is %s: %d ms → %s', (_, ageMs, expected) => {
    const headers = signatureHeaders({ id: 'a', nowMs, body }, [key('A')]);
    const check = checkSignature({ headers, body, keys: [key('A')], nowMs: nowMs + ageMs });
    expect(check.ok ? 'ok' : check.cause).toBe(expected);
  });

  it.each([
    ['another body', {}, Buffer.from('{"amount":"2"}'), 'bad-signature'],
    ['another id', { 'webhook-id': 'b' }, body, 'bad-signature'],
    ['another time', { 'webhook-timestamp': '1800000001' }, body, 'bad-signature'],
    ['no signature', { 'webhook-signature': undefined }, body, 'missing-headers'],
    ['an empty signature', { 'webhook-signature': '' }, body, 'malformed-headers'],
    ['a short one', { 'webhook-signature': 'v1,AAAA' }, body, 'bad-signature'],
    ['a header twice', { 'webhook-id': ['a', 'a'] }, body, 'malformed-headers'],
    ['no number for a time', { 'webhook-timestamp': '1e9' }, body, 'malformed-headers'],
    // `a` + `1800000000` and `a.1800000000` + … would be one text.
    ['a full stop in the id', { 'webhook-id': 'a.1' }, body, 'malformed-headers'],
  ])('is refused with %s', (_, changed, received, cause) => {
    const headers = { ...signatureHeaders({ id: 'a', nowMs, body }, [key('A')]), ...changed };
    expect(checkSignature({ headers, body: received, keys: [key('A')], nowMs })).toEqual({ ok: false, cause });
  });

  it.each([
    '',
    'whsec_',
    `whsec_${'A'.repeat(28)}`,
    `whsec_${'A'.repeat(92)}`,
    'A'.repeat(32),
    `whsec_${'?'.repeat(32)}`,
  ])('is not made under %j', (text) => {
    expect(() => signingKey(new Secret(text))).toThrow('must be whsec_ and the base64 of 24 to 64 bytes');
  });
});
