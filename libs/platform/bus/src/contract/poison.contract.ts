/** Contract: what cannot be handled parks with its cause and holds up its own account alone; a redrive lets it flow. */
import { StoreBusy } from '@haber/event-store';
import { askToRedrive, parkedAccounts, parkedMessages } from '../parking';
import { Account, type ContractBus, FAILING, Group, Recorder, UNKNOWN, until, upTo } from './fixture';

type Bus = () => ContractBus;

export function poison(bus: Bus): void {
  let group: Group;
  beforeEach(() => (group = new Group(bus())));
  afterEach(() => group.leave());

  const parkedOf = async (account: Account) => {
    const of = { group: group.name, key: account.stream };
    const messages = await parkedMessages(bus().pool, of, 100);
    return messages.map(({ message, cause, attempts }) => ({ at: message.headers['ce_sequence'], cause, attempts }));
  };
  const accountsOf = (account: Account) => parkedAccounts(bus().pool, { group: group.name, key: account.stream });
  const isFree = async (account: Account) => (await accountsOf(account)).length === 0;
  const redrive = (account: Account) => askToRedrive(bus().pool, { group: group.name, key: account.stream });

  const kinds = [
    ['bad JSON', (account: Account) => account.next(undefined, '{"amount": 1'), 'PoisonMessage: bad JSON', 1],
    ['JSON that is no object', (account: Account) => account.next(undefined, '[1]'), 'PoisonMessage: bad JSON: no object', 1], // prettier-ignore
    ['an unknown type', (account: Account) => account.next(UNKNOWN), `PoisonMessage: unknown event type ${UNKNOWN}`, 1],
    ['a handler that throws', (account: Account) => account.next(FAILING), 'Error: the handler broke', 3],
  ] as const;

  const cycle: Record<string, unknown> = {};
  cycle['itself'] = cycle;
  const thrown = [
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a BigInt in an object', { amount: 1n }, '{ amount: 1n }'],
    ['a cycle', cycle, '<ref *1> { itself: [Circular *1] }'],
    ['a statement of its own that was cancelled', Object.assign(new Error('cancelled'), { code: '57014' }), 'Error: cancelled'], // prettier-ignore
  ] as const;

  it('parks whatever a handler throws, an error or not, with its cause', async () => {
    const accounts = thrown.map(([, what, cause]) => ({ what, cause, account: new Account() }));
    const recorder = new Recorder();
    let now: unknown;
    recorder.failure = () => now;
    recorder.before = ({ stream }) => void (now = accounts.find(({ account }) => account.stream === stream)?.what);
    await bus().publish(accounts.map(({ account }) => account.next(FAILING)));
    await group.join(recorder);
    for (const { account, cause } of accounts) {
      await until(async () => (await parkedOf(account)).length === 1, `what throws ${cause} to be parked`);
      expect(await parkedOf(account)).toEqual([{ at: '0', cause, attempts: 3 }]);
    }
  });

  it.each(kinds)(
    'parks %s with its cause, and its account behind it; others flow',
    async (_, make, cause, attempts) => {
      const [sick, well] = [new Account(), new Account()];
      const before = sick.next();
      await bus().publish([before, make(sick), ...well.many(5), sick.next(), sick.next()]);
      const { recorder, health } = await group.join();
      await until(async () => (await parkedOf(sick)).length === 3, 'the account to be parked');
      await until(() => recorder.firstRevisionsOf(well).length === 5, 'the others');
      await bus().publish([sick.next(), well.next()]);
      await until(async () => (await parkedOf(sick)).length === 4, 'the next to be parked behind');
      await until(() => recorder.firstRevisionsOf(well).length === 6, 'the others again');
      const behind = { cause: undefined, attempts: 0 };
      expect(await parkedOf(sick)).toEqual([
        { at: '1', cause, attempts },
        ...['2', '3', '4'].map((at) => ({ at, ...behind })),
      ]);
      expect(recorder.firstRevisionsOf(sick)).toEqual([0]);
      expect(await accountsOf(sick)).toMatchObject([{ messages: 4, cause, redriveAskedAt: null }]);
      const all = (await parkedAccounts(bus().pool, { group: group.name })).length;
      expect(await health()).toMatchObject({ healthy: true, parkedAccounts: all });
    },
  );

  it('redrives once and in order, with what came meanwhile, and then the account flows again', async () => {
    const sick = new Account();
    await bus().publish([...sick.many(2), sick.next(FAILING), ...sick.many(10)]);
    const { recorder } = await group.join();
    await until(async () => (await parkedOf(sick)).length === 11, 'the account to be parked');
    recorder.failure = undefined;
    // What comes while the account is being redriven waits its turn.
    let late = false;
    recorder.before = async ({ revision }) => {
      if (revision !== 5 || late) return;
      late = true;
      await bus().publish(sick.many(3));
    };
    expect(await redrive(sick)).toBe(1);
    await until(() => isFree(sick), 'the account to be free');
    await until(() => recorder.revisionsOf(sick).length >= 16, 'what came meanwhile');
    await bus().publish(sick.many(2));
    await until(() => recorder.revisionsOf(sick).length >= 18, 'what comes after');
    expect(recorder.revisionsOf(sick)).toEqual(upTo(18));
    expect(await isFree(sick)).toBe(true);
  });

  it('parks again what fails again, in front of what waits, and says so', async () => {
    const sick = new Account();
    await bus().publish([sick.next(FAILING), ...sick.many(2)]);
    const { recorder } = await group.join();
    await until(async () => (await parkedOf(sick)).length === 3, 'the account to be parked');
    recorder.failure = () => new TypeError('and broke again');
    await redrive(sick);
    await until(async () => (await parkedOf(sick))[0]?.cause === 'TypeError: and broke again', 'the second failure');
    const [account] = await accountsOf(sick);
    expect(account).toMatchObject({ messages: 3, redriveAskedAt: null });
    expect((await parkedOf(sick)).map(({ at, attempts }) => [at, attempts])).toEqual([['0', 6], ['1', 0], ['2', 0]]); // prettier-ignore
    expect(recorder.revisionsOf(sick)).toEqual([]);
  });

  it('tries a bounded number of times, with growing waits, while other accounts go on', async () => {
    const [sick, well] = [new Account(), new Account()];
    const atMs: number[] = [];
    const recorder = new Recorder();
    recorder.before = async ({ stream }) => {
      if (stream !== sick.stream) return;
      atMs.push(performance.now());
      if (atMs.length === 2) await until(() => recorder.revisionsOf(well).length === 5, 'others');
    };
    await bus().publish([sick.next(FAILING), ...well.many(5)]);
    await group.join(recorder, { attempts: 4, firstMs: 40, lastMs: 80 });
    await until(async () => (await parkedOf(sick)).length === 1, 'the account to be parked');
    expect(await parkedOf(sick)).toMatchObject([{ attempts: 4 }]);
    expect(atMs).toHaveLength(4);
    // At least so long: timers may be late, never early by more than their grain.
    const waits = atMs.slice(1).map((ms, i) => ms - (atMs[i] ?? 0));
    expect(waits.map((ms, i) => ms >= (i === 0 ? 39 : 79))).toEqual([true, true, true]);
  });

  it('parks for what looks as if it passed and does not, when its patience ends', async () => {
    const [sick, well] = [new Account(), new Account()];
    const recorder = new Recorder();
    recorder.failure = () => new StoreBusy('the address is wrong');
    await bus().publish([sick.next(FAILING), ...well.many(5)]);
    await group.join(recorder, { patienceMs: 300 });
    await until(async () => (await parkedOf(sick)).length === 1, 'the account to be parked');
    expect(await parkedOf(sick)).toMatchObject([{ cause: 'StoreBusy: the address is wrong' }]);
    await until(() => recorder.revisionsOf(well).length === 5, 'the others');
  });

  it('waits for what passes by itself, says so, and counts none of it against the message', async () => {
    const account = new Account();
    const recorder = new Recorder();
    let busy = Infinity;
    recorder.before = ({ stream }) => {
      if (stream !== account.stream) return;
      busy -= 1;
      if (busy >= 0) throw new StoreBusy('the store restarts');
    };
    await bus().publish(account.many(2));
    const { health } = await group.join(recorder);
    const waiting = { healthy: false, fault: 'waiting out: StoreBusy: the store restarts' };
    await until(async () => (await health()).fault === waiting.fault, 'it to be told');
    expect(await health()).toMatchObject(waiting);
    busy = 10;
    await until(() => recorder.revisionsOf(account).length === 2, 'both');
    expect(recorder.revisionsOf(account)).toEqual([0, 1]);
    expect(await health()).toMatchObject({ healthy: true, fault: undefined });
    expect(busy).toBe(-2);
    expect(await isFree(account)).toBe(true);
    expect(group.faults.map(({ message }) => message)).toContain('the store restarts');
  });
}
