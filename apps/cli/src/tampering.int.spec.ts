/**
 * A superuser disables the triggers and changes the log by SQL, in every way that the issue names: `verify` finds each,
 * with its stream and its first broken revision, also when he repairs the heads to match.
 */
import { formatHead, type HeadEvidence, parseEvidence, readHeads, type Verified, verify } from '@haber/audit';
import { PROJECTIONS } from '@haber/composition';
import { hashOf } from '@haber/event-store';
import { logOfAccounts, rechained, bytesOf, jsonOf } from '@haber/testing';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';

const { events: log, accounts } = logOfAccounts({ accounts: 5, uses: 80, products: 2 });
const products = [...new Set(log.map(({ stream }) => stream).filter((stream) => stream.startsWith('product-')))];
const victim = accounts[2] ?? '';
const ofVictim = log.filter(({ stream }) => stream === victim);
const last = ofVictim.at(-1)?.revision ?? -1;
const R = ofVictim.find(({ type, revision }) => type.includes('credit-used') && revision > 30)?.revision ?? -1;

let database: PreparedDatabase;
beforeEach(async () => {
  database = await prepareDatabase();
  await database.append(log);
  await database.project();
});
afterEach(() => database.close());

const THE_EVENT = (revision: number): string => `stream_id = '${victim}' AND revision = ${revision}`;

async function tampered(sql: string): Promise<Verified> {
  await database.tamper(sql);
  return verify({ pool: database.pool });
}

function found({ findings }: Verified): string[] {
  return findings.map(({ kind, stream, revision }) => `${kind} ${stream ?? 'log'}@${revision ?? ''}`);
}

const hex = (bytes: Uint8Array): string => `'\\x${Buffer.from(bytes).toString('hex')}'::bytea`;
const eventAt = (revision: number) => ofVictim[revision] ?? { data: new Uint8Array(), metadata: new Uint8Array() };
const withActor = (revision: number): string =>
  hex(bytesOf({ ...jsonOf(eventAt(revision).metadata), actor: 'nobody' }));

const hashAt = (revision: number): string => {
  const event = ofVictim[revision];
  return `decode('${event ? hashOf(victim, revision, event) : ''}', 'hex')`;
};

describe('verify', () => {
  it('is content with an untouched log, and says what it compared', async () => {
    const verified = await verify({ pool: database.pool });
    expect(verified.findings).toEqual([]);
    expect(verified).toMatchObject({ differences: 0, events: log.length, streams: 12, position: BigInt(log.length) });
    // All of them are there (the last test of this file), and of what the log is about there are rows.
    const empty = verified.derived.filter(({ rows }) => rows === 0).map(({ table }) => table.split('.')[0]);
    expect(new Set(empty)).toEqual(new Set(['capacity', 'payments']));
  });

  it('finds changed data', async () => {
    const data = hex(bytesOf({ ...jsonOf(eventAt(R).data), amountMinor: '1' }));
    const result = await tampered(`UPDATE event_log.events SET data = ${data} WHERE ${THE_EVENT(R)}`);
    expect(found(result)).toEqual(
      expect.arrayContaining([`chain ${victim}@${R}`, `invariant ${victim}@${R}`, `read-model ${victim}@${last}`]),
    );
    expect(found(result).filter((line) => !line.includes(victim))).toEqual([]);
  });

  it('finds changed metadata', async () => {
    const result = await tampered(`UPDATE event_log.events SET metadata = ${withActor(R)} WHERE ${THE_EVENT(R)}`);
    expect(found(result)).toEqual([`chain ${victim}@${R}`]);
  });

  it('finds changed metadata of a last event, which no later one names', async () => {
    const result = await tampered(`UPDATE event_log.events SET metadata = ${withActor(last)} WHERE ${THE_EVENT(last)}`);
    expect(found(result)).toEqual([`stream-head ${victim}@${last}`]);
  });

  it('finds a changed type', async () => {
    const type = 'credit-account.payment-received.v1';
    const result = await tampered(`UPDATE event_log.events SET type = '${type}' WHERE ${THE_EVENT(R)}`);
    expect(found(result)).toEqual(expect.arrayContaining([`chain ${victim}@${R}`, `unreadable ${victim}@${R}`]));
  });

  it('finds a changed time', async () => {
    const time = { recordedAt: '2026-01-20T00:00:00.000Z', effectiveAt: '2026-01-20T00:00:00.000Z' };
    const metadata = hex(bytesOf({ ...jsonOf(eventAt(R).metadata), ...time }));
    const result = await tampered(`UPDATE event_log.events SET metadata = ${metadata} WHERE ${THE_EVENT(R)}`);
    expect(found(result)).toContain(`chain ${victim}@${R}`);
  });

  it('finds rows that were swapped, by revision and by position', async () => {
    const result = await tampered(`
      UPDATE event_log.events SET revision = 100000 WHERE ${THE_EVENT(20)};
      UPDATE event_log.events SET revision = 20 WHERE ${THE_EVENT(R)};
      UPDATE event_log.events SET revision = ${R} WHERE ${THE_EVENT(100000)}`);
    expect(found(result)).toContain(`revision ${victim}@20`);

    const [a, b] = [ofVictim[40]?.position, ofVictim[45]?.position];
    const positions = await tampered(`
      UPDATE event_log.events SET revision = 200000 WHERE ${THE_EVENT(20)};
      UPDATE event_log.events SET revision = 20 WHERE ${THE_EVENT(R)};
      UPDATE event_log.events SET revision = ${R} WHERE ${THE_EVENT(200000)};
      UPDATE event_log.events SET position = -1 WHERE position = ${a};
      UPDATE event_log.events SET position = ${a} WHERE position = ${b};
      UPDATE event_log.events SET position = ${b} WHERE position = -1`);
    expect(found(positions)).toContain(`revision ${victim}@40`);
  });

  it('finds the swapped contents of two events', async () => {
    const result = await tampered(`
      UPDATE event_log.events AS x SET event_id = y.event_id, type = y.type, data = y.data, metadata = y.metadata
      FROM event_log.events AS y WHERE x.stream_id = '${victim}' AND y.stream_id = x.stream_id
        AND (x.revision, y.revision) IN ((20, ${R}), (${R}, 20))`);
    expect(found(result)).toContain(`chain ${victim}@20`);
  });

  it('finds an event put into another stream', async () => {
    const other = accounts[0] ?? '';
    const beyond = log.filter(({ stream }) => stream === other).length;
    const result = await tampered(`
      UPDATE event_log.events SET stream_id = '${other}', revision = ${beyond} WHERE ${THE_EVENT(last)}`);
    expect(found(result)).toEqual(
      expect.arrayContaining([`stream-head ${victim}@${last}`, `chain ${other}@${beyond - 1}`]),
    );
  });

  describe('a deleted last event', () => {
    const DELETE = `DELETE FROM event_log.events WHERE ${THE_EVENT(last)}`;
    const HEAD = `UPDATE event_log.streams SET revision = ${last - 1}, revision_before = ${last - 2},
      head_hash = ${hashAt(last - 1)} WHERE stream_id = '${victim}'`;

    it('is found by the gap that it leaves, the stream’s head, and the read models', async () => {
      const result = await tampered(DELETE);
      expect(found(result)).toEqual(
        expect.arrayContaining([
          'log log@',
          `stream-head ${victim}@${last}`,
          `read-model ${victim}@${last}`,
          `command-index ${victim}@${last}`,
        ]),
      );
    });

    it('is found when the head is repaired and the positions behind it are closed up', async () => {
      const position = ofVictim[last]?.position ?? 0n;
      const result = await tampered(`${DELETE}; ${HEAD};
        UPDATE event_log.events SET position = -position WHERE position > ${position};
        UPDATE event_log.events SET position = -position - 1 WHERE position < 0;
        UPDATE event_log.log_head SET position = position - 1`);
      expect(found(result)).toEqual(
        expect.arrayContaining([`read-model ${victim}@${last}`, `command-index ${victim}@${last}`]),
      );
      expect(result.findings.some(({ what }) => what.includes('stands at position'))).toBe(true);
    });

    it('is found by a head that was kept, when the read models are made anew as well', async () => {
      const kept = await headsNow();
      await database.tamper(`${DELETE}; ${HEAD}`);
      await database.tamper(`UPDATE event_log.events SET position = -position WHERE position > ${ofVictim[last]?.position ?? 0n};
        UPDATE event_log.events SET position = -position - 1 WHERE position < 0; UPDATE event_log.log_head SET position = position - 1`);
      await database.project();
      expect((await verify({ pool: database.pool })).findings).toEqual([]);
      const evidence = parseEvidence(kept.map(formatHead));
      expect(found(await verify({ pool: database.pool, evidence }))).toEqual([`evidence ${victim}@${last}`]);
    });
  });

  it('finds a deleted stream, heads and positions repaired', async () => {
    const result = await tampered(`
      DELETE FROM event_log.events WHERE stream_id = '${victim}'; DELETE FROM event_log.streams WHERE stream_id = '${victim}';
      CREATE TABLE moved AS SELECT position, row_number() OVER (ORDER BY position) AS place FROM event_log.events;
      UPDATE event_log.events SET position = -position;
      UPDATE event_log.events AS e SET position = place FROM moved WHERE e.position = -moved.position;
      UPDATE event_log.log_head SET position = (SELECT count(*) FROM event_log.events)`);
    expect(found(result)).toEqual(expect.arrayContaining([`read-model ${victim}@0`, `command-index ${victim}@0`]));
  });

  it('finds a tail that was chained anew, given an earlier head or the log’s one line', async () => {
    const before = await verify({ pool: database.pool });
    const kept = (await headsNow()).find(({ stream }) => stream === victim);
    const changed = ofVictim.map((event) =>
      event.revision === R ? { ...event, metadata: bytesOf({ ...jsonOf(event.metadata), actor: 'nobody' }) } : event,
    );
    const forged = rechained(changed, victim, R);
    await database.tamper(
      forged.slice(R).map(({ revision, metadata }) => `UPDATE event_log.events SET metadata = ${hex(metadata)} WHERE ${THE_EVENT(revision)}`).join(';'), // prettier-ignore
    );
    // The head that the store keeps gives it away, until that is forged as well.
    expect(found(await verify({ pool: database.pool }))).toEqual([`stream-head ${victim}@${last}`]);
    const end = forged.at(-1);
    const forgedHash = end ? hashOf(victim, end.revision, end) : '';
    await database.tamper(
      `UPDATE event_log.streams SET head_hash = decode('${forgedHash}', 'hex') WHERE stream_id = '${victim}'`,
    );
    expect((await verify({ pool: database.pool })).findings).toEqual([]);
    const head = parseEvidence(kept ? [formatHead(kept)] : []);
    expect(found(await verify({ pool: database.pool, evidence: head }))).toEqual([`evidence ${victim}@${last}`]);
    const line = parseEvidence([before.logEvidence ?? '']);
    expect(found(await verify({ pool: database.pool, evidence: line }))).toEqual(['evidence log@']);
  });

  it('finds read models and snapshots that say otherwise than the log', async () => {
    const rows = await tampered(`
      UPDATE credit_lines.credit_account SET available_minor = available_minor + 1 WHERE stream = '${victim}';
      UPDATE credit_lines.credit_account SET debts = '[]' WHERE stream = '${accounts[1]}';
      DELETE FROM credit_lines.credit_account WHERE stream = '${accounts[3]}';
      DELETE FROM writer.command_index WHERE stream = '${accounts[3]}' AND key = 'order:order-7';
      UPDATE writer.command_index SET fingerprint = 'x' WHERE stream = '${accounts[4]}' AND key = 'order:order-7';
      INSERT INTO writer.command_index VALUES ('${victim}', 'order:never', 5, 'x');
      INSERT INTO writer.snapshots VALUES ('${victim}', 5, 1, 'x', '{}', 'x')`);
    const order7 = (stream: string | undefined): number =>
      log.find((e) => e.stream === stream && Buffer.from(e.metadata).includes('"order-7"'))?.revision ?? -1;
    expect(found(rows).sort()).toEqual(
      [
        `read-model ${victim}@${last}`,
        `read-model ${accounts[1]}@${log.filter((e) => e.stream === accounts[1]).length - 1}`,
        `read-model ${accounts[3]}@0`,
        `command-index ${accounts[3]}@${order7(accounts[3])}`,
        `command-index ${accounts[4]}@${order7(accounts[4])}`,
        `command-index ${victim}@5`,
        `snapshot ${victim}@5`,
      ].sort(),
    );
  });

  it('holds every read model of the product against the log', async () => {
    const { derived } = await verify({ pool: database.pool });
    const tables = PROJECTIONS.flatMap(({ schema, tables }) => tables.map((table) => `${schema}.${table}`));
    expect(tables.length).toBeGreaterThan(3);
    expect(derived.map(({ table }) => table).sort()).toEqual([...tables, 'event_log.streams'].sort());
    expect(derived.map(({ table, rows }) => [table, rows])).toContainEqual(['credit_lines.product', products.length]);
  });

  it.each([
    ['a missing product', (stream: string) => `DELETE FROM credit_lines.product WHERE stream = '${stream}'`, 0],
    ['another code', (stream: string) => `UPDATE credit_lines.product SET code = 'x' WHERE stream = '${stream}'`, 1],
    [
      'another tenant',
      (stream: string) => `UPDATE credit_lines.product SET tenant = 'a/live' WHERE stream = '${stream}'`,
      1,
    ],
    ['a revision', (stream: string) => `UPDATE credit_lines.product SET revision = 0 WHERE stream = '${stream}'`, 1],
  ])('finds %s', async (_, sql, revision) => {
    const [stream = ''] = products;
    expect(found(await tampered(sql(stream)))).toEqual([`read-model ${stream}@${revision}`]);
  });

  it('finds a product that nobody published, and a read model that is not there at all', async () => {
    const stream = 'product-00000000-0000-5000-8000-000000000001';
    const forged = `INSERT INTO credit_lines.product VALUES ('${stream}', 0, 'demo/test', 'forged')`;
    expect(found(await tampered(forged))).toEqual([`read-model ${stream}@0`]);
    expect(found(await tampered('DROP TABLE credit_lines.product'))).toEqual(['read-model log@']);
  });

  it('finds a key that was used twice', async () => {
    const keys = jsonOf(eventAt(R).metadata)['commandKeys'];
    const event = ofVictim[last];
    if (!event) throw new Error('no last event');
    const metadata = bytesOf({ ...jsonOf(event.metadata), commandKeys: keys });
    const result = await tampered(`UPDATE event_log.events SET metadata = ${hex(metadata)} WHERE ${THE_EVENT(last)}`);
    expect(found(result)).toEqual(
      expect.arrayContaining([`command-key ${victim}@${last}`, `event-id ${victim}@${last}`]),
    );
  });

  it('verifies one stream alone, and finds what is wrong with that one', async () => {
    await database.tamper(`UPDATE event_log.events SET metadata = ${withActor(R)} WHERE ${THE_EVENT(R)}`);
    expect(found(await verify({ pool: database.pool, stream: victim }))).toEqual([`chain ${victim}@${R}`]);
    // Evidence of other streams, and of the log, is passed over.
    const line = (await verify({ pool: database.pool })).logEvidence ?? '';
    const heads = (await headsNow()).map(formatHead);
    const evidence = parseEvidence([...heads, line]);
    const other = await verify({ pool: database.pool, stream: accounts[0] ?? '', evidence });
    expect(other).toMatchObject({ differences: 0, streams: 1 });
  });

  it('takes a read model that lags for what it is', async () => {
    const more = logOfAccounts({ accounts: 5, uses: 90 });
    const later = more.accounts.flatMap((stream) =>
      more.events.filter((e) => e.stream === stream && e.revision >= log.filter((x) => x.stream === stream).length),
    );
    await database.append(later);
    const verified = await verify({ pool: database.pool });
    expect(verified.findings).toEqual([]);
    expect(verified.events).toBe(log.length + later.length);
  });
});

async function headsNow(): Promise<HeadEvidence[]> {
  const client = await database.pool.connect();
  const heads: HeadEvidence[] = [];
  for await (const head of readHeads(client)) heads.push(head);
  client.release();
  return heads;
}
