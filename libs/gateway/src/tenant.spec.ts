import { isPartnerName, modeOf, tenantOf } from './tenant';

it.each(['a', '0', 'acme', 'acme-2', 'x'.repeat(63)])('%j is a partner name', (name) => {
  expect(isPartnerName(name)).toBe(true);
  expect(tenantOf(name, 'live')).toBe(`${name}/live`);
});

it.each(['', '-a', 'Acme', 'a b', 'a/b', 'a|b', 'ñ', 'a\n', 'x'.repeat(64)])('%j is none', (name) => {
  expect(isPartnerName(name)).toBe(false);
  expect(() => tenantOf(name, 'live')).toThrow(RangeError);
});

it('knows the mode of a tenant', () => expect([modeOf('a/live'), modeOf('live/test')]).toEqual(['live', 'test']));
