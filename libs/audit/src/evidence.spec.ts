/** Evidence in and out: what `heads` and `verify` print is taken back, whatever stands between. */
import { evidenceLines, formatHead, formatLogEvidence, parseEvidence, UnreadableEvidence } from './evidence';

const hash = 'ab'.repeat(32);
const stream = 'bank-account-5b1f7d62-6a0e-5a3b-9c55-0d2f1c8f4e10';
const head = `${stream}@7:${hash}`;

it('goes out and comes back', () => {
  expect(formatHead({ stream, revision: 7, hash })).toBe(head);
  expect(formatLogEvidence({ position: 12n, hash })).toBe(`log@12:${hash}`);
  expect(parseEvidence([head, ` log@12:${hash}\n`])).toEqual({
    heads: [{ stream, revision: 7, hash }],
    log: [{ position: 12n, hash }],
  });
});

it.each([
  '',
  'log@12',
  `log@x:${hash}`,
  `${stream}@-1:${hash}`,
  `${stream}@7:${hash.slice(1)}`,
  `x@7:${hash}`,
  `${head}0`,
])('refuses %j', (text) => expect(() => parseEvidence([text])).toThrow(UnreadableEvidence));

it('is found in plain and in JSON lines, findings and summaries between', () => {
  const text = [
    head,
    JSON.stringify({ stream, revision: 8, hash }),
    JSON.stringify({ finding: 'chain', stream, revision: 3, what: 'x' }),
    JSON.stringify({ ok: true, evidence: `log@12:${hash}` }),
    '✓ all of it holds: 3 events',
    `evidence to keep outside: log@13:${hash}`,
    '{broken',
  ].join('\n');
  expect(evidenceLines(text)).toEqual([head, `${stream}@8:${hash}`, `log@12:${hash}`, `log@13:${hash}`]);
  expect(() => evidenceLines('nothing\n')).toThrow(UnreadableEvidence);
});
