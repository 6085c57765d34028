/**
 * A logical backup: the truth alone, as of one moment, into a folder that appears whole or not at all. One short
 * snapshot says where the log ends and holds everything small; the log up to that position never changes again, so it
 * is copied in ranges afterwards, and no snapshot stays open that would keep a busy server from tidying up.
 */
import { hash } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { GENESIS_HASH, hashOf, logDigest } from '@haber/event-store';
import type { Pool, PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { CopyCutter, type Field, type Rows } from './copy-binary';
import { BackupRefused, fileOf, FORMAT, MANIFEST, type Manifest, type Part } from './manifest';
import { PartWriter, syncFolder } from './part';
import { EVENTS, HABER_SCHEMAS, type HaberSchema, isOfThisReleaseOrBefore, isThere, SNAPSHOT_TABLES } from './schemas';

export interface BackupOptions {
  /** Of the database's owner. Lends one connection. */
  readonly pool: Pool;
  /** Must not exist. */
  readonly folder: string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly onProgress?: (progress: BackupProgress) => void;
}

export interface BackupProgress {
  readonly position: bigint;
  readonly end: bigint;
}

export interface TakenBackup {
  readonly manifest: Manifest;
  /** Of the manifest, hex: evidence of the whole backup, to be kept outside. */
  readonly sha256: string;
}

/** Positions a statement: a second's work, so that no statement is long. */
const RANGE = 20_000n;

/** @throws BackupRefused when the folder is there, or the database is of another release */
export async function takeBackup(options: BackupOptions): Promise<TakenBackup> {
  const folder = resolve(options.folder);
  if (await stat(folder).catch(() => undefined)) throw new BackupRefused(`${folder} is there already`);
  await removeHalfMade(folder);
  const half = `${folder}.partial-${process.pid}`;
  await mkdir(half, { mode: 0o700 });
  const client = await options.pool.connect();
  client.on('error', () => undefined); // the next query tells
  try {
    const taken = await new Taking(client, half, options).run();
    await syncFolder(half);
    await rename(half, folder);
    await syncFolder(dirname(folder));
    return taken;
  } finally {
    client.release(true);
    await rm(half, { recursive: true, force: true });
  }
}

/** What a backup to the same place that was killed has left. */
async function removeHalfMade(folder: string): Promise<void> {
  for (const name of await readdir(dirname(folder))) {
    const [, pid] = name.startsWith(`${basename(folder)}.`) ? (/\.partial-(\d+)$/.exec(name) ?? []) : [];
    if (pid === undefined || isAlive(Number(pid))) continue;
    await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

class Taking {
  private readonly parts: Part[] = [];
  private position = 0n;
  /** As `haber verify` computes it: one line of evidence for the whole log. */
  private digest = GENESIS_HASH;

  constructor(
    private readonly client: PoolClient,
    private readonly half: string,
    private readonly options: BackupOptions,
  ) {}

  async run(): Promise<TakenBackup> {
    await this.client.query('SET statement_timeout = 0');
    const taken = await this.snapshot();
    await this.copyLog(BigInt(taken.position));
    const evidence = this.position === 0n ? null : `log@${this.position}:${this.digest}`;
    return this.writeManifest({ ...FORMAT, ...taken, evidence, parts: this.parts });
  }

  /** Keys are committed before the first event under them: this snapshot has all that its log needs. */
  private async snapshot() {
    const takenAt = new Date(this.options.clock()).toISOString();
    await this.client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const schemas = [];
    for (const of of HABER_SCHEMAS) schemas.push({ schema: of.schema, migrations: await this.migrationsOf(of) });
    const { rows } = await this.client.query<{ position: string; server: string }>(
      `SELECT position::text, current_setting('server_version') AS server FROM event_log.log_head`,
    );
    const { position = '', server = '' } = rows[0] ?? {};
    for (const table of SNAPSHOT_TABLES) if (isThere(table, schemas)) await this.copyTable(table);
    await this.client.query('COMMIT');
    // From here on ranges of the log alone, by its index, whatever the statistics of a young table say.
    await this.client.query('SET enable_seqscan = off; SET enable_bitmapscan = off');
    return { takenAt, position, server, schemas };
  }

  /** @throws BackupRefused of a newer release, which may keep truth where this one does not look */
  private async migrationsOf(of: HaberSchema): Promise<string[]> {
    const table = `${of.schema}.migrations`;
    const there = await this.client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
    if (there.rows[0]?.there !== true) return []; // of an older release
    const sql = `SELECT name FROM ${table} ORDER BY id`;
    const ran = (await this.client.query<{ name: string }>(sql)).rows.map(({ name }) => name);
    if (await isOfThisReleaseOrBefore(of, ran)) return ran;
    throw new BackupRefused(`this database is of a newer release of Haber: take the backup with that one`);
  }

  private async copyTable(table: string): Promise<void> {
    const columns = await this.columnsOf(table);
    await this.writePart(table, columns, (writer) => this.copy(`SELECT ${columns.join(', ')} FROM ${table}`, writer));
  }

  private async copyLog(end: bigint): Promise<void> {
    const columns = ['position', 'stream_id', 'revision', 'event_id', 'type', 'data', 'metadata'];
    const rows = await this.writePart(EVENTS, columns, async (writer) => {
      let count = 0;
      for (let after = 0n; after < end; after += RANGE) {
        const through = after + RANGE < end ? after + RANGE : end;
        const range = `position > ${after} AND position <= ${through}`;
        const sql = `SELECT ${columns.join(', ')} FROM ${EVENTS} WHERE ${range} ORDER BY position`;
        count += await this.copy(sql, writer, (row) => this.digestOf(row));
        this.options.onProgress?.({ position: through, end });
      }
      return count;
    });
    if (BigInt(rows) !== end) {
      throw new Error(`the log has ${rows} events and should have ${end}: run haber verify, which says what is gone`);
    }
  }

  private digestOf([position, stream, revision, id, type, data, metadata]: readonly Field[]): void {
    if (!position || !stream || !revision || !id || !type || !data || !metadata) throw new Error('an event has a NULL');
    this.position = position.readBigInt64BE();
    const event = { id: uuidOf(id), type: type.toString('utf8'), data, metadata };
    this.digest = logDigest(this.digest, hashOf(stream.toString('utf8'), revision.readInt32BE(), event));
  }

  /** @returns the number of rows */
  private async writePart(
    table: string,
    columns: readonly string[],
    fill: (writer: PartWriter) => Promise<number>,
  ): Promise<number> {
    const file = fileOf(table);
    const writer = new PartWriter(join(this.half, file));
    try {
      const rows = await fill(writer);
      this.parts.push({ table, columns: [...columns], file, rows, ...(await writer.end()) });
      return rows;
    } catch (error) {
      await writer.abandon();
      throw error;
    }
  }

  private async copy(select: string, writer: PartWriter, onRow?: (row: Rows['rows'][number]) => void): Promise<number> {
    const cutter = new CopyCutter();
    let count = 0;
    const stream = this.client.query(copyTo(`COPY (${select}) TO STDOUT (FORMAT binary)`));
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      const { bytes, rows } = cutter.push(chunk);
      if (onRow) rows.forEach(onRow);
      count += rows.length;
      await writer.write(bytes);
    }
    cutter.end();
    return count;
  }

  /** Without the generated ones, which the server makes again. */
  private async columnsOf(table: string): Promise<readonly string[]> {
    const { rows } = await this.client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
      [table],
    );
    return rows.map(({ name }) => name);
  }

  private async writeManifest(manifest: Manifest): Promise<TakenBackup> {
    const text = `${JSON.stringify(manifest, undefined, 2)}\n`;
    const handle = await open(join(this.half, MANIFEST), 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return { manifest, sha256: hash('sha256', text, 'hex') };
  }
}

function uuidOf(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
