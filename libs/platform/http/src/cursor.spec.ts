import { cursorOf, placeOf } from './cursor';

it('comes back to the list that made it, and to no other', () => {
  const cursor = cursorOf('accounts?status=active', '2025-11-24T10:00:00.000Z', 'ñ"\\');
  expect(cursor).toMatch(/^[\w-]+$/);
  expect(placeOf(cursor, 'accounts?status=active', 2)).toEqual(['2025-11-24T10:00:00.000Z', 'ñ"\\']);
  expect(placeOf(cursor, 'accounts?status=closed', 2)).toBeUndefined();
  expect(placeOf(cursor, 'accounts?status=active', 1)).toBeUndefined();
});

it.each([
  '',
  'abc',
  '%00',
  'AAAA====',
  Buffer.from('{"0":"a","length":2}').toString('base64url'),
  Buffer.from('["a",1]').toString('base64url'),
  Buffer.from('["a","b"').toString('base64url'),
  `${Buffer.from('["a","b"]').toString('base64url')}=`,
  cursorOf('a', 'b'.repeat(600)),
])('%s is not one', (cursor) => {
  expect(placeOf(cursor, 'a', 1)).toBeUndefined();
});
