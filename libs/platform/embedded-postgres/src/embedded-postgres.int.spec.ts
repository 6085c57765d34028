import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { type OtherOwner, compileInto, ownInAnotherProcess, packagedPrograms } from './another-process.fixture';
import {
  type Crash,
  DataDirectoryInUse,
  type EmbeddedPostgres,
  startEmbeddedPostgres,
  UnusableDataDirectory,
} from './index';
import { isAlive } from './processes';

let folder: string;
let dataDir: string;
let running: EmbeddedPostgres[] = [];
let strays: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-embedded-'));
  await chmod(folder, 0o711);
  dataDir = join(folder, 'postgres');
});

afterEach(async () => {
  for (const server of running) await server.stop();
  for (const stray of strays) stray.kill('SIGKILL');
  running = [];
  strays = [];
  await rm(folder, { recursive: true, force: true });
});

async function start(options: { port?: number; log?: (line: string) => void } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  running.push(server);
  return server;
}

async function query<R extends object>(server: EmbeddedPostgres, sql: string): Promise<R[]> {
  const client = new Client({ connectionString: server.url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function eventually<T>(attempt: () => Promise<T>, timeoutMs = 15_000): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(50);
    }
  }
}

async function startInAnotherProcess(): Promise<OtherOwner> {
  const compiled = join(folder, 'compiled');
  const door = await compileInto(compiled);
  await symlink(packagedPrograms().folder, join(compiled, 'node_modules', packagedPrograms().name));
  const other = await ownInAnotherProcess(door, dataDir);
  strays.push(other.owner);
  return other;
}

describe('a first start', () => {
  it('makes a durable server that only this machine reaches, with a password', async () => {
    const server = await start();
    const [settings] = await query<Record<string, string>>(
      server,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
              current_setting('listen_addresses') AS listen, current_setting('data_checksums') AS checksums,
              current_setting('max_connections') AS connections, current_setting('unix_socket_directories') AS sockets`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      listen: '127.0.0.1',
      checksums: 'on',
      connections: '60',
      sockets: '',
    });
    expect(new URL(server.url).port).toBe(String(server.port));
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(`${dataDir}.password`)).mode & 0o777).toBe(0o600);

    const stranger = new URL(server.url);
    stranger.password = 'wrong';
    await expect(new Client({ connectionString: stranger.href }).connect()).rejects.toThrow(/password/);
  });

  it('leaves nothing half-made behind a killed initdb', async () => {
    await (await start()).stop();
    running = [];
    await rm(dataDir, { recursive: true });
    await mkdir(`${dataDir}.initdb-4194303-dead/base`, { recursive: true });
    await query(await start(), 'SELECT 1');
    expect((await readdir(folder)).toSorted()).toEqual(['postgres', 'postgres.password']);
  });

  it('writes no statement and no value of a failed statement to its log', async () => {
    const server = await start();
    await query(server, 'CREATE TABLE people (name text PRIMARY KEY)');
    await query(server, "INSERT INTO people VALUES ('canary')");
    await expect(query(server, "INSERT INTO people VALUES ('canary')")).rejects.toThrow(/duplicate/);
    await expect(query(server, "SELECT 'canary'::integer")).rejects.toThrow(/canary/);
    await server.stop();
    const log = await readFile(join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('database system is shut down');
    expect(log).not.toContain('canary');
  });
});

describe('a later start', () => {
  it('finds the data, the port wished for and no process of before', async () => {
    const first = await start();
    await query(first, 'CREATE TABLE kept AS SELECT 1 AS one');
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    const second = await start({ port: first.port });
    expect(second.url).toBe(first.url);
    expect(await query(second, 'SELECT one FROM kept')).toEqual([{ one: 1 }]);
  });

  it('adopts a server that outlived its owner', async () => {
    const { owner, server } = await startInAnotherProcess();
    owner.kill('SIGKILL');
    const adopted = await start();
    expect({ pid: adopted.pid, url: adopted.url }).toEqual(server);
    await adopted.stop();
    expect(isAlive(server.pid)).toBe(false);
  });

  it('moves such a server to the port wished for', async () => {
    const { owner, server } = await startInAnotherProcess();
    owner.kill('SIGKILL');
    const port = Number(new URL(server.url).port) === 54_999 ? 54_998 : 54_999;
    const moved = await start({ port });
    expect(moved.port).toBe(port);
    expect(moved.pid).not.toBe(server.pid);
    await query(moved, 'SELECT 1');
  });

  it('is refused while another process owns the directory, and leaves that one alone', async () => {
    const { server } = await startInAnotherProcess();
    await expect(start()).rejects.toThrow(DataDirectoryInUse);
    await expect(start()).rejects.toThrow(/in use by another process \(haber owner \d+\)/);
    const client = new Client({ connectionString: server.url });
    await client.connect();
    await client.end();
    process.kill(server.pid, 'SIGINT');
  });

  it('lets one of two simultaneous first starts win', async () => {
    const outcomes = await Promise.allSettled([start(), start()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const loser = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(loser?.reason).toBeInstanceOf(DataDirectoryInUse);
    await query(running[0] as EmbeddedPostgres, 'SELECT 1');
  });

  it('ignores a postmaster.pid whose number belongs to another program now', async () => {
    const first = await start();
    await first.stop();
    const stranger = spawn('sleep', ['60'], { ...(process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}) });
    strays.push(stranger);
    await writeFile(
      join(dataDir, 'postmaster.pid'),
      `${stranger.pid}\n${dataDir}\n1\n${first.port}\n\n127.0.0.1\n\nready\n`,
    );
    await query(await start(), 'SELECT 1');
  });

  it('tells a directory of another major version, and one that is none', async () => {
    await (await start()).stop();
    await writeFile(join(dataDir, 'PG_VERSION'), '17\n');
    await expect(start()).rejects.toThrow(
      /made by PostgreSQL 17, this release of Haber brings PostgreSQL 18.*haber backup/,
    );
    await expect(start()).rejects.toThrow(UnusableDataDirectory);
    await rm(join(dataDir, 'PG_VERSION'));
    await expect(start()).rejects.toThrow(/not a PostgreSQL data directory/);
  });

  it('tells the port that is taken', async () => {
    const first = await start();
    const elsewhere = startEmbeddedPostgres({ dataDir: join(folder, 'other'), port: first.port });
    await expect(elsewhere).rejects.toThrow(/ended before it was ready: [^]*Address already in use/);
  });
});

describe('supervision', () => {
  it('brings a killed server back on its port with everything it had acknowledged', async () => {
    const server = await start();
    const crashes: Crash[] = [];
    server.onCrash((crash) => crashes.push(crash));
    await query(server, 'CREATE TABLE acknowledged (n integer)');
    for (let kill = 1; kill <= 3; kill++) {
      const { url, pid } = server;
      await query(server, `INSERT INTO acknowledged VALUES (${kill})`);
      process.kill(pid, 'SIGKILL');
      const rows = await eventually(async () => {
        const found = await query<{ n: number }>(server, 'SELECT n FROM acknowledged ORDER BY n');
        if (server.pid === pid) throw new Error('not back yet');
        return found;
      });
      expect(rows).toHaveLength(kill);
      expect(server.url).toBe(url);
    }
    expect(crashes.map(({ attempt, final }) => ({ attempt, final }))).toEqual(
      Array.from({ length: 3 }, () => ({ attempt: 1, final: false })),
    );
  });

  it('waits for a backend that is still busy when the postmaster is gone', async () => {
    const server = await start();
    const { pid } = server;
    const busy = query(server, 'DO $$ BEGIN FOR i IN 1..2000000000 LOOP END LOOP; END $$').catch(() => undefined);
    await sleep(300);
    process.kill(pid, 'SIGKILL');
    await eventually(async () => {
      await query(server, 'SELECT 1');
      if (server.pid === pid) throw new Error('not back yet');
    }, 25_000);
    await busy;
  });

  it('keeps its claim when only a backend was killed', async () => {
    const server = await start();
    const { pid } = server;
    const [backend] = await query<{ pid: number }>(
      server,
      "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'",
    );
    process.kill(backend?.pid ?? 0, 'SIGKILL');
    await eventually(() => query(server, 'SELECT 1'));
    expect(server.pid).toBe(pid);
    await eventually(async () => {
      const locks = await query(server, "SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted");
      expect(locks).toHaveLength(1);
    });
  });
});
