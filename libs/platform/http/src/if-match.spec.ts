import { parseIfMatch } from './if-match';

it.each([
  ['"0"', 0],
  ['"12"', 12],
  ['W/"12"', 12],
  [' "12" ', 12],
  ['"12", W/"12"', 12],
  ['*', 'any'],
])('%s is understood', (header, expected) => {
  expect(parseIfMatch(header)).toBe(expected);
});

it.each(['', '12', '"abc"', '"1", "2"', '"1", *', '"01"', '"-1"', '"1', 'w/"1"', '"1";x', `"${'9'.repeat(16)}"`])(
  '%s is refused',
  (header) => {
    expect(parseIfMatch(header)).toBeUndefined();
  },
);
