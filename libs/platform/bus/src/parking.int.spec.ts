/** What is parked, under which account, and how a person takes it out for good; on a real Postgres, without a bus. */
import { createPool, migrate } from '@haber/read-store';
import { testEventLog } from '@haber/testing';
import type { Pool } from 'pg';
import { until } from './contract/fixture';
import { type DropOutcome, dropParked } from './dropping';
import { busMigrations } from './index';
import { Taking } from './intake';
import { askToRedrive, countParkedAccounts, type Delivered, parkedAccounts, parkedMessages, Parking } from './parking';
import { redriveWhenAsked } from './redrive';

const FAILURE = { cause: 'PoisonMessage: bad JSON', attempts: 1 };
const REASON = 'the partner sends it anew';

let log: Awaited<ReturnType<typeof testEventLog>>;
/** Of the processes. */
let pool: Pool;
/** Of whoever runs `haber`. */
let owner: Pool;
let group: string;
let parking: Parking;
let groups = 0;

beforeAll(async () => {
  log = await testEventLog();
  await migrate({ url: log.url, dir: busMigrations, schema: 'bus' });
  const options = { max: 6, statementTimeoutMs: 60_000, applicationName: 'parking spec' };
  pool = createPool({ url: log.runtimeUrl, ...options });
  owner = createPool({ url: log.url, ...options });
}, 60_000);
beforeEach(async () => {
  await owner.query('ALTER SEQUENCE bus.parked_ordinal RESTART');
  groups += 1;
  group = `group-${groups}`;
  parking = new Parking(pool, group);
});
afterAll(async () => {
  await Promise.all([pool.end(), owner.end()]);
  await log.drop();
});

function delivered(offset: number, { key = 'acme/live/c-1', text = `{"n":${offset}}`, tenant = 'acme/live' } = {}) {
  const message = { topic: 't', key: 'c-1', value: Buffer.from(text), headers: { tenant } };
  return { message, place: `t partition 0 offset ${offset}`, key };
}

const parked = async (key = 'acme/live/c-1') => {
  const messages = await parkedMessages(pool, { group, key }, 100);
  return messages.map(({ ordinal, message, cause }) => ({ ordinal, text: String(message.value), cause }));
};
const drop = (ordinal: number, patienceMs?: number): Promise<DropOutcome> =>
  dropParked(owner, { group, key: 'acme/live/c-1', ordinal, reason: REASON }, patienceMs);
const dropped = async () => {
  const { rows } = await owner.query<{ ordinal: number; place: string; value: Buffer; reason: string }>(
    `SELECT ordinal, topic, place, headers, value, cause, attempts, reason FROM bus.dropped_messages
     WHERE reaction_group = $1 ORDER BY ordinal`,
    [group],
  );
  return rows;
};
const parkThree = async () => {
  await parking.park(delivered(1), FAILURE);
  for (const offset of [2, 3]) await parking.parkBehind(delivered(offset));
};
/** A running process of the group, until it is stopped. */
function redriving(handle: (text: string) => Promise<boolean>) {
  const stopping = new AbortController();
  const done = redriveWhenAsked({
    ...{ group, pool, parking, signal: stopping.signal, onFault: () => undefined },
    handle: async ({ value }) => ((await handle(String(value))) ? undefined : FAILURE),
  });
  return () => {
    stopping.abort();
    return done;
  };
}

describe('parked', () => {
  it('under what the topic’s reader says, and read again as it came', async () => {
    const read = { 'c-1 acme/test': false };
    const taken: string[] = [];
    const taking = new Taking<string>(
      {
        read: ({ key, headers }) => `${key} ${headers['tenant']}`,
        handle: (items) => {
          const done = items.filter(({ value }) => value !== 'c-1 acme/test' || read['c-1 acme/test']);
          taken.push(...done.map(({ value, place }) => `${value} ${place.slice(-1)}`));
          return Promise.resolve(
            new Map(items.filter((item) => !done.includes(item)).map((item) => [item, 'no such customer'])),
          );
        },
        onFault: (error) => {
          throw error;
        },
      },
      parking,
      { onParked: () => Promise.resolve() },
    );
    const test = { key: 'acme/test/c-1', tenant: 'acme/test' };
    const slice: Delivered[] = [delivered(1, test), delivered(2), delivered(3, test), delivered(4)];
    const { signal } = new AbortController();
    await taking.deliver(slice, signal);
    await taking.deliver([delivered(5), delivered(6, test)], signal);
    expect(taken).toEqual(['c-1 acme/live 2', 'c-1 acme/live 4', 'c-1 acme/live 5']);
    expect((await parkedAccounts(pool, { group })).map(({ key, messages }) => [key, messages])).toEqual([
      ['acme/test/c-1', 3],
    ]);
    expect(await countParkedAccounts(pool, group)).toBe(1);
    read['c-1 acme/test'] = true;
    const messages = await parkedMessages(pool, { group, key: 'acme/test/c-1' }, 9);
    for (const { message } of messages) expect(await taking.redrive(message)).toBeUndefined();
    expect(taken.slice(3)).toEqual(Array.from({ length: 3 }, () => 'c-1 acme/test n'));
  });

  it('once, however often it is delivered; but not for what was at its place in a topic of the same name', async () => {
    await parking.park(delivered(1), FAILURE);
    for (let again = 0; again < 2; again += 1) {
      await parking.parkBehind(delivered(1));
      await parking.parkBehind(delivered(1, { text: '{"n":"anew"}' }));
      await parking.park(delivered(1, { tenant: 'acme/else' }), FAILURE);
    }
    expect((await parked()).map(({ text }) => text)).toEqual(['{"n":1}', '{"n":"anew"}', '{"n":1}']);
  });

  it('under the hash of a key that no column takes, which no other key can pass for', async () => {
    await parking.park(delivered(1, { key: '\u0000' }), FAILURE);
    const [account] = await parkedAccounts(pool, { group });
    expect(account?.key).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await parking.parkedAmong(['\u0000', account?.key ?? ''])).toEqual(new Set(['\u0000']));
  });
});

describe('dropped', () => {
  it('with a trace, and what waits behind it is asked to be redriven', async () => {
    await parkThree();
    const place = 't partition 0 offset 1';
    expect(await drop(1)).toEqual({ kind: 'dropped', place, cause: FAILURE.cause, waiting: 2 });
    expect(await dropped()).toEqual([
      {
        ...{ ordinal: 1, topic: 't', place, value: Buffer.from('{"n":1}'), reason: REASON, ...FAILURE },
        headers: Buffer.from('{"key":"c-1","headers":{"tenant":"acme/live"}}'),
      },
    ]);
    expect((await parked()).map(({ ordinal }) => ordinal)).toEqual([2, 3]);
    const handled: string[] = [];
    const stop = redriving((text) => Promise.resolve(handled.push(text) > 0));
    await until(async () => (await countParkedAccounts(pool, group)) === 0, 'the rest to flow');
    await stop();
    expect(handled).toEqual(['{"n":2}', '{"n":3}']);
  });

  it('alone of its account, which then flows again; a repeat says so, and hits nothing that came later', async () => {
    await parking.park(delivered(1), FAILURE);
    expect(await drop(1)).toMatchObject({ kind: 'dropped', waiting: 0 });
    expect([await countParkedAccounts(pool, group), await parking.parkBehind(delivered(2))]).toEqual([0, false]);
    await parking.park(delivered(3), FAILURE);
    expect(await drop(1)).toMatchObject({ kind: 'dropped_before', reason: REASON, droppedAt: expect.any(Date) });
    expect(await parked()).toEqual([{ ordinal: 2, text: '{"n":3}', cause: FAILURE.cause }]);
  });

  it('not in the place of one that was redriven meanwhile', async () => {
    await parking.park(delivered(1), FAILURE);
    const stop = redriving(() => Promise.resolve(true));
    await askToRedrive(pool, { group });
    await until(async () => (await countParkedAccounts(pool, group)) === 0, 'it to flow');
    await stop();
    await parking.park(delivered(2), FAILURE);
    expect(await drop(1)).toEqual({ kind: 'not_first', first: 2 });
    expect((await parked()).map(({ text }) => text)).toEqual(['{"n":2}']);
  });

  it('not unless it is the first, and was tried', async () => {
    expect(await drop(1)).toEqual({ kind: 'not_parked' });
    await parkThree();
    expect([await drop(2), await drop(9)]).toEqual([
      { kind: 'not_first', first: 1 },
      { kind: 'not_first', first: 1 },
    ]);
    await owner.query('DELETE FROM bus.parked_messages WHERE reaction_group = $1 AND ordinal = 1', [group]);
    expect(await drop(2)).toEqual({ kind: 'untried' });
    expect([(await parked()).length, await dropped()]).toEqual([2, []]);
  });

  it('once, by however many at once, beside those who park behind it', async () => {
    await parkThree();
    const work = await Promise.all([
      ...[1, 1, 1, 1].map((ordinal) => drop(ordinal)),
      ...[4, 5, 6, 7].map((offset) => insistently(() => parking.parkBehind(delivered(offset)))),
    ]);
    const kinds = work.slice(0, 4).map((outcome) => (outcome as DropOutcome).kind);
    expect(kinds.toSorted()).toEqual(['dropped', 'dropped_before', 'dropped_before', 'dropped_before']);
    expect(work.slice(4)).toEqual([true, true, true, true]);
    const texts = (await parked()).map(({ text }) => text);
    expect(texts.toSorted()).toEqual([2, 3, 4, 5, 6, 7].map((n) => `{"n":${n}}`));
    expect((await dropped()).map(({ ordinal }) => ordinal)).toEqual([1]);
  });

  it('never while a redrive may be handling it: it waits, and says when that takes too long', async () => {
    await parkThree();
    const [started, going] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const stop = redriving(async () => {
      started.resolve();
      await going.promise;
      return true;
    });
    await askToRedrive(pool, { group });
    await started.promise;
    expect(await drop(1, 50)).toEqual({ kind: 'busy' });
    const waiting = drop(1, 60_000);
    going.resolve();
    // All three were done with before the drop had its turn.
    expect(await waiting).toEqual({ kind: 'not_parked' });
    await stop();
    expect([await parked(), await dropped()]).toEqual([[], []]);
  });
});

/** As whoever parks does: two on one account at once may clash. */
async function insistently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    const done = await work().then(
      (value) => ({ value }),
      (error: { code?: string }) => {
        if (error.code !== '23505') throw error;
      },
    );
    if (done) return done.value;
  }
}
