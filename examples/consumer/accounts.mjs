// The balances and how far the topic has been read, in one SQLite file. An event counts once, in its account's
// order, behind the event that it names as the one before: else its account stops, says why, and the others go on.
import { DatabaseSync } from 'node:sqlite';

const FIRST = { revision: -1, hash: '0'.repeat(64), customer: null, tenant: null, balances: null, stopped: null };

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 10000;
  CREATE TABLE IF NOT EXISTS accounts (
    account TEXT PRIMARY KEY, tenant TEXT, customer TEXT, revision INTEGER NOT NULL, hash TEXT NOT NULL,
    balances TEXT, stopped TEXT);
  CREATE TABLE IF NOT EXISTS positions (
    topic TEXT, partition INTEGER, next TEXT NOT NULL, PRIMARY KEY (topic, partition));`;

export class Accounts {
  constructor(file) {
    this.database = new DatabaseSync(file, { timeout: 10_000 });
    this.database.exec(SCHEMA);
    const prepare = (sql) => this.database.prepare(sql);
    this.find = prepare('SELECT * FROM accounts WHERE account = ?');
    this.list = prepare('SELECT * FROM accounts ORDER BY account');
    this.keep = prepare(`INSERT OR REPLACE INTO accounts VALUES
      (:account, :tenant, :customer, :revision, :hash, :balances, :stopped)`);
    this.findPosition = prepare('SELECT next FROM positions WHERE topic = ? AND partition = ?');
    this.keepPosition = prepare('INSERT OR REPLACE INTO positions VALUES (:topic, :partition, :next)');
  }

  /** Amounts are texts of digits, in minor units, as the events have them. */
  all() {
    return this.list.all().map((row) => ({ ...row, balances: JSON.parse(row.balances) }));
  }

  position(topic, partition) {
    return this.findPosition.get(topic, partition)?.next ?? '0';
  }

  readAnew(topic, partition) {
    this.keepPosition.run({ topic, partition, next: '0' });
  }

  /** All of the messages and the place behind them, or nothing. Returns what there is to say of it. */
  take(messages, place) {
    // Immediate: another process on this file waits here, and then sees the revisions that this one has left.
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const lines = messages.map((message) => this.takeOne(message, place)).filter((line) => line !== undefined);
      this.keepPosition.run(place);
      this.database.exec('COMMIT');
      return lines;
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  takeOne(message, { topic, partition }) {
    const event = eventOf(message);
    // Whose it is, nobody knows. If it was an account's, that account's next event finds a gap.
    if (!event) return { what: 'unreadable', topic, partition, offset: message.offset };
    const { account, type, revision } = event;
    const known = this.find.get(account) ?? { ...FIRST, account };
    const { next, wrong } = follow(known, event);
    if (next) {
      this.keep.run(next);
      return { what: 'counted', account, revision, type, balances: event.data.balances };
    }
    if (wrong === undefined || known.stopped !== null) return undefined;
    this.keep.run({ ...known, stopped: wrong });
    return { what: 'stopped', account, revision: known.revision, type, why: wrong };
  }
}

/** The account after the event; or what is wrong; or neither, of a repeat. What was missing and comes lets it go on. */
function follow(known, { account, revision, hash, prevHash, tenant, data }) {
  const again = revision === known.revision && hash !== known.hash;
  if (again) return { wrong: `revision ${revision} came again with another hash` };
  if (revision <= known.revision) return {};
  if (revision > known.revision + 1) return { wrong: `revision ${known.revision + 1} is missing before ${revision}` };
  if (prevHash !== known.hash) return { wrong: `revision ${revision} does not follow the hash of the one before` };
  if (!data.balances) return { wrong: `revision ${revision} has no balances` };
  const customer = data.customerId ?? known.customer;
  return {
    next: { account, tenant, customer, revision, hash, balances: JSON.stringify(data.balances), stopped: null },
  };
}

/** Whatever its type: one that this program has never heard of carries the balances after it as well. */
function eventOf({ headers = {}, value }) {
  const names = ['subject', 'type', 'sequence', 'hash', 'prevhash', 'tenant'];
  const texts = names.map((name) => headers[`ce_${name}`]?.toString() ?? '');
  const [account, type, sequence, hash, prevHash, tenant] = texts;
  if (texts.includes('') || !/^\d+$/.test(sequence)) return undefined;
  return { account, type, hash, prevHash, tenant, revision: Number(sequence), data: jsonOf(value) };
}

/** What is no JSON has no balances, and stops its account. */
function jsonOf(value) {
  try {
    return JSON.parse(value) ?? {};
  } catch {
    return {};
  }
}
