import { KeysUnavailable } from '../key-ring';
import type { Principal } from '../principal';
import { keyAuthenticator } from './authenticator';

const principal: Principal = {
  tenant: 'acme/test',
  actor: 'ana',
  keyId: 'k',
  scopes: new Set(['credit:read']),
  approvalNeedsSecondActor: false,
};
const shown = { key: 'a key', remoteAddress: '127.0.0.1' };
const unavailable = { status: 503, code: 'service_unavailable', outcome: 'none', retryAfterSeconds: 1 };
const fail = (error: Error) => () => {
  throw error;
};

it('hands on what the ring says, at once where the ring does', async () => {
  expect(keyAuthenticator({ authenticate: () => principal })(shown)).toBe(principal);
  expect(keyAuthenticator({ authenticate: () => undefined })(shown)).toBeUndefined();
  expect(await keyAuthenticator({ authenticate: async () => principal })(shown)).toBe(principal);
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
