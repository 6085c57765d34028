/** Whoever may rewrite the database, and has no key, gets nothing signed: not while Haber runs, nor when it starts. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, memoryEventStore, type StoredEvent } from '@haber/event-store';
import { checkpointStream } from '@haber/ledger';
import { bytesOf, jsonOf, logOfAccounts, rechained } from '@haber/testing';
import { auditStore } from '../audit-store';
import { formatHead, type HeadEvidence } from '../evidence';
import { type CheckpointFile, checkpointFile } from './checkpoint-file';
import { allEvents, appendAll, logWith, OTHER_KEY, signedLog, signingOf, TEST_KEY } from './signed-log.fixture';
import {
  type CheckpointSigner,
  type CheckpointSignerOptions,
  type SigningFault,
  signThrough,
  startCheckpointSigner,
} from './signer';

const { events: log, accounts } = logOfAccounts({ accounts: 4, uses: 40 });
const [victim = ''] = accounts;
const END = 10n ** 15n;

/** A tail of one account says something else, its chain made anew; no checkpoint is in it. */
const forged = rechained(
  log.map((event) =>
    event.stream === victim && event.revision === 9
      ? { ...event, metadata: bytesOf({ ...jsonOf(event.metadata), actor: 'nobody' }) }
      : event,
  ),
  victim,
  9,
);

/** What Haber works with stays the same; what lies in it is another's. */
class Database {
  constructor(public holds: EventStore) {}
  readonly store: EventStore = new Proxy({} as EventStore, {
    get: (_, name: keyof EventStore) => (name === 'dense' ? this.holds.dense : this.holds[name].bind(this.holds)),
  });
}

const checkpointsIn = (store: EventStore) => store.read(checkpointStream(), 0, 100_000);

/** Bounded by Jest's own time limit. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(2);
}

let folder: string;
let signers: CheckpointSigner[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-signing-'));
});
afterEach(async () => {
  await Promise.all(signers.map((signer) => signer.stop({ afterFault: true })));
  signers = [];
  await rm(folder, { recursive: true, force: true });
});

function started(store: EventStore, more: Partial<CheckpointSignerOptions> = {}) {
  const faults: SigningFault[] = [];
  const onFault = (fault: SigningFault): void => void faults.push(fault);
  const signer = startCheckpointSigner({ ...signingOf(store), everyMs: 1, onFault, ...more });
  signers.push(signer);
  return { signer, faults };
}

async function lastOf(store: EventStore): Promise<HeadEvidence> {
  const { auditor } = await auditStore(store);
  const { revision = -1, hash = '' } = auditor.streams.get(checkpointStream()) ?? {};
  return { stream: checkpointStream(), revision, hash };
}

describe('a log that is rewritten while Haber signs it', () => {
  it.each<[string, () => Promise<EventStore>]>([
    ['without its checkpoints', () => logWith(forged)],
    ['with fewer checkpoints', () => signedLog(forged, 80)],
    ['with as many checkpoints, under the forger’s own key', () => signedWith(forged, 40)],
    ['with more checkpoints, under the forger’s own key', () => signedWith(forged, 10)],
  ])('is signed no more: %s', async (_, forge) => {
    const database = new Database(await signedLog(log, 40));
    const { signer, faults } = started(database.store);
    await until(() => signer.health().through > 0n);
    const signed = await lastOf(database.holds);
    const other = await forge();
    const before = (await checkpointsIn(other)).length;
    database.holds = other;
    await until(() => !signer.health().signs);
    await signer.stop();
    expect(await checkpointsIn(other)).toHaveLength(before);
    expect(faults).toEqual([{ error: expect.objectContaining({ name: 'SigningRefused' }), final: true }]);
    expect((faults[0]?.error as Error).message).toContain(formatHead(signed));
  });

  async function signedWith(events: readonly StoredEvent[], signEvery: number): Promise<EventStore> {
    const store = memoryEventStore();
    for (let from = 0; from < events.length; from += signEvery) {
      await appendAll(store, events.slice(from, from + signEvery));
      await signThrough(signingOf(store, { key: OTHER_KEY }), END);
    }
    return store;
  }

  it('is not signed again when the right one is back, until somebody has looked and starts it', async () => {
    const right = await signedLog(log.slice(0, 100), 40);
    const database = new Database(right);
    const { signer, faults } = started(database.store);
    await until(() => signer.health().through > 0n);
    database.holds = await logWith(forged);
    await until(() => faults.length > 0);
    database.holds = right;
    const before = (await checkpointsIn(right)).length;
    await appendAll(right, log.slice(100));
    await signer.stop();
    expect(await checkpointsIn(right)).toHaveLength(before);
    const again = started(right);
    await until(async () => (await checkpointsIn(right)).length > before);
    expect(again.faults).toEqual([]);
  });

  it('is told from one that another process signs, too', async () => {
    const store = await logWith(log.slice(0, 20));
    const { signer, faults } = started(store);
    for (let from = 20; from < log.length; from += 20) {
      await appendAll(store, log.slice(from, from + 20));
      await signThrough(signingOf(store), END);
    }
    await signer.stop();
    expect(faults).toEqual([]);
    expect((await auditStore(store, { trustedKeys: [TEST_KEY.publicKey] })).findings).toEqual([]);
  });
});

describe('a log that is rewritten while Haber is stopped', () => {
  it('is not signed when it starts; the message says what to do, and doing it is enough', async () => {
    const file = checkpointFile(folder);
    const store = await logWith(log);
    const first = started(store, { file });
    await until(() => first.signer.health().through > 0n);
    await first.signer.stop();
    const signed = await lastOf(store);
    expect(JSON.parse(await readFile(file.path, 'utf8'))).toEqual(signed);
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);

    const rewritten = await logWith(forged);
    const { signer, faults } = started(rewritten, { file });
    await until(() => faults.length > 0);
    await signer.stop();
    await expect(signThrough(signingOf(rewritten, { file }), END)).rejects.toThrow('the checkpoint signed last');
    expect(await checkpointsIn(rewritten)).toEqual([]);
    expect(faults).toMatchObject([{ final: true, error: { name: 'SigningRefused' } }]);
    expect((faults[0]?.error as Error).message).toMatch(new RegExp(`remove ${file.path} and start Haber again`));
    expect(await file.read()).toEqual(signed);

    await rm(file.path);
    const meant = started(rewritten, { file });
    await until(async () => (await checkpointsIn(rewritten)).length > 0);
    expect(meant.faults).toEqual([]);
  });

  it('is not signed where the file says nothing', async () => {
    const file = checkpointFile(folder);
    for (const text of ['', '{}', '{"stream":"checkpoint-x","revision":1,"hash":"ab"}']) {
      await writeFile(file.path, text);
      const store = await logWith(log);
      const { faults } = started(store, { file });
      await until(() => faults.length > 0);
      expect(faults).toMatchObject([{ final: true, error: { name: 'SigningRefused' } }]);
      expect(await checkpointsIn(store)).toEqual([]);
    }
  });

  it('is known by a file that is written behind each signature, and once a second at most', async () => {
    const store = memoryEventStore();
    const written: { readonly atMs: number; readonly endedMs: number }[] = [];
    const file: CheckpointFile = {
      path: '',
      read: () => Promise.resolve(undefined),
      async write({ revision }) {
        const atMs = performance.now();
        expect((await store.head(checkpointStream()))?.revision).toBeGreaterThanOrEqual(revision);
        written.push({ atMs, endedMs: performance.now() });
      },
    };
    const { faults } = started(store, { file });
    for (let i = 0; written.length < 3; i += 1) {
      await appendAll(store, log.slice(i, i + 1));
      await until(async () => written.length >= 3 || (await checkpointsIn(store)).length > i + 1);
      await sleep(20);
    }
    expect(faults).toEqual([]);
    const gaps = written.slice(1).map(({ atMs }, i) => atMs - (written[i]?.endedMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect((await checkpointsIn(store)).length).toBeGreaterThan(3);
  }, 60_000);
});

describe('a stop', () => {
  /** After the first look, until it is told to stop. */
  const pause = async (_: number, stopped: AbortSignal): Promise<void> => {
    if (!stopped.aborted) await once(stopped, 'abort');
  };

  it.each([
    [false, 'signs what is left'],
    [true, 'signs nothing where something else has failed'],
  ])('after a fault: %s: %s', async (afterFault) => {
    const store = await logWith(log.slice(0, 20));
    const { signer } = started(store, { pause });
    await until(() => signer.health().through > 0n);
    const before = (await checkpointsIn(store)).length;
    await appendAll(store, log.slice(20));
    await signer.stop({ afterFault });
    expect((await checkpointsIn(store)).length).toBe(afterFault ? before : before + 1);
  });

  it('signs nothing where the last look has failed', async () => {
    const store = await logWith(log);
    let broken = true;
    const failing = Object.assign(Object.create(store) as EventStore, {
      head: (stream: string) => (broken ? Promise.reject(new Error('down')) : store.head(stream)),
    });
    const { signer, faults } = started(failing, { pause });
    await until(() => faults.length > 0);
    broken = false;
    await signer.stop();
    expect(await checkpointsIn(store)).toEqual([]);
  });
});

describe('faults', () => {
  it('never make it pause for longer than a second, and are told ever more seldom', async () => {
    const store = await logWith(log);
    let broken = true;
    const failing = Object.assign(Object.create(store) as EventStore, {
      head: (stream: string) => (broken ? Promise.reject(new Error('down')) : store.head(stream)),
    });
    const pauses: number[] = [];
    const pause = async (ms: number): Promise<void> => {
      pauses.push(ms);
      broken = pauses.length < 140;
      await sleep(0);
    };
    const { signer, faults } = started(failing, { pause, everyMs: 700 });
    await until(() => signer.health().signs && signer.health().through > 0n);
    expect(Math.max(...pauses)).toBe(1_000);
    expect(faults).toHaveLength(8); // of 140: the 1st, 2nd, 4th, 8th, 16th, 32nd, 64th, 128th
    expect(faults.every(({ final }) => !final)).toBe(true);
  });
});

it('is through with a log that stands still, its own checkpoints included', async () => {
  const store = await logWith(log);
  const { signer } = started(store);
  await until(async () => (await checkpointsIn(store)).length > 0);
  const end = (await allEvents(store)).at(-1)?.position ?? 0n;
  expect(end).toBeGreaterThan(BigInt(log.length));
  await until(() => signer.health().through === end);
});
