import { BLOCK, Blocks, MOST_BLOCKS } from './blocks';

const taken = (blocks: Blocks, series: string, count: number) =>
  Array.from({ length: count }, () => blocks.take(series));

describe('blocks of numbers', () => {
  it('give each of their numbers once and in order, and none that belongs to another block', () => {
    const blocks = new Blocks();
    blocks.put('a', 1 + BLOCK);
    blocks.put('b', 501);
    expect(taken(blocks, 'a', BLOCK)).toEqual(Array.from({ length: BLOCK }, (_, i) => i + 1));
    expect([blocks.take('a'), blocks.take('b'), blocks.take('c')]).toEqual([undefined, 501 - BLOCK, undefined]);
  });

  it('are let go from the oldest on, and are taken up anew', () => {
    const blocks = new Blocks();
    const most = Array.from({ length: MOST_BLOCKS + 1 }, (_, i) => `${i}`);
    for (const series of most) blocks.put(series, 51);
    expect([blocks.take('0'), blocks.take('1')]).toEqual([undefined, 1]);
    blocks.put('1', 101);
    blocks.put('new', 51);
    expect([blocks.take('1'), blocks.take('2')]).toEqual([51, undefined]);
  });

  it('end where a number could not be told from the next', () => {
    expect(() => new Blocks().put('a', 2 ** 53)).toThrow('no numbers left');
  });
});
