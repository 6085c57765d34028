import type { PartnerEvent } from '@haber/ledger';
import type { PartnerCommand, Rotation } from './partner';
import { type Change, expirySet, given, issued, issuedWith, NOW, registered, revoked } from './partner.fixture';

describe('rotating a key', () => {
  const rotate = (change: Partial<Rotation> = {}): PartnerCommand => ({
    type: 'rotate-key',
    keyId: 'k1',
    successor: { keyId: 'k2', secretHash: 'bb' },
    ...change,
  });
  const TOMORROW = '2026-11-22T10:00:00.000Z';
  const terms = {
    scopes: ['credit:use', 'credit:pay'],
    customerId: '42',
    allowList: ['192.0.2.7'],
    rateLimits: { default: null },
    issuedAt: '2026-01-01T00:00:00.000Z',
  };
  const successor = (change: Change = {}): PartnerEvent =>
    issuedWith({ ...terms, keyId: 'k2', secretHash: 'bb', issuedAt: NOW, replaces: 'k1', ...change });

  it('gives a successor the same terms, and the old key a day', () =>
    given(registered, issuedWith(terms)).when(rotate()).then(successor(), expirySet(TOMORROW)));
  it('ends the old key when it is told to', () => {
    for (const oldExpiresAt of ['2026-11-21T10:00:00.001Z', '2026-12-21T10:00:00.000Z']) {
      given(registered, issuedWith(terms)).when(rotate({ oldExpiresAt })).then(successor(), expirySet(oldExpiresAt));
    }
  });
  it('keeps the end that the old key had, for the successor, unless told otherwise', () => {
    const expiresAt = '2027-01-01T00:00:00.000Z';
    const ending = issuedWith({ ...terms, expiresAt });
    given(registered, ending).when(rotate()).then(successor({ expiresAt }), expirySet(TOMORROW));
    given(registered, ending)
      .when(rotate({ expiresAt: null }))
      .then(successor(), expirySet(TOMORROW));
  });
  it('never lets the old key live longer than it would have', () => {
    const expiresAt = '2026-11-21T11:00:00.000Z';
    given(registered, issuedWith({ ...terms, expiresAt }))
      .when(rotate({ oldExpiresAt: TOMORROW }))
      .then(successor({ expiresAt }));
  });
  it('goes on with the successor of a successor', () => {
    given(registered, issuedWith(terms), successor(), expirySet(TOMORROW))
      .when(rotate({ keyId: 'k2', successor: { keyId: 'k3', secretHash: 'cc' } }))
      .then(successor({ keyId: 'k3', secretHash: 'cc', replaces: 'k2' }), {
        type: 'partner.key-expiry-set.v1',
        data: { keyId: 'k2', expiresAt: TOMORROW },
      });
  });

  it('needs a partner', () => given().when(rotate()).rejected('partner_unknown'));
  it.each(['k9', 'constructor', ''])('needs a key: %j', (keyId) =>
    given(registered, issued).when(rotate({ keyId })).rejected('key_unknown'),
  );
  it('has two keys live at a time, not three', () => {
    const third = rotate({ successor: { keyId: 'k3', secretHash: 'cc' } });
    const rotated = [registered, issuedWith(terms), successor(), expirySet(TOMORROW)];
    given(...rotated)
      .when(third)
      .rejected('key_already_rotated');
    given(...rotated, { type: 'partner.key-revoked.v1', data: { keyId: 'k2' } })
      .when(third)
      .then(successor({ keyId: 'k3', secretHash: 'cc' }));
  });
  it('brings no dead key back', () => {
    given(registered, issued, revoked).when(rotate()).rejected('key_already_revoked');
    given(registered, issuedWith({ expiresAt: NOW }))
      .when(rotate({ expiresAt: null }))
      .rejected('key_expired');
  });
  it('refuses ends that have passed, and an overlap of more than 30 days', () => {
    const old = issuedWith(terms);
    given(registered, old)
      .when(rotate({ expiresAt: NOW }))
      .rejected('expiry_passed');
    given(registered, old)
      .when(rotate({ oldExpiresAt: NOW }))
      .rejected('expiry_passed');
    given(registered, old)
      .when(rotate({ oldExpiresAt: '2026-12-21T10:00:00.001Z' }))
      .rejected('overlap_too_long');
  });
  it('refuses an id that is taken', () =>
    given(registered, issued, issuedWith({ keyId: 'k2' }))
      .when(rotate())
      .rejected('key_id_taken'));
});
