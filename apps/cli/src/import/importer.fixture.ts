/** A database with one partner, and `haber` upon it: what the specs of the import share. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertMasterKey, loadMasterKey, personalData } from '@haber/personal-data';
import type { Output } from '../output';
import { type PreparedDatabase, prepareDatabase } from '../prepared-database.fixture';
import { type ProgramOptions, runHaber } from '../program';

export const TENANT = 'demo/test';

export interface Ran {
  readonly code: number;
  readonly lines: string[];
  readonly notes: string[];
}

export type Watch = Pick<ProgramOptions, 'onSession'> & {
  readonly onProgress?: (what: string, done: number) => void;
};

/** What `--json` prints last; wrong lines stand before it. */
export interface Summary {
  readonly ok: boolean;
  readonly batchId: string;
  readonly accounts: number;
  readonly presentBefore: number;
  readonly wrongLines: number;
  readonly written: Readonly<Record<string, unknown>> | null;
  readonly totals: readonly Readonly<Record<string, unknown>>[];
  readonly logPosition: string;
}

export class Importer {
  readonly masterKey = randomBytes(32).toString('base64');

  private constructor(
    readonly database: PreparedDatabase,
    readonly folder: string,
  ) {}

  static async start(): Promise<Importer> {
    const folder = await mkdtemp(join(tmpdir(), 'haber-import-'));
    const importer = new Importer(await prepareDatabase(), folder);
    const masterKey = await loadMasterKey({ env: importer.masterKey });
    await assertMasterKey({ pool: importer.database.pool, masterKey });
    await importer.haber('keys', 'create', '--scopes', 'credit:read');
    return importer;
  }

  async close(): Promise<void> {
    await this.database.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  haber(...args: string[]): Promise<Ran> {
    return this.haberWatched({}, ...args);
  }

  async haberWatched({ onSession, onProgress }: Watch, ...args: string[]): Promise<Ran> {
    const lines: string[] = [];
    const notes: string[] = [];
    const output: Output = {
      line: (text) => Promise.resolve(void lines.push(text)),
      note: (text) => void notes.push(text),
      progress: (what) => ({ update: (done) => onProgress?.(what, done), stop: () => undefined }),
    };
    const env = { DATABASE_URL: this.database.url, HABER_MASTER_KEY: this.masterKey, HABER_DATA_DIR: this.folder };
    return { code: await runHaber(args, { env, output, ...(onSession && { onSession }) }), lines, notes };
  }

  async file(content: string | Buffer, name = 'file.jsonl'): Promise<string> {
    const path = join(this.folder, name);
    await writeFile(path, content);
    return path;
  }

  async import(content: string | Buffer, ...args: string[]) {
    const { code, lines, notes } = await this.haber('import', await this.file(content), '--json', ...args);
    const told = lines.map((line) => JSON.parse(line) as unknown);
    const summary = told.pop() as Summary;
    return { code, notes, summary, wrong: told as { line: number; reasons: string[] }[] };
  }

  /** Of the last event. */
  async position(): Promise<bigint> {
    const { rows } = await this.database.pool.query<{ position: bigint }>('SELECT position FROM event_log.log_head');
    return BigInt(rows[0]?.position ?? 0);
  }

  async people() {
    return personalData({ pool: this.database.pool, masterKey: await loadMasterKey({ env: this.masterKey }) });
  }
}
