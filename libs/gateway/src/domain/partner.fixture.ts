/** A partner and its first key, as the specs of its rules begin: given these events, when this command comes. */
import {
  evolvePartner,
  initialPartner,
  type IssuedKey,
  NO_DESCRIPTION,
  type PartnerEvent,
  type PartnerSettings,
} from '@haber/ledger';
import { decide, type KeyToIssue, type PartnerCommand, type PartnerRejection } from './partner';

export const NOW = '2026-11-21T10:00:00.000Z';
const context = { now: NOW, commandId: '00000000-0000-4000-8000-000000000000', revision: 0 };

const key: KeyToIssue = {
  keyId: 'k1',
  secretHash: 'aa',
  scopes: ['credit:use'],
  actor: 'ana',
  customerId: null,
  allowList: [],
  rateLimits: {},
  expiresAt: null,
  ...NO_DESCRIPTION,
};
export const registered: PartnerEvent = { type: 'partner.registered.v1', data: { tenant: 'acme/test' } };
export type Change = Partial<Omit<IssuedKey, 'endsAt' | 'revoked'>>;
export const issuedWith = (change: Change = {}): PartnerEvent => {
  const data = { ...key, issuedAt: NOW, replaces: null, ...change };
  return { type: 'partner.key-issued.v1', data };
};
export const issued = issuedWith();
export const revoked: PartnerEvent = { type: 'partner.key-revoked.v1', data: { keyId: 'k1' } };
export const expirySet = (expiresAt: string): PartnerEvent => ({
  type: 'partner.key-expiry-set.v1',
  data: { keyId: 'k1', expiresAt },
});
export const settingsChanged = (data: Omit<PartnerSettings, 'keylessRepeats'>): PartnerEvent => ({
  type: 'partner.settings-changed.v1',
  data,
});
export const keylessRepeatsSet = (keylessRepeats: boolean): PartnerEvent => ({
  type: 'partner.keyless-repeats-set.v1',
  data: { keylessRepeats },
});

export function given(...events: PartnerEvent[]) {
  const state = events.reduce(evolvePartner, initialPartner);
  return {
    when: (command: PartnerCommand) => ({
      then: (...expected: PartnerEvent[]) => expect(decide(state, command, context)).toEqual({ accept: expected }),
      rejected: (code: PartnerRejection['code']) =>
        expect(decide(state, command, context)).toEqual({ reject: { code } }),
    }),
  };
}

export const issue = (change: Partial<KeyToIssue> = {}): PartnerCommand => ({ type: 'issue-key', ...key, ...change });
