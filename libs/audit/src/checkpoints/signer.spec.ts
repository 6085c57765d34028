/** Signed checkpoints on the memory driver: what they cover, how they survive, and what they find out. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, memoryEventStore, type StoredEvent, UnknownOutcome } from '@haber/event-store';
import { checkpointStream } from '@haber/ledger';
import { bytesOf, jsonOf, logOfAccounts, rechained } from '@haber/testing';
import { auditStore } from '../audit-store';
import { checkpointCovering, checkpointIn } from './checkpoint-stream';
import { allEvents, appendAll, logWith, OTHER_KEY, signedLog, signingOf, TEST_KEY } from './signed-log.fixture';
import { signThrough, startCheckpointSigner } from './signer';
import { parsePublicKey, publicKeyPem } from './signing';

const { events: log, accounts } = logOfAccounts({ accounts: 4, uses: 40 });
const victim = accounts[2] ?? '';
const END = 10n ** 15n;

async function checkpointsOf(store: EventStore) {
  const events = await store.read(checkpointStream(), 0, 100_000);
  return events.flatMap((stored) => checkpointIn(stored) ?? []);
}

describe('signing', () => {
  it('covers the log without a gap, publishes its key once, and passes the audit', async () => {
    const store = await signedLog(log, 50);
    const checkpoints = await checkpointsOf(store);
    expect(checkpoints).toHaveLength(Math.ceil(log.length / 50));
    checkpoints.forEach((checkpoint, i) => {
      expect(checkpoint.afterPosition).toBe(checkpoints[i - 1]?.throughPosition ?? '0');
      expect(checkpoint.publicKey).toBe(TEST_KEY.publicKey);
    });
    const types = (await store.read(checkpointStream(), 0, 1_000)).map(({ type }) => type);
    expect(types.filter((type) => type === 'checkpoint.key-published.v1')).toEqual([types[0]]);
    const { findings, auditor } = await auditStore(store, { trustedKeys: [TEST_KEY.publicKey] });
    expect(findings).toEqual([]);
    expect(auditor.ranges.checked).toBe(checkpoints.length);
    expect(auditor.ranges.through).toBe(BigInt(checkpoints.at(-1)?.throughPosition ?? 0));
  });

  it('writes nothing to an empty log, nor to one that has not moved', async () => {
    const store = memoryEventStore();
    await signThrough(signingOf(store), END);
    expect(await allEvents(store)).toEqual([]);
    await appendAll(store, log.slice(0, 10));
    for (let i = 0; i < 3; i += 1) await signThrough(signingOf(store), END);
    expect(await checkpointsOf(store)).toHaveLength(1);
  });

  it('catches up in ranges that end with a page', async () => {
    const { events } = logOfAccounts({ accounts: 10, uses: 250 });
    const store = await logWith(events);
    await signThrough(signingOf(store, { maxEvents: 900 }), END);
    const checkpoints = await checkpointsOf(store);
    expect(checkpoints.length).toBeGreaterThanOrEqual(3);
    expect(checkpoints.at(-1)?.throughPosition).toBe(`${events.length}`);
    expect((await auditStore(store)).findings).toEqual([]);
  });

  it('stops as soon as the position is covered that somebody waits for', async () => {
    const { events } = logOfAccounts({ accounts: 10, uses: 250 });
    const store = await logWith(events);
    await signThrough(signingOf(store, { maxEvents: 900 }), 5n);
    expect(await checkpointsOf(store)).toHaveLength(1);
  });

  it('signs as one where several sign at once', async () => {
    const store = memoryEventStore();
    for (let from = 0; from < log.length; from += 40) {
      await appendAll(store, log.slice(from, from + 40));
      await Promise.all([1, 2, 3].map(() => signThrough(signingOf(store), END)));
    }
    expect(await checkpointsOf(store)).toHaveLength(Math.ceil(log.length / 40));
    expect((await auditStore(store)).findings).toEqual([]);
  });

  it('goes on after an append whose answer was lost, and after one that never arrived', async () => {
    const store = memoryEventStore();
    let losing: 'answer' | 'append' | undefined;
    const lossy = Object.assign(Object.create(store) as EventStore, {
      async append(...args: Parameters<EventStore['append']>) {
        if (losing === 'append') throw new UnknownOutcome('lost');
        const results = await store.append(...args);
        if (losing === 'answer') throw new UnknownOutcome('lost');
        return results;
      },
    });
    const steps = ['answer', undefined, 'append', undefined, 'answer', 'append', undefined] as const;
    for (const [i, step] of steps.entries()) {
      await appendAll(store, log.slice(i * 20, i * 20 + 20));
      losing = step;
      const signing = signThrough(signingOf(lossy), END);
      await (step ? expect(signing).rejects.toThrow('lost') : signing);
    }
    losing = undefined;
    await signThrough(signingOf(lossy), END);
    expect((await checkpointsOf(store)).at(-1)?.throughPosition).toBe(
      `${(await allEvents(store)).findLast(({ stream }) => stream !== checkpointStream())?.position}`,
    );
    expect((await auditStore(store)).findings).toEqual([]);
  });

  it('publishes a new key before the first checkpoint under it, and bears a clock that goes back', async () => {
    const store = await signedLog(log.slice(0, 100), 50);
    await appendAll(store, log.slice(100, 150));
    await signThrough(signingOf(store, { key: OTHER_KEY, clock: () => 0 }), END);
    const keys = (await checkpointsOf(store)).map(({ publicKey }) => publicKey);
    expect(keys).toEqual([TEST_KEY.publicKey, TEST_KEY.publicKey, OTHER_KEY.publicKey]);
    expect((await auditStore(store)).findings).toEqual([]);
    const { findings } = await auditStore(store, { trustedKeys: [TEST_KEY.publicKey] });
    expect(findings).toEqual([expect.objectContaining({ kind: 'checkpoint', position: 153n })]);
  });

  it('runs until it is stopped, tells of faults, and leaves nothing unsigned', async () => {
    const store = memoryEventStore();
    const faults: unknown[] = [];
    let broken = true;
    const failing = Object.assign(Object.create(store) as EventStore, {
      head: (stream: string) => (broken ? Promise.reject(new Error('down')) : store.head(stream)),
    });
    const signer = startCheckpointSigner({ ...signingOf(failing), everyMs: 1, onFault: (e) => faults.push(e) });
    await until(() => faults.length >= 2);
    broken = false;
    await appendAll(store, log.slice(0, 30));
    await until(async () => (await checkpointsOf(store)).length > 0);
    await appendAll(store, log.slice(30, 60));
    await signer.stop();
    expect((await auditStore(store)).auditor.ranges.through).toBeGreaterThanOrEqual(60n);
  });
});

/** Bounded by Jest's own time limit. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(2);
}

describe('the checkpoint that covers a position', () => {
  it('is found by bisection, wherever keys were published', async () => {
    const store = await signedLog(log.slice(0, 200), 7);
    await appendAll(store, log.slice(200, 300));
    await signThrough(signingOf(store, { key: OTHER_KEY }), END);
    const checkpoints = await checkpointsOf(store);
    const events = (await allEvents(store)).filter(({ stream }) => stream !== checkpointStream());
    for (const { position } of events) {
      const expected = checkpoints.find(({ throughPosition }) => BigInt(throughPosition) >= position);
      expect(await checkpointCovering(store, position)).toEqual(expected);
    }
    expect(await checkpointCovering(store, END)).toBeUndefined();
    expect(await checkpointCovering(memoryEventStore(), 1n)).toBeUndefined();
  });
});

describe('an audit with checkpoints', () => {
  let signed: readonly StoredEvent[];
  beforeAll(async () => {
    signed = await allEvents(await signedLog(log, 50));
  });

  async function found(events: readonly StoredEvent[], trustedKeys?: readonly string[]) {
    const { findings } = await auditStore(await logWith(events), { trustedKeys });
    return findings.map(({ kind, stream, revision, position }) => ({ kind, stream, revision, position }));
  }

  const actor = (event: StoredEvent): StoredEvent => ({
    ...event,
    metadata: bytesOf({ ...jsonOf(event.metadata), actor: 'x' }),
  });

  it('finds a changed event whose chain was made anew, by the first checkpoint that signed what follows', async () => {
    const at = signed.find(({ stream, revision }) => stream === victim && revision === 9);
    const forged = signed.map((event) => (event === at ? actor(event) : event));
    const cover = (await checkpointsOf(await logWith(signed))).find(
      ({ throughPosition }) => BigInt(throughPosition) >= (at?.position ?? 0n),
    );
    const all = await found(rechained(forged, victim, 9));
    expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(['checkpoint']));
    expect(all[0]).toEqual({
      kind: 'checkpoint',
      stream: null,
      revision: null,
      position: BigInt(cover?.throughPosition ?? 0),
    });
  });

  it('finds a stream that was taken out although nothing relied on it', async () => {
    const last = signed.findLast(({ stream }) => stream === victim);
    const shortened = signed.filter((event) => event !== last);
    expect((await found(shortened)).map(({ kind }) => kind)).toContain('checkpoint');
  });

  it.each([
    ['another root', { root: 'ab'.repeat(32) }],
    ['another count', { heads: 3 }],
    ['another time', { signedAt: '2026-11-24T10:00:01.000Z' }],
    ['another end', { throughPosition: '160' }],
    ['another beginning', { afterPosition: '1' }],
    ['another predecessor', { previous: '0'.repeat(64) }],
    ['another signature', { signature: Buffer.alloc(64).toString('base64') }],
    ['a key of nobody', { publicKey: OTHER_KEY.publicKey }],
    ['a key of the wrong size', { publicKey: 'AAAA' }],
    ['a position that is none', { throughPosition: 'x' }],
  ])('finds a checkpoint with %s, its chain made anew', async (_, change) => {
    const stream = checkpointStream();
    const forged = signed.map((event) =>
      event.stream === stream && event.revision === 3
        ? { ...event, data: bytesOf({ ...jsonOf(event.data), ...change }) }
        : event,
    );
    const all = await found(rechained(forged, stream, 3));
    expect(all).toContainEqual(expect.objectContaining({ kind: 'checkpoint', stream, revision: 3 }));
  });

  it('finds checkpoints signed anew under a key of the forger’s own, if told which key is right', async () => {
    const at = signed.find(({ stream, revision }) => stream === victim && revision === 9);
    const changed = log.map((event) => (event.id === at?.id ? actor(event) : event));
    const store = await logWith(rechained(changed, victim, 9));
    await signThrough(signingOf(store, { key: OTHER_KEY }), END);
    const forged = await allEvents(store);
    expect(await found(forged)).toEqual([]);
    expect(await found(forged, [TEST_KEY.publicKey])).toEqual([expect.objectContaining({ kind: 'checkpoint' })]);
  });
});

describe('public keys', () => {
  it('are the same as PEM and as base64, and nothing else is one', () => {
    const { publicKey } = TEST_KEY;
    expect(parsePublicKey(publicKeyPem(publicKey))).toBe(publicKey);
    expect(parsePublicKey(` ${publicKey}\n`)).toBe(publicKey);
    for (const text of ['', 'AAAA', `${publicKey}A`, '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----']) {
      expect(parsePublicKey(text)).toBeUndefined();
    }
    expect(() => publicKeyPem('AAAA')).toThrow(RangeError);
  });
});
