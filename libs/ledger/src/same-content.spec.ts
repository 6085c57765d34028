import { sameContent } from './same-content';

describe('the same content', () => {
  it.each([
    [
      { a: 1n, b: { x: 'y' } },
      { b: { x: 'y' }, a: 1n },
    ],
    [{ a: null }, { a: null }],
    [
      [1, { a: 'b' }],
      [1, { a: 'b' }],
    ],
    [{}, {}],
  ])('is in %p and %p', (a, b) => expect([sameContent(a, b), sameContent(b, a)]).toEqual([true, true]));

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: '1' }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{ a: null }, {}],
    [{ a: {} }, { a: null }],
    [null, {}],
    [{ constructor: 1 }, {}],
  ])('is not in %p and %p', (a, b) => expect([sameContent(a, b), sameContent(b, a)]).toEqual([false, false]));
});
