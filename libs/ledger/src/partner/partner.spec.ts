import { evolvePartner, initialPartner, issuedKey, type PartnerEvent } from './partner';

const issued: PartnerEvent = {
  type: 'partner.key-issued.v1',
  data: { keyId: 'k1', secretHash: 'ab', scopes: ['credit:use'], actor: 'user', customerId: null, expiresAt: null },
};
const revoked = (keyId: string): PartnerEvent => ({ type: 'partner.key-revoked.v1', data: { keyId } });

describe('a partner', () => {
  it('remembers a revoked key as revoked', () => {
    const after = [issued, revoked('k1')].reduce(evolvePartner, initialPartner);
    expect(issuedKey(after, 'k1')).toEqual({ ...issued.data, revoked: true });
    expect(issuedKey([issued].reduce(evolvePartner, initialPartner), 'k1')?.revoked).toBe(false);
  });

  it.each(['k2', 'constructor', '__proto__', 'toString'])('has no key %s', (keyId) => {
    const after = [issued, revoked(keyId)].reduce(evolvePartner, initialPartner);
    expect(issuedKey(after, keyId)).toBeUndefined();
    expect(Object.keys(after.keys)).toEqual(['k1']);
  });
});
