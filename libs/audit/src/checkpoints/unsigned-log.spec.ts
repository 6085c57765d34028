/** What an audit says of a log that is not signed to its end, and of which no killed product can be the cause. */
import type { StoredEvent } from '@haber/event-store';
import { jsonOf, logOfAccounts } from '@haber/testing';
import { auditStore } from '../audit-store';
import { appendAll, logWith, signedLog, TEST_KEY } from './signed-log.fixture';

const { events: log } = logOfAccounts({ accounts: 4, uses: 40 });

describe('an audit of a log that should be signed', () => {
  const trustedKeys = [TEST_KEY.publicKey];
  const recordedAt = (event: StoredEvent | undefined) =>
    Date.parse(String(event && jsonOf(event.metadata)['recordedAt']));
  const oldestMs = Math.min(...log.map(recordedAt));
  const newestMs = Math.max(...log.map(recordedAt));
  const MINUTE_MS = 60_000;

  it('finds that there is no checkpoint at all, by the clock', async () => {
    const store = await logWith(log);
    const at = async (signedAsOf: number | undefined) =>
      (await auditStore(store, { trustedKeys, signedAsOf })).findings.map(({ kind, what }) => `${kind}: ${what}`);
    expect(await at(undefined)).toEqual([]);
    expect(await at(oldestMs + MINUTE_MS)).toEqual([]);
    expect(await at(oldestMs + MINUTE_MS + 1)).toEqual([
      `checkpoint: there is no checkpoint at all: ${log.length} events were never signed: ` +
        'no product has run on them that signs, or its checkpoints were removed',
    ]);
  });

  it('finds where signing ended while the log went on', async () => {
    const store = await signedLog(log.slice(0, 100), 50);
    await appendAll(store, log.slice(100));
    const { findings } = await auditStore(store, { trustedKeys, signedAsOf: newestMs });
    expect(findings).toEqual([
      expect.objectContaining({
        kind: 'checkpoint',
        stream: null,
        what: expect.stringContaining(`${log.length - 100} events were never signed`),
      }),
    ]);
  });

  it('has nothing to say of the last that a killed product wrote, however long ago', async () => {
    const tail = log.filter((event) => recordedAt(event) >= newestMs - MINUTE_MS).length;
    expect(tail).toBeGreaterThan(0);
    const store = await signedLog(log.slice(0, -tail), 50);
    await appendAll(store, log.slice(-tail));
    const { findings, auditor } = await auditStore(store, { trustedKeys, signedAsOf: newestMs + 1_000 * MINUTE_MS });
    expect(findings).toEqual([]);
    expect(auditor.ranges.unsigned).toBe(tail);
  });
});
