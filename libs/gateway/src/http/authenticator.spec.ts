import { allowListOf } from '../allow-list';
import { type GoodKey, KeysUnavailable } from '../key-ring';
import type { Principal } from '../principal';
import { keyAuthenticator } from './authenticator';

const principal: Principal = {
  tenant: 'acme/test',
  actor: 'ana',
  keyId: 'k',
  scopes: new Set(['credit:read']),
  approvalNeedsSecondActor: false,
  rateLimits: { default: null, immediate_credits: null },
};
const good: GoodKey = { principal, allows: null };
const shown = { key: 'a key', remoteAddress: '127.0.0.1' };
const unavailable = { status: 503, code: 'service_unavailable', outcome: 'none', retryAfterSeconds: 1 };
const fail = (error: Error) => () => {
  throw error;
};

it('hands on what the ring says, at once where the ring does', async () => {
  expect(keyAuthenticator({ authenticate: () => good })(shown)).toBe(principal);
  expect(keyAuthenticator({ authenticate: () => undefined })(shown)).toBeUndefined();
  expect(await keyAuthenticator({ authenticate: async () => good })(shown)).toBe(principal);
});

it('refuses a good key from an address that it may not be used from, and says so to nobody with a bad one', async () => {
  const elsewhere = { principal, allows: allowListOf(['192.0.2.0/24']) };
  const refused = expect.objectContaining({ status: 403, code: 'address_not_allowed', outcome: 'none' }) as Error;
  expect(() => keyAuthenticator({ authenticate: () => elsewhere })(shown)).toThrow(refused);
  await expect(keyAuthenticator({ authenticate: async () => elsewhere })(shown)).rejects.toEqual(refused);
  const inside = { key: 'a key', remoteAddress: '192.0.2.9' };
  expect(keyAuthenticator({ authenticate: () => elsewhere })(inside)).toBe(principal);
  expect(await keyAuthenticator({ authenticate: async () => undefined })(shown)).toBeUndefined();
});

it('asks for patience when the ring does not know', async () => {
  const now = keyAuthenticator({ authenticate: fail(new KeysUnavailable('behind')) });
  expect(() => now(shown)).toThrow(expect.objectContaining(unavailable) as Error);
  const later = keyAuthenticator({ authenticate: () => Promise.reject(new KeysUnavailable('behind')) });
  await expect(later(shown)).rejects.toMatchObject(unavailable);
});

it('hides no bug behind it', async () => {
  expect(() => keyAuthenticator({ authenticate: fail(new TypeError('bug')) })(shown)).toThrow(TypeError);
  const later = keyAuthenticator({ authenticate: () => Promise.reject(new TypeError('bug')) });
  await expect(later(shown)).rejects.toThrow(TypeError);
});
