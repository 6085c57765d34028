import { evolvePartner, initialPartner, issuedKey, type PartnerEvent, type PartnerSettings } from './partner';

const issued: PartnerEvent = {
  type: 'partner.key-issued.v1',
  data: {
    keyId: 'k1',
    secretHash: 'ab',
    scopes: ['credit:use'],
    actor: 'user',
    customerId: null,
    allowList: [],
    rateLimits: {},
    issuedAt: '2026-11-21T10:00:00.000Z',
    expiresAt: null,
    replaces: null,
    externalId: null,
    metadata: {},
  },
};
const revoked = (keyId: string): PartnerEvent => ({ type: 'partner.key-revoked.v1', data: { keyId } });
const expirySet = (keyId: string, expiresAt: string): PartnerEvent => ({
  type: 'partner.key-expiry-set.v1',
  data: { keyId, expiresAt },
});
type Changed = Omit<PartnerSettings, 'keylessRepeats'>;
const settings = (data: Changed): PartnerEvent => ({ type: 'partner.settings-changed.v1', data });
const partnerAfter = (...events: readonly PartnerEvent[]) => events.reduce(evolvePartner, initialPartner);

describe('a partner', () => {
  it('remembers a revoked key as revoked', () => {
    expect(issuedKey(partnerAfter(issued, revoked('k1')), 'k1')).toEqual({
      ...issued.data,
      endsAt: null,
      revoked: true,
    });
    expect(issuedKey(partnerAfter(issued), 'k1')?.revoked).toBe(false);
  });

  it('remembers the end that a key was given, and revokes it all the same', () => {
    const endsAt = '2026-11-22T10:00:00.000Z';
    const ending = partnerAfter(issued, expirySet('k1', endsAt));
    expect(issuedKey(ending, 'k1')).toEqual({ ...issued.data, endsAt, revoked: false });
    expect(issuedKey(evolvePartner(ending, revoked('k1')), 'k1')).toMatchObject({ endsAt, revoked: true });
  });

  it.each(['k2', 'constructor', '__proto__', 'toString'])('has no key %s', (keyId) => {
    const after = partnerAfter(issued, revoked(keyId), expirySet(keyId, '2026-11-22T10:00:00.000Z'));
    expect(issuedKey(after, keyId)).toBeUndefined();
    expect(after.keys.map((key) => key.keyId)).toEqual(['k1']);
  });

  it('has the settings of the last change, whole, and its keys are untouched by them', () => {
    const first = { fourEyes: true, rateLimits: { default: { requests: 1, windowSeconds: 60 } } };
    const last = { fourEyes: false, rateLimits: { immediate_credits: null } };
    expect(partnerAfter().settings).toEqual({ fourEyes: false, rateLimits: {}, keylessRepeats: true });
    expect(partnerAfter(issued, settings(first)).settings).toEqual({ ...first, keylessRepeats: true });
    const set: PartnerEvent = { type: 'partner.keyless-repeats-set.v1', data: { keylessRepeats: false } };
    expect(partnerAfter(set, settings(first)).settings).toEqual({ ...first, keylessRepeats: false });
    expect(partnerAfter(settings(first), issued, settings(last))).toMatchObject({
      settings: last,
      keys: [issued.data],
    });
  });
});
