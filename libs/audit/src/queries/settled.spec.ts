/** What is asked about the moment: an event that was decided by then and is still on its way into the log. */
import { type AccountWriter, GroupCommit, SETTLED_AFTER_MS, StreamWriter } from '@haber/account-writer';
import { type EventStore, memoryEventStore } from '@haber/event-store';
import {
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  creditAccountDefinition,
  type CreditAccountEvent,
} from '@haber/ledger';
import { approved, countingIds, fakeClock, requested } from '@haber/testing';
import { accountBalances } from './account-balances';

const stream = commercialCreditStream('demo/test', 'c1');
type Writer = AccountWriter<CreditAccount, CreditAccountEvent, CreditAccountDraft>;

function start() {
  const time = fakeClock();
  const store = memoryEventStore();
  let passing: Promise<void> = Promise.resolve();
  const gate: { arrived: boolean } = { arrived: false };
  const slow: EventStore = Object.create(store, {
    append: {
      value: async (...of: Parameters<EventStore['append']>) => {
        gate.arrived = true;
        await passing;
        return store.append(...of);
      },
    },
  }) as EventStore;
  const shared = { clock: time.clock, newId: countingIds(), random: () => 0.5 };
  const groupCommit = new GroupCommit({ store: slow, random: () => 0.5 });
  const accounts: Writer = new StreamWriter(creditAccountDefinition, {
    ...{ ...shared, store: slow, groupCommit, onFault: () => undefined },
  });
  /** Appends from now on arrive, and wait. */
  const hold = (): (() => void) => {
    let release = (): void => undefined;
    passing = new Promise((resolve) => (release = resolve));
    gate.arrived = false;
    return release;
  };
  const write = (...accept: CreditAccountDraft[]) =>
    accounts.execute({
      ...{ stream, tenant: 'demo/test', actor: 'ana', correlationId: 'r1', keys: [] },
      decide: () => ({ accept }),
    });
  const onItsWay = async (): Promise<void> => {
    while (!gate.arrived) await new Promise((resolve) => setImmediate(resolve));
  };
  const asked = (knownAt: string, at?: string) =>
    accountBalances({ store, accounts, clock: time.clock }, stream, { at, knownAt });
  return { time, store, accounts, hold, write, onItsWay, asked };
}

it.each([
  ['known_at alone', undefined],
  ['both instants', '2025-11-25T00:00:00.000Z'],
])('an answer to which something may still be added says so, and is final after that: %s', async (_, at) => {
  const { time, hold, write, onItsWay, asked } = start();
  await write(requested());
  time.advanceMs(SETTLED_AFTER_MS);
  const release = hold();
  const moment = time.now();
  const writing = write(approved());
  await onItsWay();
  time.advanceMs(1_000);
  const early = await asked(moment, at);
  expect(early).toMatchObject({ revision: 0, settled: false });
  release();
  await writing;
  // The same question has another answer: what `settled: false` warned of.
  expect(await asked(moment, at)).toMatchObject({ revision: 1, settled: false });
  time.advanceMs(SETTLED_AFTER_MS - 1_001);
  expect(await asked(moment, at)).toMatchObject({ settled: false });
  time.advanceMs(1);
  expect(await asked(moment, at)).toMatchObject({ revision: 1, settled: true });
});

it('what an event carries is final at once, and what stands now is not', async () => {
  const { time, store, accounts, write } = start();
  await write(requested(), approved());
  const ask = (question: Parameters<typeof accountBalances>[2]) =>
    accountBalances({ store, accounts, clock: time.clock }, stream, question);
  expect(await ask({ revision: 1 })).toMatchObject({ revision: 1, settled: true });
  expect(await ask({ at: undefined, knownAt: undefined })).toMatchObject({ revision: 1, settled: false });
  expect(await ask({ at: time.now(), knownAt: undefined })).toMatchObject({ revision: 1, settled: false });
});
