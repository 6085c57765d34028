/** The verifier on honest exports: every type of event, long accounts, many neighbours, and evidence kept outside. */
import { accountCodec } from '@haber/ledger';
import { hashOf } from '@haber/event-store';
import { logOfAccounts } from '@haber/testing';
import {
  exportedLines,
  GOLDEN_ACCOUNTS,
  goldenAccount,
  judge,
  KEY,
  loadVerifier,
  OTHER_KEY,
  signedStore,
  type VerifierModule,
} from './exported.fixture';

let verifier: VerifierModule;
beforeAll(async () => {
  verifier = await loadVerifier();
});

const keys = [KEY.publicKey];

describe('an export that nobody touched', () => {
  it('holds, whatever events an account can have', async () => {
    const types = new Set<string>();
    for (const events of GOLDEN_ACCOUNTS.map(goldenAccount)) {
      const lines = await exportedLines(await signedStore(events), events[0]?.stream ?? '');
      expect(lines).toHaveLength(events.length + 2);
      expect(judge(verifier, lines, { keys })).toEqual({ ok: true, revision: events.length - 1, why: '' });
      for (const { type } of events) types.add(type);
    }
    expect(types).toEqual(new Set(verifier.KNOWN_TYPES));
  });

  it('has only types that the verifier knows: teach it each new one', () => {
    expect([...verifier.KNOWN_TYPES].sort()).toEqual(accountCodec.schemas.map(({ type }) => type).sort());
  });

  it('holds with any number of neighbours in its checkpoint, wherever its last event was signed', async () => {
    for (const accounts of [1, 2, 3, 5, 8, 21]) {
      const { events, accounts: streams } = logOfAccounts({ accounts, uses: 5 });
      const store = await signedStore(events, 37);
      for (const stream of streams) {
        const verdict = judge(verifier, await exportedLines(store, stream), { keys });
        expect(verdict).toEqual({ ok: true, revision: events.filter((e) => e.stream === stream).length - 1, why: '' });
      }
    }
  });

  it('ends at the head that was signed, and says so', async () => {
    const { events, accounts } = logOfAccounts({ accounts: 2, uses: 30 });
    const [stream = ''] = accounts;
    const store = await signedStore(events);
    const lines = await exportedLines(store, stream);
    const [header, end] = [lines[0], lines.at(-1)].map((line) => JSON.parse(line ?? '') as Record<string, unknown>);
    expect(header).toEqual({
      format: 'haber-export/1',
      product: 'haber 0.1.0',
      tenant: 'demo/test',
      stream,
      exported_at: '2026-11-24T10:00:00.000Z',
    });
    const last = events.findLast((event) => event.stream === stream);
    expect(end?.['head']).toEqual({
      revision: last?.revision,
      hash: last && hashOf(stream, last.revision, last),
    });
  });

  it('is held against the key that is trusted, and against evidence', async () => {
    const { events, accounts } = logOfAccounts({ accounts: 2, uses: 10 });
    const [stream = '', other = ''] = accounts;
    const lines = await exportedLines(await signedStore(events), stream);
    const last = events.filter((event) => event.stream === stream).length - 1;
    const headAt = (revision: number): string => {
      const event = events.find((e) => e.stream === stream && e.revision === revision);
      return `${stream}@${revision}:${event && hashOf(stream, revision, event)}`;
    };
    expect(judge(verifier, lines)).toMatchObject({ ok: true });
    expect(judge(verifier, lines, { keys: [OTHER_KEY.publicKey, ...keys] })).toMatchObject({ ok: true });
    expect(judge(verifier, lines, { keys: [OTHER_KEY.publicKey] })).toMatchObject({ ok: false, revision: last });
    expect(judge(verifier, lines, { heads: [headAt(0), headAt(5), headAt(last)] })).toMatchObject({ ok: true });
    const wrong = headAt(4).replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    expect(judge(verifier, lines, { heads: [headAt(2), wrong] })).toMatchObject({ ok: false, revision: 4 });
    const beyond = `${stream}@${last + 5}:${'0'.repeat(64)}`;
    expect(judge(verifier, lines, { heads: [beyond] })).toMatchObject({ ok: false, revision: last + 1 });
    const foreign = `${other}@0:${'0'.repeat(64)}`;
    expect(judge(verifier, lines, { heads: [foreign] })).toMatchObject({ ok: false });
  });
});
