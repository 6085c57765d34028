import { MOST_ADDRESSES, type RateLimits } from '@haber/ledger';
import { MOST_LIVE_KEYS, type PartnerCommand, type SettingsToPut } from './partner';
import {
  given,
  issue,
  issued,
  issuedWith,
  keylessRepeatsSet,
  NOW,
  registered,
  revoked,
  settingsChanged,
} from './partner.fixture';

const register: PartnerCommand = { type: 'register-partner', tenant: 'acme/test' };
const revoke = (keyId = 'k1'): PartnerCommand => ({ type: 'revoke-key', keyId });

describe('registering a partner', () => {
  it('makes it known', () => given().when(register).then(registered));
  it('changes nothing the second time', () => given(registered).when(register).then());
});

describe('issuing a key', () => {
  it('records its terms', () => given(registered).when(issue()).then(issued));
  it('records where, how often, for whom and until when', () => {
    const terms = {
      customerId: '42',
      expiresAt: '2026-11-21T10:00:00.001Z',
      allowList: ['192.0.2.7', '2001:db8::/32'],
      rateLimits: { default: null, immediate_credits: { requests: 10_000, windowSeconds: 86_400 } },
    };
    given(registered).when(issue(terms)).then(issuedWith(terms));
  });
  it('takes a customer id of 64 characters, however they are stored', () => {
    const customerId = '🏦'.repeat(64);
    given(registered).when(issue({ customerId })).then(issuedWith({ customerId }));
  });
  it('records the actor as it is seen', () => {
    given(registered)
      .when(issue({ actor: ' Ana  Mari\u0301a' }))
      .then(issuedWith({ actor: 'Ana María' }));
  });
  it('changes nothing when the very same key comes again', () => {
    given(registered, issued).when(issue()).then();
    given(registered, issued)
      .when(issue({ actor: ' ana ' }))
      .then();
    const limited = { rateLimits: { default: { requests: 1, windowSeconds: 2 }, immediate_credits: null } };
    const again = { rateLimits: { immediate_credits: null, default: { windowSeconds: 2, requests: 1 } } };
    given(registered, issuedWith(limited)).when(issue(again)).then();
  });
  it('takes a second key beside the first', () => {
    given(registered, issued)
      .when(issue({ keyId: 'k2' }))
      .then(issuedWith({ keyId: 'k2' }));
  });

  it('needs a partner', () => given().when(issue()).rejected('partner_unknown'));
  it('needs a scope', () =>
    given(registered)
      .when(issue({ scopes: [] }))
      .rejected('scopes_missing'));
  it.each(['credit:*', 'Credit:use', '', 'credit:use ', 'accounts:write'])('refuses the scope %j', (scope) =>
    given(registered)
      .when(issue({ scopes: ['credit:use', scope] }))
      .rejected('scope_unknown'),
  );
  it.each(['', ' ', 'x'.repeat(65), 'a\nb'])('refuses the actor %j', (actor) =>
    given(registered).when(issue({ actor })).rejected('actor_invalid'),
  );
  it.each(['', '  ', 'x'.repeat(65)])('refuses the customer %j', (customerId) =>
    given(registered).when(issue({ customerId })).rejected('customer_invalid'),
  );
  it('lets no key administer that is bound to a customer: it could issue itself one for any other', () => {
    const administers = { scopes: ['credit:use', 'admin'] };
    given(registered)
      .when(issue({ ...administers, customerId: '42' }))
      .rejected('bound_key_administers');
    given(registered).when(issue(administers)).then(issuedWith(administers));
  });
  it('takes an allow-list up to its bound', () => {
    const allowList = Array.from({ length: MOST_ADDRESSES }, (_, i) => `192.0.2.${i}`);
    given(registered).when(issue({ allowList })).then(issuedWith({ allowList }));
    given(registered)
      .when(issue({ allowList: [...allowList, '192.0.2.255'] }))
      .rejected('allow_list_too_long');
  });
  it.each<RateLimits>([
    { default: { requests: 0, windowSeconds: 1 } },
    { default: { requests: 10_001, windowSeconds: 1 } },
    { default: { requests: 1.5, windowSeconds: 1 } },
    { default: { requests: 1, windowSeconds: 0 } },
    { default: { requests: 1, windowSeconds: 86_401 } },
    { default: { requests: NaN, windowSeconds: 1 } },
    { default: { requests: 1, windowSeconds: 1 }, immediate_credits: { requests: 1, windowSeconds: 0 } },
    { nothing: null },
    { constructor: null },
  ])('refuses the rate limits %j', (rateLimits) =>
    given(registered).when(issue({ rateLimits })).rejected('rate_limit_invalid'),
  );
  it('refuses a key that is expired already', () =>
    given(registered)
      .when(issue({ expiresAt: NOW }))
      .rejected('expiry_passed'));
  it('refuses another secret, and other terms, under the same id', () => {
    for (const other of [{ secretHash: 'bb' }, { scopes: ['credit:pay'] }, { allowList: ['192.0.2.1'] }]) {
      given(registered, issued).when(issue(other)).rejected('key_id_taken');
    }
  });
  it('brings no revoked key back', () =>
    given(registered, issued, revoked).when(issue()).rejected('key_already_revoked'));
  it.each(['Ana', 'A n a', 'ａｎａ'])('refuses the actor %j beside ana: they are one', (actor) => {
    given(registered, issued)
      .when(issue({ keyId: 'k2', actor }))
      .rejected('actor_spelled_otherwise');
    given(registered, issued, revoked)
      .when(issue({ keyId: 'k2', actor }))
      .rejected('actor_spelled_otherwise');
  });
  it('keeps the live keys bounded, and counts neither revoked nor expired ones', () => {
    const ended = { keyId: 'ended', expiresAt: NOW };
    const live = Array.from({ length: MOST_LIVE_KEYS - 1 }, (_, i) => issuedWith({ keyId: `live-${i}` }));
    given(registered, issued, revoked, issuedWith(ended), ...live)
      .when(issue({ keyId: 'k2' }))
      .then(issuedWith({ keyId: 'k2' }));
    given(registered, issued, ...live)
      .when(issue({ keyId: 'k2' }))
      .rejected('too_many_keys');
    given(registered, issued, ...live)
      .when(issue())
      .then();
  });
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

describe('changing the settings', () => {
  const strict = { fourEyes: true, rateLimits: { default: { requests: 10, windowSeconds: 60 } } };
  const change = (settings: SettingsToPut): PartnerCommand => ({ type: 'change-settings', ...settings });

  it('records them whole', () => {
    given(registered).when(change(strict)).then(settingsChanged(strict));
    const back = { fourEyes: false, rateLimits: {} };
    given(registered, settingsChanged(strict)).when(change(back)).then(settingsChanged(back));
  });
  it('changes nothing when they hold already', () => {
    given(registered)
      .when(change({ fourEyes: false, rateLimits: {} }))
      .then();
    const spelledOtherwise = { rateLimits: { default: { windowSeconds: 60, requests: 10 } }, fourEyes: true };
    given(registered, settingsChanged(strict)).when(change(spelledOtherwise)).then();
  });
  it('leaves alone what they do not say of repeats without a key, and records what they do', () => {
    const loose = { fourEyes: false, rateLimits: {} };
    given(registered)
      .when(change({ ...loose, keylessRepeats: false }))
      .then(keylessRepeatsSet(false));
    given(registered, keylessRepeatsSet(false)).when(change(loose)).then();
    given(registered, keylessRepeatsSet(false))
      .when(change({ ...strict, keylessRepeats: true }))
      .then(settingsChanged(strict), keylessRepeatsSet(true));
  });
  it('needs a partner', () => given().when(change(strict)).rejected('partner_unknown'));
  it('refuses limits that no key may have', () =>
    given(registered)
      .when(change({ fourEyes: true, rateLimits: { default: { requests: 0, windowSeconds: 1 } } }))
      .rejected('rate_limit_invalid'));
});
