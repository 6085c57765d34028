/** Tampering with events in memory: each kind is found, with its stream and its first broken revision. */
import { hashOf, type StoredEvent } from '@haber/event-store';
import { commercialCreditStream } from '@haber/ledger';
import { type Evidence, parseEvidence } from './evidence';
import type { Finding } from './finding';
import { bytesOf, jsonOf, logOfAccounts, rechained, LOG_TENANT } from '@haber/testing';
import { LogAuditor, type LogAuditOptions } from './log-auditor';

const { events: log, accounts } = logOfAccounts({ accounts: 4, uses: 200 });
const victim = accounts[2] ?? '';
const ofVictim = log.filter(({ stream }) => stream === victim);
const last = ofVictim.at(-1)?.revision ?? -1;

function audit(events: readonly StoredEvent[], options: Omit<LogAuditOptions, 'report'> = {}) {
  const found: Finding[] = [];
  const auditor = new LogAuditor({ ...options, report: (finding) => found.push(finding) });
  for (const event of events) auditor.feed(event);
  auditor.finish();
  return { found, auditor };
}

function withEvent(revision: number, change: (event: StoredEvent) => StoredEvent): StoredEvent[] {
  return log.map((event) => (event.stream === victim && event.revision === revision ? change(event) : event));
}

const where = (found: readonly Finding[], kind: Finding['kind']) =>
  found.filter((finding) => finding.kind === kind).map(({ stream, revision }) => ({ stream, revision }));

const used = ofVictim.find(({ type, revision }) => type === 'credit-account.credit-used.v1' && revision > 20);
const R = used?.revision ?? -1;

function moreSpent(event: StoredEvent): StoredEvent {
  return { ...event, data: bytesOf({ ...jsonOf(event.data), amountMinor: '1' }) };
}

describe('an audit of the log', () => {
  it('finds nothing in what the writer wrote, past-due debts and payments included', () => {
    const { found, auditor } = audit(log);
    expect(found).toEqual([]);
    expect(auditor.events).toBe(log.length);
    const types = new Set(ofVictim.map(({ type }) => type));
    expect(types).toContain('credit-account.uses-fell-past-due.v1');
    expect(types).toContain('credit-account.payment-received.v1');
  });

  it.each([
    ['data', (e: StoredEvent) => moreSpent(e)],
    ['an unread member of data', (e: StoredEvent) => ({ ...e, data: bytesOf({ ...jsonOf(e.data), orderId: 'x' }) })],
    ['metadata', (e: StoredEvent) => ({ ...e, metadata: bytesOf({ ...jsonOf(e.metadata), actor: 'nobody' }) })],
    [
      'the link itself',
      (e: StoredEvent) => ({ ...e, metadata: bytesOf({ ...jsonOf(e.metadata), prevHash: '0'.repeat(64) }) }),
    ],
    ['type', (e: StoredEvent) => ({ ...e, type: 'credit-account.payment-received.v1' })],
    ['id', (e: StoredEvent) => ({ ...e, id: '5b1f7d62-6a0e-5a3b-9c55-0d2f1c8f4e10' })],
    ['bytes that are no UTF-8', (e: StoredEvent) => ({ ...e, metadata: new Uint8Array([0xff, 0xfe]) })],
    [
      'time',
      (e: StoredEvent) => ({
        ...e,
        metadata: bytesOf({ ...jsonOf(e.metadata), recordedAt: '2026-01-09T12:00:00.000Z' }),
      }),
    ],
  ])('finds changed %s at its revision', (_, change) => {
    const { found } = audit(withEvent(R, change));
    expect(where(found, 'chain')).toEqual([{ stream: victim, revision: R }]);
  });

  it('tells a change to the first event, and to the last but one', () => {
    const first = (e: StoredEvent): StoredEvent => ({ ...e, metadata: bytesOf({ ...jsonOf(e.metadata), actor: 'x' }) });
    expect(where(audit(withEvent(0, first)).found, 'chain')).toEqual([{ stream: victim, revision: 0 }]);
    expect(where(audit(withEvent(last - 1, first)).found, 'chain')).toEqual([{ stream: victim, revision: last - 1 }]);
  });

  it('finds swapped rows', () => {
    const [a, b] = [ofVictim[10], ofVictim[30]];
    if (!a || !b) throw new Error('too short');
    const contentOf = ({ id, type, data, metadata }: StoredEvent) => ({ id, type, data, metadata });
    const swapped = log.map((e) => (e === a ? { ...e, ...contentOf(b) } : e === b ? { ...e, ...contentOf(a) } : e));
    expect(where(audit(swapped).found, 'chain')).toEqual([{ stream: victim, revision: 10 }]);
  });

  it('finds a deleted event by the gap in positions and in revisions', () => {
    const { found } = audit(log.filter((e) => !(e.stream === victim && e.revision === R)));
    expect(where(found, 'revision')).toEqual([{ stream: victim, revision: R }]);
    expect(found.find(({ kind }) => kind === 'log')?.what).toContain('is missing: events were deleted');
    expect(found.filter(({ kind }) => kind === 'log')).toHaveLength(1);
  });

  it('finds a deleted stream by the gaps that it leaves', () => {
    const { found } = audit(log.filter(({ stream }) => stream !== victim));
    expect(found.filter(({ kind }) => kind === 'log').length).toBeGreaterThan(10);
  });

  it('finds a customer who vanished although an account relied on him', () => {
    const customer = log.find(({ position }) => position === 1n)?.stream ?? '';
    const renumbered = log
      .filter(({ stream }) => stream !== customer)
      .map((e, i) => ({ ...e, position: BigInt(i + 1) }));
    expect(where(audit(renumbered).found, 'relied')).toEqual([{ stream: accounts[0], revision: 0 }]);
  });

  it('finds an amount that was changed and chained anew, by its balances', () => {
    const { found } = audit(rechained(withEvent(R, moreSpent), victim, R));
    expect(where(found, 'chain')).toEqual([]);
    expect(where(found, 'invariant')).toEqual([{ stream: victim, revision: R }]);
  });

  describe('given evidence from before', () => {
    const honest = audit(log).auditor;
    const actor = (e: StoredEvent): StoredEvent => ({ ...e, metadata: bytesOf({ ...jsonOf(e.metadata), actor: 'x' }) });
    const forged = rechained(withEvent(R, actor), victim, R);
    const at = ofVictim[R + 3];
    const head = `${victim}@${at?.revision}:${at && hashOf(victim, at.revision, at)}`;

    const given = (...texts: string[]): { evidence: Evidence } => ({ evidence: parseEvidence(texts) });

    it('finds a tail that was chained anew, which nothing else finds', () => {
      expect(audit(forged).found).toEqual([]);
      expect(where(audit(forged, given(head)).found, 'evidence')).toEqual([{ stream: victim, revision: R + 3 }]);
      expect(audit(log, given(head)).found).toEqual([]);
    });

    it('finds it with the one line that stands for the whole log', () => {
      const line = `log@${honest.evidence.position}:${honest.evidence.hash}`;
      expect(audit(log, given(line)).found).toEqual([]);
      expect(audit(forged, given(line)).found.map(({ kind }) => kind)).toEqual(['evidence']);
      expect(audit(log.slice(0, -1), given(line)).found.map(({ kind }) => kind)).toEqual(['evidence']);
    });

    it('finds a changed last event, a deleted last event and a deleted stream', () => {
      const tip = honest.streams.get(victim);
      const evidence = given(`${victim}@${tip?.revision}:${tip?.hash}`);
      expect(where(audit(withEvent(last, actor), evidence).found, 'evidence')).toEqual([
        { stream: victim, revision: last },
      ]);
      const withoutLast = log.filter((e) => !(e.stream === victim && e.revision === last));
      expect(where(audit(withoutLast, evidence).found, 'evidence')).toEqual([{ stream: victim, revision: last }]);
      const withoutStream = log.filter((e) => e.stream !== victim);
      expect(where(audit(withoutStream, evidence).found, 'evidence')).toEqual([{ stream: victim, revision: 0 }]);
    });
  });

  it('finds an event of another tenant, an account that is not the customer’s, and time that goes back', () => {
    const tenant = withEvent(R, (e) => ({ ...e, metadata: bytesOf({ ...jsonOf(e.metadata), tenant: 'acme/live' }) }));
    expect(where(audit(rechained(tenant, victim, R)).found, 'place')).toEqual([{ stream: victim, revision: R }]);

    const stranger = withEvent(0, (e) => ({ ...e, data: bytesOf({ ...jsonOf(e.data), customerId: 'customer-0' }) }));
    expect(where(audit(rechained(stranger, victim, 0)).found, 'place')).toEqual([{ stream: victim, revision: 0 }]);
    expect(commercialCreditStream(LOG_TENANT, 'customer-0')).not.toBe(victim);

    const time = { recordedAt: '2026-01-01T00:00:00.000Z' };
    const earlier = withEvent(R, (e) => ({ ...e, metadata: bytesOf({ ...jsonOf(e.metadata), ...time }) }));
    expect(where(audit(rechained(earlier, victim, R)).found, 'time')).toEqual([{ stream: victim, revision: R }]);
  });

  it('finds a command done twice by its id, also when it is chained', () => {
    const again = { ...(ofVictim[last] as StoredEvent), revision: last + 1, position: BigInt(log.length + 1) };
    const { found } = audit(rechained([...log, again], victim, last));
    expect(where(found, 'event-id')).toEqual([{ stream: victim, revision: last + 1 }]);
  });

  it('finds a snapshot that differs from the fold, stands on another event, or beyond the end', () => {
    const { auditor } = audit(log.filter((e) => e.stream !== victim || e.revision <= 50));
    const fold = auditor.streams.get(victim)?.fold;
    const state = JSON.stringify(fold?.state, (_, v: unknown) => (typeof v === 'bigint' ? { $minor: `${v}` } : v));
    const claim = { stream: victim, revision: 50, foldVersion: fold?.foldVersion ?? 0, state };
    const headHash = auditor.streams.get(victim)?.hash ?? '';
    const check = (snapshot: { headHash: string; revision: number; state: string }): unknown =>
      where(audit(log, { snapshots: [{ ...claim, ...snapshot }] }).found, 'snapshot');
    expect(check({ headHash, revision: 50, state })).toEqual([]);
    const wrong = state.replace(/"utilisedMinor":\{"\$minor":"(\d)/, '"utilisedMinor":{"$minor":"9$1');
    expect(wrong).not.toBe(state);
    expect(check({ headHash, revision: 50, state: wrong })).toEqual([{ stream: victim, revision: 50 }]);
    expect(check({ headHash: 'x', revision: 50, state })).toEqual([{ stream: victim, revision: 50 }]);
    expect(check({ headHash, revision: 9_999, state })).toEqual([{ stream: victim, revision: last + 1 }]);
  });
});
