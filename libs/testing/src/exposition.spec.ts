/** The reader of metrics is as strict as a scraper: what it takes, and what it does not. */
import { Exposition } from './exposition';

const GOOD = [
  '# HELP a_total What it is.',
  '# TYPE a_total counter',
  'a_total{route="/x/{id}",says="\\"a\\\\b\\n"} 3',
  'a_total 4',
  '# HELP b_seconds How long.',
  '# TYPE b_seconds histogram',
  'b_seconds_bucket{le="+Inf"} 1',
  'b_seconds_sum 1.5e-7',
  'b_seconds_count 1',
  '# HELP c Limit.',
  '# TYPE c gauge',
  'c{of="x"} +Inf',
  'c Nan',
  '',
].join('\n');

describe('metrics as they are read', () => {
  it('are found by name and labels', () => {
    const read = new Exposition(GOOD);
    expect(read.value('a_total', { says: '"a\\b\n', route: '/x/{id}' })).toBe(3);
    expect([read.value('a_total'), read.value('b_seconds_sum'), read.value('c', { of: 'x' })]).toEqual([
      ...[4, 1.5e-7, Infinity],
    ]);
    expect(read.value('c')).toBeNaN();
    expect(read.value('a_total', { route: '/x/{id}' })).toBeUndefined();
  });

  it.each([
    ['a_total 1', 'the last line does not end'],
    ['a_total 1\n', 'no type before'],
    ['# TYPE a counter\n# TYPE a counter\n', 'typed twice'],
    ['# a comment\n', 'neither help nor type'],
    ['# TYPE a counter\na one\n', 'no value'],
    ['# TYPE a counter\na{b=c} 1\n', 'labels that do not parse'],
    ['# TYPE a counter\na{b="c"d="e"} 1\n', 'labels that do not parse'],
    ['# TYPE a counter\na {b="c"}\n', 'no value'],
  ])('are not read from %j', (text, says) => {
    expect(() => new Exposition(text)).toThrow(says);
  });

  it('are not taken where one series stands twice', () => {
    expect(() => new Exposition('# TYPE a gauge\na 1\na 2\n').value('a')).toThrow('2 times');
  });
});
