import { type Product, productDefinition, type ProductEvent, type ProductVersion } from '@haber/ledger';
import fc from 'fast-check';
import { decideProduct, MAX_VERSIONS, type ProductRejection, type PublishVersion } from './product';

const terms: PublishVersion['terms'] = {
  code: 'wholesale',
  title: 'Wholesale, 60 days',
  kind: 'commercial',
  currency: 'GTQ',
  timeZone: 'America/Guatemala',
  paymentTermDays: 60,
  backdatingDays: 30,
  limitMayFall: true,
  externalId: null,
  metadata: {},
};
const version = (number: number, effectiveFrom: string, of: Partial<ProductVersion> = {}): ProductVersion => {
  return { ...terms, version: number, effectiveFrom, ...of };
};
const published = (data: ProductVersion): ProductEvent => ({ type: 'product.version-published.v1', data });

function given(...versions: readonly ProductVersion[]) {
  const state = versions.map(published).reduce(productDefinition.evolve, productDefinition.initial);
  return {
    when: (of: Partial<PublishVersion>, now = '2025-11-24T12:00:00.000Z') => {
      const command = { type: 'publish-version', terms, ...of } as const;
      const decision = decideProduct(state, command, { now, commandId: 'c', revision: versions.length - 1 });
      return {
        then: (expected: readonly ProductVersion[] | ProductRejection) => {
          const found = 'reject' in decision ? decision.reject : decision.accept.map(({ data }) => data);
          expect(found).toEqual(expected);
        },
      };
    },
  };
}

describe('publishing a version of a product', () => {
  it('begins today where it says nothing, or on the day that it says', () => {
    given()
      .when({})
      .then([version(1, '2025-11-24')]);
    given()
      .when({ effectiveFrom: '2026-01-01' })
      .then([version(1, '2026-01-01')]);
  });

  it('today is the day of the time zone of its terms', () => {
    const late = '2025-11-24T05:59:59.999Z';
    given()
      .when({}, late)
      .then([version(1, '2025-11-23')]);
    given()
      .when({ effectiveFrom: '2025-11-23' }, late)
      .then([version(1, '2025-11-23')]);
    given()
      .when({ effectiveFrom: '2025-11-23' }, '2025-11-24T06:00:00.000Z')
      .then({ code: 'effective_date_in_past', today: '2025-11-24' });
  });

  it('follows the newest one, and leaves it as it is', () => {
    given(version(1, '2025-01-01'))
      .when({ terms: { ...terms, paymentTermDays: 90 } })
      .then([version(2, '2025-11-24', { paymentTermDays: 90 })]);
  });

  it('may begin before one that is scheduled, in whose place it comes', () => {
    given(version(1, '2025-01-01'), version(2, '2026-06-01'))
      .when({ effectiveFrom: '2026-01-01' })
      .then([version(3, '2026-01-01')]);
  });

  it('publishes nothing new for the same terms, on whatever day they are sent again', () => {
    const first = version(1, '2025-01-01');
    given(first).when({}).then([]);
    given(first).when({ effectiveFrom: '2025-01-01' }).then([]);
    given(first).when({}, '2031-01-01T00:00:00.000Z').then([]);
    given(version(1, '2024-01-01'), { ...first, version: 2 })
      .when({})
      .then([]);
  });

  it.each([
    { title: 'Other' },
    { currency: 'USD' },
    { timeZone: 'UTC' },
    { paymentTermDays: 61 },
    { backdatingDays: 0 },
    { limitMayFall: false },
    { externalId: 'erp-7' },
    { metadata: { a: 'b' } },
  ])('tells other terms by %p alone', (change) => {
    given(version(1, '2025-01-01'))
      .when({ terms: { ...terms, ...change } })
      .then([version(2, '2025-11-24', change)]);
  });

  it('goes back to old terms as a new version', () => {
    given(version(1, '2025-01-01'), version(2, '2025-02-01', { title: 'B' }))
      .when({})
      .then([version(3, '2025-11-24')]);
  });

  it('numbers those of the built-in product behind it', () => {
    const commercial = { ...terms, code: 'commercial' };
    given()
      .when({ terms: commercial })
      .then([version(2, '2025-11-24', { code: 'commercial' })]);
  });

  it('ends where nobody could read them all any more', () => {
    const many = Array.from({ length: MAX_VERSIONS }, (_, i) => version(i + 1, '2025-01-01', { title: `v${i}` }));
    given(...many.slice(1))
      .when({})
      .then([version(MAX_VERSIONS + 1, '2025-11-24')]);
    given(...many)
      .when({})
      .then({ code: 'too_many_versions' });
    given(...many)
      .when({ terms: { ...terms, title: `v${MAX_VERSIONS - 1}` } })
      .then([]);
  });
});

describe('whatever is published', () => {
  const asked = fc.record({
    title: fc.constantFrom('a', 'b'),
    timeZone: fc.constantFrom('UTC', 'Asia/Tokyo', 'America/Guatemala'),
    day: fc.option(fc.constantFrom('2025-11-20', '2025-11-24', '2025-11-25', '2026-01-01')),
    now: fc.integer({ min: 0, max: 240 }).map((hour) => new Date(Date.UTC(2025, 10, 20, hour)).toISOString()),
  });

  it('versions are numbered without a gap, none begins in the past, and a repeat publishes nothing', () => {
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 20 }), (all) => {
        let product: Product = productDefinition.initial;
        for (const { title, timeZone, day, now } of all) {
          const wanted = { ...terms, title, timeZone };
          const command = {
            type: 'publish-version',
            terms: wanted,
            ...(day !== null && { effectiveFrom: day }),
          } as const;
          const context = { now, commandId: 'c', revision: 0 };
          const decision = decideProduct(product, command, context);
          if ('reject' in decision) continue;
          for (const { data } of decision.accept) {
            // No time zone is more than a day away from UTC.
            expect(Date.parse(data.effectiveFrom)).toBeGreaterThan(Date.parse(now) - 2 * 86_400_000);
          }
          const { codec } = productDefinition;
          const stored = decision.accept.map((event) => codec.decode(event.type, codec.encode(event)));
          expect(stored).toEqual(decision.accept);
          product = stored.reduce(productDefinition.evolve, product);
          expect(decideProduct(product, command, context)).toEqual({ accept: [] });
        }
        expect(product.versions.map(({ version: number }) => number)).toEqual(product.versions.map((_, i) => i + 1));
      }),
    );
  });
});
