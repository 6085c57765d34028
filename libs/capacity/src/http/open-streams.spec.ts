import { OpenStreams } from './open-streams';

it('lets so many in, of one fewer, and again whoever comes when one has left', () => {
  const streams = new OpenStreams({ most: 3, ofOne: 2 });
  expect(['a', 'a', 'a', 'b', 'c'].map((whose) => streams.enter(whose))).toEqual([true, true, false, true, false]);
  streams.leave('a');
  expect([streams.size, streams.enter('c'), streams.enter('a')]).toEqual([2, true, false]);
  for (const whose of ['a', 'b', 'c']) streams.leave(whose);
  expect([streams.size, streams.enter('a'), streams.enter('a'), streams.enter('a')]).toEqual([0, true, true, false]);
});
