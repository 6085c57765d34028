import { Runner } from './runner';

const BOUNDS = { atOnce: 4, ofOneTenant: 2, waiting: 3 };

/** What began, in order, and how to end it. */
function runs() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (key: string, tenant = key) => ({
    ...{ key, tenant },
    run: () => {
      begun.push(key);
      return new Promise<void>((resolve) => ends.set(key, resolve));
    },
  });
  const end = async (key: string): Promise<void> => {
    ends.get(key)?.();
    await new Promise(setImmediate);
  };
  return { begun, work, end };
}

it('begins so many, in their order, and of one tenant fewer', async () => {
  const runner = new Runner(BOUNDS);
  const { begun, work, end } = runs();
  for (const key of ['a1', 'a2', 'a3', 'b1']) expect(runner.add(work(key, key[0]))).toBe(true);
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  await end('b1');
  expect(begun).toEqual(['a1', 'a2', 'b1']);
  await end('a1');
  expect(begun).toEqual(['a1', 'a2', 'b1', 'a3']);
  for (const key of ['c', 'd', 'e']) runner.add(work(key));
  expect(begun.slice(4)).toEqual(['c', 'd']);
});

it('takes nothing twice, and no more than it has room for', async () => {
  const runner = new Runner(BOUNDS);
  const { begun, work, end } = runs();
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) expect(runner.add(work(key))).toBe(true);
  expect([runner.room, runner.add(work('a')), runner.add(work('e'))]).toEqual([1, false, false]);
  expect([runner.add(work('g')), runner.room, runner.add(work('h'))]).toEqual([true, 0, false]);
  await end('a');
  expect([runner.room, runner.add(work('a'))]).toEqual([1, true]);
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('closes when what is under way has ended, and begins nothing any more', async () => {
  const runner = new Runner(BOUNDS);
  const { begun, work, end } = runs();
  for (const key of ['a1', 'a2', 'a3']) runner.add(work(key, 'a'));
  let isClosed = false;
  const closed = runner.close().then(() => (isClosed = true));
  expect(runner.add(work('b'))).toBe(false);
  await end('a1');
  expect(isClosed).toBe(false);
  await end('a2');
  await closed;
  expect(begun).toEqual(['a1', 'a2']);
});
