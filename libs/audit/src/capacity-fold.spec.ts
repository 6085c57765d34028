/** A capacity account before the auditor: its golden life is found whole, and what was changed in it is told. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '@haber/event-store';
import type { Finding } from './finding';
import { StreamAuditor } from './stream-auditor';

const encoder = new TextEncoder();
type Line = Record<'stream' | 'id' | 'type' | 'data' | 'metadata', string>;

function audited(change: (line: Line, revision: number) => Line = (line) => line): readonly string[] {
  const findings: Finding[] = [];
  const lines = readFileSync(join(__dirname, '../../ledger/golden/capacity-account.v1.jsonl'), 'utf8').trimEnd();
  const events = lines.split('\n').map((text, revision): StoredEvent => {
    const line = change(JSON.parse(text) as Line, revision);
    const bytes = { data: encoder.encode(line.data), metadata: encoder.encode(line.metadata) };
    return { ...line, ...bytes, revision, position: BigInt(revision + 1) };
  });
  const auditor = new StreamAuditor(events[0]?.stream ?? '', (finding) => void findings.push(finding));
  for (const event of events) auditor.feed(event);
  auditor.finish();
  return findings.map(({ kind, revision, what }) => `${kind} ${revision}: ${what}`);
}

it('finds nothing in the golden stream', () => {
  expect(audited()).toEqual([]);
});

it.each<[string, (line: Line, revision: number) => Line, RegExp]>([
  [
    'an amount',
    (line, revision) => (revision === 3 ? { ...line, data: line.data.replace('"300000"', '"300001"') } : line),
    /^invariant 3: the event carries other balances than the fold/,
  ],
  [
    'a time',
    (line, revision) => (revision === 10 ? { ...line, data: line.data.replaceAll('10:06:59', '10:06:58') } : line),
    /^chain 10: /,
  ],
  [
    'the customer',
    (line, revision) => (revision === 0 ? { ...line, data: line.data.replace('-42"', '-43"') } : line),
    /^place 0: tenant and customer of the account belong to another stream/,
  ],
  [
    'a payout that nobody asked a bank for',
    (line, revision) =>
      revision === 4
        ? { ...line, type: 'payout.submitted.v1', data: line.data.replace('-000000000001', '-000000000009') }
        : line,
    /^invariant 4: payout.submitted.v1 of a payout that is not in process/,
  ],
])('tells that %s was changed', (_, change, expected) => {
  expect(audited(change)).toContainEqual(expect.stringMatching(expected));
});
