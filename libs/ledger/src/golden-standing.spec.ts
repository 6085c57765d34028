/** What the golden streams of customers, bank accounts, products and partners say, fold by fold. */
import type { PlainEvent } from './codec';
import { NO_DESCRIPTION } from './credit-account/events';
import { golden } from './golden.fixture';
import { inForceAt } from './product/terms-in-force';
import {
  bankAccountDefinition,
  customerDefinition,
  partnerDefinition,
  productDefinition,
  type StreamDefinition,
} from './stream-definition';

describe('the golden customer and partner', () => {
  const fold = <S, E extends PlainEvent, D>(of: StreamDefinition<S, E, D>, name: string): S[] => {
    let state = of.initial;
    return golden(name).map(({ type, data }) => (state = of.evolve(state, of.codec.decode(type, data))));
  };

  it('is registered, decided on, erased, and registered again', () => {
    const lives = fold(customerDefinition, 'customer.v1');
    const shown = lives.map((of) => of.status !== 'absent' && [of.status, of.profile.type, of.kyc, of.active]);
    expect(shown).toEqual([
      ['registered', 'company', 'pending', true],
      ['registered', 'person', 'pending', true],
      ['registered', 'person', 'approved', true],
      ['registered', 'person', 'approved', false],
      ['erased', 'person', 'approved', false],
      ['registered', 'company', 'approved', false],
    ]);
  });

  it('has a bank account whose verification outlives what no rule has taken back', () => {
    expect(fold(bankAccountDefinition, 'bank-account.v1').at(-1)).toMatchObject({
      verification: 'verified',
      details: { accountType: 'savings', externalId: 'cta-1' },
    });
  });

  it('has a product whose versions stay readable, the newest in force last', () => {
    const product = fold(productDefinition, 'product.v1').at(-1) ?? { versions: [] };
    const inForce = (day: string) => inForceAt(product.versions, `${day}T12:00:00.000Z`)?.version;
    expect(['2025-11-23', '2025-12-31', '2026-01-01'].map(inForce)).toEqual([undefined, 1, 2]);
  });

  it('holds the keys issued to it, one of them replaced and ending, one revoked', () => {
    const secretHash = (digits: string): string => digits.repeat(32);
    const unlimited = {
      allowList: [],
      rateLimits: {},
      customerId: null,
      expiresAt: null,
      replaces: null,
      ...NO_DESCRIPTION,
    };
    const executes = {
      scopes: ['credits:execute'],
      actor: 'cliente',
      customerId: 'cliente-Ñandú-42',
      allowList: ['192.0.2.7', '198.51.100.0/24', '2001:db8::/32'],
      rateLimits: { default: null, immediate_credits: { requests: 200, windowSeconds: 60 } },
      externalId: 'terminal-1',
      metadata: { place: 'Ñemby' },
      revoked: false,
    };
    expect(fold(partnerDefinition, 'partner.v1').at(-1)).toEqual({
      tenant: 'demo/test',
      settings: { fourEyes: true, rateLimits: { default: { requests: 50, windowSeconds: 1 } }, keylessRepeats: false },
      keys: [
        {
          keyId: 'k1',
          secretHash: secretHash('ab'),
          scopes: ['credit:request', 'credit:approve', 'admin', 'actor:assert'],
          actor: 'user_seller',
          ...unlimited,
          issuedAt: '2025-11-24T09:00:00.000Z',
          endsAt: null,
          revoked: true,
        },
        {
          keyId: 'k2',
          secretHash: secretHash('cd'),
          ...executes,
          issuedAt: '2025-11-24T09:00:01.000Z',
          expiresAt: '2026-11-24T09:00:01.000Z',
          endsAt: '2025-11-26T09:00:00.000Z',
          replaces: null,
        },
        {
          keyId: 'k3',
          secretHash: secretHash('ef'),
          ...executes,
          issuedAt: '2025-11-25T09:00:00.000Z',
          expiresAt: '2027-11-24T09:00:01.000Z',
          endsAt: '2027-11-24T09:00:01.000Z',
          replaces: 'k2',
        },
      ],
    });
  });
});
