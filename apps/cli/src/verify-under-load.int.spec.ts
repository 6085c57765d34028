/**
 * `verify` on a system at work: commands come in, read models follow, one is rebuilt meanwhile. Nothing is wrong, and
 * nothing may be said to be.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { type Command, GroupCommit, StreamWriter } from '@haber/account-writer';
import { postingsProjection, verify } from '@haber/audit';
import { PROJECTIONS } from '@haber/composition';
import { type CreditAccount, creditAccountDefinition, type CreditAccountDraft, NO_DESCRIPTION } from '@haber/ledger';
import { type RunningProjection, rebuildProjection, startProjection } from '@haber/read-store';
import { LOG_TENANT, logOfAccounts } from '@haber/testing';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';

const OF_ACCOUNTS = PROJECTIONS.filter(({ categories }) => categories.includes('account'));
const ROUNDS = 3;
const { events: log, accounts } = logOfAccounts({ accounts: 20, uses: 10 });

let database: PreparedDatabase;
let running: RunningProjection[];
beforeAll(async () => {
  database = await prepareDatabase();
  await database.append(log);
  const { store, pool } = database;
  running = OF_ACCOUNTS.map((projection) =>
    startProjection({ store, pool, projection, onFault: ({ error }) => process.stderr.write(`${error.message}\n`) }),
  );
  await Promise.all(running.map(({ ready }) => ready));
});
afterAll(async () => {
  await Promise.all(running.map((projection) => projection.stop()));
  await database.close();
});

it('says nothing is wrong while commands come in and a read model is rebuilt', async () => {
  const { store, pool } = database;
  const groupCommit = new GroupCommit({ store, random: Math.random });
  const options = { store, groupCommit, clock: Date.now, newId: randomUUID, random: Math.random };
  const writer = new StreamWriter(creditAccountDefinition, options);
  let stopped = false;
  let written = 0;
  const load = accounts.map(async (stream) => {
    while (!stopped) {
      await writer.execute(useOf(stream, `load ${written}`));
      written += 1;
    }
  });

  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const [verified] = await Promise.all([
        verify({ pool }),
        rebuildProjection({ store, pool, projection: OF_ACCOUNTS[round % OF_ACCOUNTS.length] ?? postingsProjection }),
      ]);
      expect(verified.findings).toEqual([]);
      expect(verified.events).toBeGreaterThan(log.length);
      const one = await verify({ pool, stream: accounts[round] ?? '' });
      expect(one.findings).toEqual([]);
    }
  } finally {
    stopped = true;
    await Promise.all(load);
    await writer.close();
  }
  expect(written).toBeGreaterThan(100);
  expect((await verify({ pool })).findings).toEqual([]);
}, 120_000);

function useOf(stream: string, name: string): Command<CreditAccount, CreditAccountDraft, 'absent'> {
  const key = { kind: 'order', key: `${stream} ${name}`, fingerprint: name } as const;
  return {
    ...{ stream, tenant: LOG_TENANT, actor: 'load', correlationId: name, keys: [key] },
    decide(state, { now }) {
      if (state.status === 'absent') return { reject: 'absent' };
      const usedOn = now.slice(0, 10);
      const ids = { accountId: state.accountId, usageId: name, orderId: key.key, bucket: 'single_payment' } as const;
      const data = { ...ids, ...NO_DESCRIPTION, amountMinor: 1n, usedOn, dueOn: usedOn };
      return { accept: [{ type: 'credit-account.credit-used.v1', data }] };
    },
  };
}
