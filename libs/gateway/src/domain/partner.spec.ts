/** Given these events, when this command comes, then these events or this rejection. */
import { evolvePartner, initialPartner, type PartnerEvent } from '@haber/ledger';
import { decide, type KeyToIssue, type PartnerCommand, type PartnerRejection } from './partner';

const NOW = '2026-11-21T10:00:00.000Z';
const context = { now: NOW, commandId: '00000000-0000-4000-8000-000000000000', revision: 0 };

const key: KeyToIssue = {
  keyId: 'k1',
  secretHash: 'aa',
  scopes: ['credit:use'],
  actor: 'ana',
  customerId: null,
  expiresAt: null,
};
const registered: PartnerEvent = { type: 'partner.registered.v1', data: { tenant: 'acme/test' } };
const issued: PartnerEvent = { type: 'partner.key-issued.v1', data: key };
const revoked: PartnerEvent = { type: 'partner.key-revoked.v1', data: { keyId: 'k1' } };

function given(...events: PartnerEvent[]) {
  const state = events.reduce(evolvePartner, initialPartner);
  return {
    when: (command: PartnerCommand) => ({
      then: (...expected: PartnerEvent[]) => expect(decide(state, command, context)).toEqual({ accept: expected }),
      rejected: (code: PartnerRejection['code']) =>
        expect(decide(state, command, context)).toEqual({ reject: { code } }),
    }),
  };
}

const register: PartnerCommand = { type: 'register-partner', tenant: 'acme/test' };
const issue = (change: Partial<KeyToIssue> = {}): PartnerCommand => ({ type: 'issue-key', ...key, ...change });
const revoke = (keyId = 'k1'): PartnerCommand => ({ type: 'revoke-key', keyId });

describe('registering a partner', () => {
  it('makes it known', () => given().when(register).then(registered));
  it('changes nothing the second time', () => given(registered).when(register).then());
});

describe('issuing a key', () => {
  it('records its terms', () => given(registered).when(issue()).then(issued));
  it('records customer and expiry', () => {
    const terms = { customerId: '42', expiresAt: '2026-11-21T10:00:00.001Z' };
    given(registered)
      .when(issue(terms))
      .then({ type: 'partner.key-issued.v1', data: { ...key, ...terms } });
  });
  it('takes a customer id of 64 characters, however they are stored', () => {
    const customerId = '🏦'.repeat(64);
    given(registered)
      .when(issue({ customerId }))
      .then({ type: 'partner.key-issued.v1', data: { ...key, customerId } });
  });
  it('changes nothing when the very same key comes again', () => given(registered, issued).when(issue()).then());
  it('takes a second key beside the first', () => {
    given(registered, issued)
      .when(issue({ keyId: 'k2' }))
      .then({ type: 'partner.key-issued.v1', data: { ...key, keyId: 'k2' } });
  });

  it('needs a partner', () => given().when(issue()).rejected('partner_unknown'));
  it('needs a scope', () =>
    given(registered)
      .when(issue({ scopes: [] }))
      .rejected('scopes_missing'));
  it.each(['credit:*', 'Credit:use', '', 'credit:use '])('refuses the scope %j', (scope) =>
    given(registered)
      .when(issue({ scopes: ['credit:use', scope] }))
      .rejected('scope_unknown'),
  );
  it.each(['', ' '])('refuses the actor %j', (actor) =>
    given(registered).when(issue({ actor })).rejected('actor_missing'),
  );
  it.each(['', '  ', 'x'.repeat(65)])('refuses the customer %j', (customerId) =>
    given(registered).when(issue({ customerId })).rejected('customer_invalid'),
  );
  it('refuses a key that is expired already', () =>
    given(registered)
      .when(issue({ expiresAt: NOW }))
      .rejected('expiry_passed'));
  it('refuses another secret under the same id', () =>
    given(registered, issued)
      .when(issue({ secretHash: 'bb' }))
      .rejected('key_id_taken'));
  it('brings no revoked key back', () =>
    given(registered, issued, revoked).when(issue()).rejected('key_already_revoked'));
  it('names the first reason when there are several', () => {
    given()
      .when(issue({ scopes: [], actor: '' }))
      .rejected('partner_unknown');
    given(registered)
      .when(issue({ scopes: ['x'], actor: '', customerId: '' }))
      .rejected('scope_unknown');
    given(registered)
      .when(issue({ customerId: '', expiresAt: NOW }))
      .rejected('customer_invalid');
  });
});

describe('revoking a key', () => {
  it('is recorded', () => given(registered, issued).when(revoke()).then(revoked));
  it('needs a partner', () => given().when(revoke()).rejected('partner_unknown'));
  it.each(['k2', 'constructor', '__proto__', ''])('needs a key: %j', (keyId) =>
    given(registered, issued).when(revoke(keyId)).rejected('key_unknown'),
  );
  it('happens once', () => given(registered, issued, revoked).when(revoke()).rejected('key_already_revoked'));
});
