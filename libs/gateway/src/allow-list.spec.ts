import { allowListEntry, allowListOf } from './allow-list';

describe('an entry', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    [' 192.0.2.7/32 ', '192.0.2.7'],
    ['198.51.100.0/24', '198.51.100.0/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['::FFFF:192.0.2.7', '192.0.2.7'],
    ['::ffff:c000:207', '192.0.2.7'],
    ['::ffff:198.51.100.0/120', '198.51.100.0/24'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['2001:db8::/32', '2001:db8::/32'],
    ['2001:db8::1/128', '2001:db8::1'],
    ['::/0', '::/0'],
    ['::1', '::1'],
  ])('%j is recorded as %j, and stays so', (text, entry) => {
    expect(allowListEntry(text)).toBe(entry);
    expect(allowListEntry(entry)).toBe(entry);
  });

  it.each([
    ['nothing', ''],
    ['a name', 'example.org'],
    ['a network with bits beyond its mask', '192.0.2.7/24'],
    ['the same in IPv6', '2001:db8::1/32'],
    ['the same in one byte', '192.0.2.129/25'],
    ['too wide a mask', '192.0.2.0/33'],
    ['too wide a mask of IPv6', '2001:db8::/129'],
    ['half of the IPv4 addresses in IPv6', '::ffff:0:0/95'],
    ['a negative mask', '192.0.2.0/-1'],
    ['a mask of letters', '192.0.2.0/a'],
    ['an empty mask', '192.0.2.0/'],
    ['two masks', '192.0.2.0/24/24'],
    ['an octal part', '010.0.0.1'],
    ['a short form', '127.1'],
    ['a number', '3221225985'],
    ['a hexadecimal one', '0x7f000001'],
    ['too large a part', '192.0.2.256'],
    ['a range', '192.0.2.1-192.0.2.9'],
    ['too many groups', '1:2:3:4:5:6:7:8:9'],
  ])('cannot be %s', (_, text) => expect(allowListEntry(text)).toBeUndefined());
});

describe('a list', () => {
  it('of nothing is no list', () => expect(allowListOf([])).toBeNull());

  const allows = allowListOf(['192.0.2.7', '198.51.100.0/25', '2001:db8:1::/48', '2001:db8:2::5']);

  it.each([
    '192.0.2.7',
    '::ffff:192.0.2.7',
    '::ffff:c000:0207',
    '198.51.100.0',
    '198.51.100.127',
    '2001:db8:1::',
    '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
    '2001:DB8:2:0:0:0:0:5',
    '2001:db8:2::5%eth0',
  ])('allows %s', (address) => expect(allows?.(address)).toBe(true));

  it.each([
    '192.0.2.6',
    '192.0.2.8',
    '198.51.100.128',
    '::ffff:198.51.100.128',
    '2001:db8:0:ffff::1',
    '2001:db8:2::6',
    '::',
    '',
    'unix',
    '192.0.2.7.',
    '192.0.2.7%eth0',
    '192.0.2.7, 10.0.0.1',
  ])('does not allow %j', (address) => expect(allows?.(address)).toBe(false));

  it('of IPv4 networks allows no IPv6 address, and the other way', () => {
    expect(allowListOf(['0.0.0.0/0'])?.('2001:db8::1')).toBe(false);
    expect(allowListOf(['::/0'])?.('192.0.2.7')).toBe(false);
  });
});
