/** Contract: every message of an account, in order, at least once; whoever shares the work keeps to it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Account, type ContractBus, Group, IGNORED, interleaved, isKnownType, Recorder, until, upTo } from './fixture';

type Bus = () => ContractBus;

const ROOT = join(__dirname, '../../../../..');
const PROCESS = join(__dirname, '../../dist/contract/recording-process.fixture.js');

async function inGroup(bus: ContractBus, work: (group: Group) => Promise<void>): Promise<void> {
  const group = new Group(bus);
  try {
    await work(group);
  } finally {
    await group.leave();
  }
}

export function order(bus: Bus): void {
  it('hands every account its events in order, to the handler of their type, with all that they say', () =>
    inGroup(bus(), async (group) => {
      const accounts = upTo(5).map(() => new Account());
      const events = interleaved(accounts.map((account) => account.many(60)));
      await bus().publish(events);
      const { recorder } = await group.join();
      await until(() => accounts.every((account) => recorder.firstRevisionsOf(account).length === 60), 'all events');
      for (const account of accounts) expect(recorder.firstRevisionsOf(account)).toEqual(upTo(60));
      const [first] = events;
      expect(recorder.events.find(({ id }) => id === first?.id)).toEqual({
        ...{ id: first?.id, type: first?.type, stream: first?.stream, revision: 0, json: '{"revision":0}' },
        ...{ tenant: 'acme/live', correlationId: 'c-1', causationId: undefined, prevHash: '0'.repeat(64) },
        ...{ effectiveAt: '2026-03-01T12:00:00.000Z', recordedAt: '2026-03-01T12:00:00.000Z' },
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    }));

  it('leaves out the types that the group has no handler for', () =>
    inGroup(bus(), async (group) => {
      const account = new Account();
      expect(isKnownType(IGNORED)).toBe(true);
      await bus().publish([account.next(), account.next(IGNORED, 'not even JSON'), account.next()]);
      const { recorder, health } = await group.join();
      await until(
        () => recorder.events.some((event) => event.stream === account.stream && event.revision === 2),
        'both',
      );
      expect(recorder.firstRevisionsOf(account)).toEqual([0, 2]);
      const lag = async () => [...(await health()).lag.values()];
      await until(async () => (await lag()).length > 0 && (await lag()).every((left) => left === 0n), 'no lag');
      expect(await health()).toMatchObject({ role: 'active', healthy: true, fault: undefined });
    }));

  it('delivers again what was delivered, and a consumer that knows ids sees nothing new', () =>
    inGroup(bus(), async (group) => {
      const account = new Account();
      await bus().publish(account.many(20));
      const { recorder } = await group.join();
      await until(() => recorder.revisionsOf(account).length >= 20, 'the first time');
      await group.leave();
      await bus().repeat(group.name);
      await group.join(recorder);
      await until(() => recorder.revisionsOf(account).length >= 40, 'the second time');
      expect(recorder.firstRevisionsOf(account)).toEqual(upTo(20));
      expect(recorder.revisionsOf(account).slice(-20)).toEqual(upTo(20));
    }));
}

export function sharing(bus: Bus): void {
  it('lets two share the work, and a third take over, without breaking an account’s order', () =>
    inGroup(bus(), async (group) => {
      const accounts = upTo(24).map(() => new Account());
      const recorder = new Recorder();
      const first = await group.join(recorder);
      await bus().publish(interleaved(accounts.map((account) => account.many(20))));
      await until(() => recorder.events.length > 50, 'a beginning');
      await group.join(recorder);
      await bus().publish(interleaved(accounts.map((account) => account.many(20))));
      await until(() => recorder.events.length > 500, 'half of it');
      await first.stop();
      await group.join(recorder);
      await bus().publish(interleaved(accounts.map((account) => account.many(5))));
      const done = (): boolean => accounts.every((account) => recorder.firstRevisionsOf(account).length === 45);
      await until(done, 'all of it');
      for (const account of accounts) expect(recorder.firstRevisionsOf(account)).toEqual(upTo(45));
      expect(group.faults).toEqual([]);
    }));

  it('stops gracefully: what is under way ends, nothing begins, and the next one goes on', () =>
    inGroup(bus(), async (group) => {
      const account = new Account();
      const recorder = new Recorder();
      let open: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => (open = resolve));
      let isWaiting = false;
      recorder.before = async ({ stream, revision }) => {
        if (stream !== account.stream || revision !== 3) return;
        isWaiting = true;
        await gate;
      };
      const first = await group.join(recorder);
      await bus().publish(account.many(10));
      await until(() => isWaiting, 'the fourth');
      let stopped = false;
      const stopping = first.stop().then(() => (stopped = true));
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(stopped).toBe(false);
      open();
      await stopping;
      expect(recorder.revisionsOf(account)).toEqual(upTo(4));
      await group.join(recorder);
      await until(() => recorder.firstRevisionsOf(account).length === 10, 'the rest');
      expect(recorder.firstRevisionsOf(account)).toEqual(upTo(10));
    }));

  it('loses nothing to kill -9: the next process begins behind the last commit', async () => {
    await promisify(execFile)(process.execPath, [join(ROOT, 'tools/build.mjs')]);
    const { pool, env } = bus();
    await pool.query('CREATE TABLE handled (at bigint GENERATED ALWAYS AS IDENTITY, stream text, revision integer)');
    const accounts = upTo(10).map(() => new Account());
    await bus().publish(interleaved(accounts.map((account) => account.many(60))));
    const streams = accounts.map(({ stream }) => stream);
    const handled = async (): Promise<{ stream: string; revision: number }[]> =>
      (await pool.query('SELECT stream, revision FROM handled WHERE stream = ANY ($1) ORDER BY at', [streams])).rows;
    const { name } = new Group(bus());

    const first = recordingProcess({ ...env, GROUP: name });
    await until(async () => (await handled()).length > 150, 'a beginning');
    first.kill('SIGKILL');
    await once(first, 'exit');
    const before = (await handled()).length;
    expect(before).toBeLessThan(600);
    const second = recordingProcess({ ...env, GROUP: name });
    try {
      await until(async () => new Set((await handled()).map((row) => row.stream + row.revision)).size === 600, 'all');
    } finally {
      second.kill('SIGKILL');
    }
    const rows = await handled();
    for (const { stream } of accounts) {
      const revisions = rows.filter((row) => row.stream === stream).map(({ revision }) => revision);
      expect([...new Set(revisions)]).toEqual(upTo(60));
    }
  });
}

function recordingProcess(env: Readonly<Record<string, string>>): ChildProcess {
  return spawn(process.execPath, [PROCESS], {
    // The broker that it reads from, if any, is the contract's to say.
    env: { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: '', ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
