import { NO_DESCRIPTION } from '../credit-account/events';
import { COMMERCIAL_PRODUCT } from '../products';
import { productDefinition } from '../stream-definition';
import type { ProductVersion } from './product';
import { BUILT_IN_VERSION, termsInForce, versionsOf } from './terms-in-force';

function published(version: number, effectiveFrom: string, of: Partial<ProductVersion> = {}): ProductVersion {
  const terms = { currency: 'GTQ', timeZone: 'UTC', paymentTermDays: 10 * version, backdatingDays: 5 };
  const about = { code: 'wholesale', title: 'Wholesale', kind: 'commercial', limitMayFall: false } as const;
  return { ...about, ...terms, version, effectiveFrom, ...NO_DESCRIPTION, ...of };
}

function productOf(...versions: readonly ProductVersion[]) {
  return versions.reduce(
    (state, data) => productDefinition.evolve(state, { type: 'product.version-published.v1', data }),
    productDefinition.initial,
  );
}

const NOON = (day: string): string => `${day}T12:00:00.000Z`;

describe('the terms in force', () => {
  const product = productOf(published(1, '2026-01-01'), published(2, '2026-03-01'));
  const versionAt = (of: typeof product, now: string) => termsInForce(of, 'wholesale', now)?.terms.productVersion;

  it.each([
    ['2025-12-31T23:59:59.999Z', undefined],
    ['2026-01-01T00:00:00.000Z', 1],
    ['2026-02-28T23:59:59.999Z', 1],
    ['2026-03-01T00:00:00.000Z', 2],
  ])('at %s are version %p', (now, version) => expect(versionAt(product, now)).toBe(version));

  it('are what an account pins, with the days of those that name none', () => {
    expect(termsInForce(product, 'wholesale', NOON('2026-02-01'))).toEqual({
      terms: {
        productCode: 'wholesale',
        productVersion: 1,
        currency: 'GTQ',
        timeZone: 'UTC',
        backdatingDays: 5,
        chargesCounted: [],
        limitMayFall: false,
      },
      paymentTermDays: 10,
    });
  });

  it('begin with the day of their own time zone', () => {
    const west = productOf(published(1, '2026-01-01', { timeZone: 'America/Guatemala' }));
    expect(versionAt(west, '2026-01-01T05:59:59.999Z')).toBeUndefined();
    expect(versionAt(west, '2026-01-01T06:00:00.000Z')).toBe(1);
  });

  it('are of the later version from its date on, also in the place of one that was scheduled before', () => {
    const moved = productOf(...product.versions, published(3, '2026-02-01'));
    expect(['2026-01-31', '2026-02-01', '2026-03-01'].map((day) => versionAt(moved, NOON(day)))).toEqual([1, 3, 3]);
  });

  it('of an unknown product are none', () => {
    expect(termsInForce(productOf(), 'wholesale', NOON('2026-01-01'))).toBeUndefined();
  });
});

describe('the built-in product', () => {
  it('is there for a tenant that has published nothing: what dialect A opens', () => {
    const found = termsInForce(productOf(), 'commercial', NOON('2020-01-01'));
    expect(found).toEqual({ terms: COMMERCIAL_PRODUCT, paymentTermDays: 30 });
  });

  it('is followed by the versions that the tenant publishes', () => {
    const own = productOf(published(2, '2026-01-01', { code: 'commercial' }));
    expect(versionsOf(own, 'commercial').map(({ version }) => version)).toEqual([1, 2]);
    expect(termsInForce(own, 'commercial', NOON('2025-12-31'))?.terms).toEqual(COMMERCIAL_PRODUCT);
    expect(termsInForce(own, 'commercial', NOON('2026-01-01'))?.terms.currency).toBe('GTQ');
    expect(versionsOf(productOf(), 'commercial')).toEqual([BUILT_IN_VERSION]);
  });
});
