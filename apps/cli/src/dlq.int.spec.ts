/** `haber dlq`, beside a running group; and `haber republish` onto a real broker. */
import { setTimeout as sleep } from 'node:timers/promises';
import { busMigrations, embeddedTransport, kafkaClient, type Reactions, startReactions, topicsOf } from '@haber/bus';
import { migrate } from '@haber/read-store';
import { describeWithKafka, KafkaBroker, kafkaName, logOfAccounts } from '@haber/testing';
import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';
import { type Ran, ranHaber } from './ran-haber.fixture';

const GROUP = 'spec.reactions';
const { events: log, accounts } = logOfAccounts({ accounts: 2, uses: 3 });
const [sick = ''] = accounts;

let database: PreparedDatabase;
let reactions: Reactions | undefined;
let broken = true;
let handled = 0;

@Controller()
class Requests {
  @EventPattern('credit-account.requested.v1')
  requested({ stream }: { stream: string }): void {
    if (broken && stream === sick) throw new Error('no notice could be sent');
    handled += 1;
  }
}

async function join(): Promise<void> {
  const server = embeddedTransport({
    ...{ group: GROUP, pool: database.pool, store: database.store, isKnownType: () => true },
    retries: { attempts: 2, firstMs: 5 },
    onFault: () => undefined,
  });
  reactions = await startReactions({ server, controllers: [Requests] });
}

beforeAll(async () => {
  database = await prepareDatabase();
  await migrate({ url: database.url, dir: busMigrations, schema: 'bus' });
  await database.append(log);
  await join();
}, 60_000);
afterAll(async () => {
  await reactions?.stop();
  await database.close();
});

function haber(...args: string[]): Promise<Ran> {
  return ranHaber({ DATABASE_URL: database.url }, ...args);
}

/** The group begins anew, broken as it was. */
async function parkOnceMore(): Promise<void> {
  await reactions?.stop();
  broken = true;
  await database.pool.query('UPDATE bus.positions SET position = 0');
  await join();
  const there = async () => (await haber('dlq', 'show', '--group', GROUP, '--key', sick, '--json')).lines.length;
  const wanted = log.filter(({ stream }) => stream === sick).length;
  for (let tries = 0; tries < 500 && (await there()) < wanted; tries += 1) await sleep(20);
}

describe('haber dlq', () => {
  it('lists what is parked with its cause, and shows what waits behind it', async () => {
    const [, ...behind] = log.filter(({ stream }) => stream === sick);
    const list = async () => (await haber('dlq', 'list', '--json')).lines.map((line) => JSON.parse(line) as object);
    const waiting = async () => ((await list())[0] as { messages?: number } | undefined)?.messages ?? 0;
    for (let tries = 0; tries < 500 && (await waiting()) <= behind.length; tries += 1) await sleep(20);
    expect(await list()).toMatchObject([
      {
        group: GROUP,
        key: sick,
        messages: behind.length + 1,
        redriveAskedAt: null,
        cause: 'Error: no notice could be sent',
      },
    ]);
    const text = await haber('dlq', 'list', '--group', GROUP);
    expect(text.lines.join()).toMatch(
      new RegExp(`^${GROUP}  ${sick}  ${behind.length + 1} since .* no notice could be sent$`),
    );

    const shown = await haber('dlq', 'show', '--group', GROUP, '--key', sick, '--json');
    const messages = shown.lines.map(
      (line) => JSON.parse(line) as { ordinal: number; cause: string | null; headers: object; value: string },
    );
    expect(messages.map(({ cause }) => cause)).toEqual(['Error: no notice could be sent', ...behind.map(() => null)]);
    const ordinals = messages.map(({ ordinal }) => ordinal);
    expect(ordinals).toEqual([...new Set(ordinals)].toSorted((a, b) => a - b));
    expect(messages.map(({ value }) => value)).toEqual(
      log.filter(({ stream }) => stream === sick).map(({ data }) => Buffer.from(data).toString('utf8')),
    );
    expect((await haber('dlq', 'show', '--group', GROUP, '--key', sick, '--limit', '1')).lines).toEqual([
      expect.stringMatching(/^\d+ {2}position \d+ {2}Error: no notice could be sent {2}\(2 attempts\)$/),
      expect.stringMatching(/^ {2}credit-account\.requested\.v1 0 {2}\{/),
    ]);
  });

  it('says which of them failed again, and lets them flow once their trouble is mended', async () => {
    const again = await haber('dlq', 'redrive', '--group', GROUP, '--key', sick);
    expect(again).toMatchObject({ code: 1, lines: ['0 of 1 flow again, 1 parked again'] });
    expect(again.notes.join()).toContain('no notice could be sent');
    broken = false;
    const before = handled;
    expect(await haber('dlq', 'redrive', '--all')).toMatchObject({
      code: 0,
      lines: ['1 of 1 flow again, 0 parked again'],
    });
    expect(handled).toBe(before + 1);
    expect(await haber('dlq', 'list')).toEqual({ code: 0, lines: [], notes: ['nothing is parked'] });
    expect((await haber('dlq', 'show', '--group', GROUP, '--key', sick)).code).toBe(1);
  });

  it('drops the first for good when it is told why, and lets what waits behind it be tried', async () => {
    await parkOnceMore();
    const dropping = ['dlq', 'drop', '--group', GROUP, '--key', sick];
    const shown = (await haber('dlq', 'show', '--group', GROUP, '--key', sick, '--json')).lines;
    const [first = '', next = ''] = shown.map((line) => String((JSON.parse(line) as { ordinal: number }).ordinal));
    const because = ['--reason', 'sent by hand'];
    for (const wrong of [
      ['--ordinal', '1'],
      because,
      ['--ordinal', '1', '--reason', ' '],
      ['--ordinal', '1', '--reason', 'x'.repeat(501)],
      ...['0', '-1', '1.5', 'first', '2147483648'].map((ordinal) => ['--ordinal', ordinal, ...because]),
    ]) {
      expect((await haber(...dropping, ...wrong)).code).toBe(2);
    }
    const second = await haber(...dropping, '--ordinal', next, ...because);
    expect(second).toMatchObject({ code: 1, lines: [], notes: [expect.stringContaining('only the first')] });
    const none = await haber('dlq', 'drop', '--group', GROUP, '--key', 'none', '--ordinal', '1', ...because);
    expect(none).toMatchObject({ code: 1, notes: [`${GROUP} has parked nothing of none`] });

    expect(await haber(...dropping, '--ordinal', first, ...because)).toMatchObject({
      code: 0,
      lines: [expect.stringMatching(`^dropped position \\d+; ${shown.length - 1} behind it are to be redriven$`)],
    });
    const again = await haber(...dropping, '--ordinal', first, '--reason', 'another', '--json');
    expect([again.code, JSON.parse(again.lines.join())]).toMatchObject([
      0,
      { kind: 'dropped_before', reason: 'sent by hand' },
    ]);
    // What has no fault of its own is nothing for this reaction, and done with.
    const flows = async () => (await haber('dlq', 'list', '--json')).lines.length === 0;
    for (let tries = 0; tries < 500 && !(await flows()); tries += 1) await sleep(20);
    expect(await flows()).toBe(true);
  });

  it('says that nobody of the group runs, and wants to know what to redrive', async () => {
    await reactions?.stop();
    reactions = undefined;
    await database.pool.query(`INSERT INTO bus.parked_accounts (reaction_group, key) VALUES ('gone', 'account')`);
    const ran = await haber('dlq', 'redrive', '--group', 'gone', '--wait', '0');
    expect([ran.code, ran.lines]).toEqual([1, ['0 of 1 flow again, 0 parked again; 1 wait for a running process of their group']]); // prettier-ignore
    expect((await haber('dlq', 'redrive')).code).toBe(2);
    expect((await haber('dlq', 'redrive', '--group', 'gone', '--wait', 'long')).code).toBe(2);
  });
});

describe('haber republish', () => {
  it('wants a Kafka, and positions that are some', async () => {
    expect((await haber('republish', '--from', '1')).notes.join()).toContain('KAFKA_BROKERS');
    for (const wrong of [['--from', '0'], ['--from', 'x'], ['--from', '5', '--to', '4'], []]) {
      expect((await haber('republish', ...wrong)).code).toBe(2);
    }

    const unreachable = { DATABASE_URL: database.url, KAFKA_BROKERS: '127.0.0.1:9' };
    const tooSoon = await ranHaber(unreachable, 'republish', '--from', '1');
    expect([tooSoon.code, tooSoon.notes.join()]).toEqual([1, expect.stringContaining('has published nothing so far')]);
    await database.pool.query('UPDATE bus.relay SET position = 4');
    for (const ahead of [
      ['--from', '5'],
      ['--from', '1', '--to', '5'],
    ]) {
      const ran = await ranHaber(unreachable, 'republish', ...ahead);
      expect([ran.code, ran.notes.join()]).toEqual([1, expect.stringContaining('up to position 4 so far')]);
    }
    expect((await ranHaber(unreachable, 'republish', '--from', '1')).code).toBe(1);
  });
});

describeWithKafka('haber republish, on a real Kafka', () => {
  let broker: KafkaBroker;
  beforeAll(async () => {
    broker = await KafkaBroker.start();
  }, 300_000);
  afterAll(() => broker.destroy(), 60_000);

  it('publishes the part that it is asked for', async () => {
    const prefix = kafkaName('cli');
    const { brokers } = broker;
    const env = { DATABASE_URL: database.url, KAFKA_BROKERS: brokers.join(), HABER_TOPIC_PREFIX: prefix };
    await database.pool.query('UPDATE bus.relay SET position = 5');
    const ran = await ranHaber(env, 'republish', '--from', '2', '--json');
    expect(ran).toEqual({ code: 0, lines: ['{"events":4}'], notes: [] });
    const admin = kafkaClient({ brokers, clientId: 'spec' }).admin();
    await admin.connect();
    const offsets = await admin.fetchTopicOffsets(topicsOf(prefix).ofCategory('account'));
    await admin.disconnect();
    expect(offsets).toHaveLength(24);
    const ofAccounts = log.slice(1, 5).filter(({ stream }) => stream.startsWith('account-'));
    expect(offsets.reduce((sum, { high }) => sum + Number(high), 0)).toBe(ofAccounts.length);
  }, 60_000);
});
