/**
 * A fresh database per call, for `.int.spec.ts`: on TEST_DATABASE_URL when set, else on one embedded server per Jest
 * worker process, started when first needed. A watchdog holding the other end of a pipe stops that server and removes
 * its directory when the worker is gone, however it ended.
 */
import { launchForTests } from '@haber/embedded-postgres';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';

export interface TestDatabase {
  /** Connection string of its owner, a superuser. */
  readonly url: string;
  /** Cuts remaining connections and removes the database. */
  drop(): Promise<void>;
}

let server: Promise<string> | undefined;

export async function testDatabase(): Promise<TestDatabase> {
  server ??= serverUrl();
  const admin = await server;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(admin, `CREATE DATABASE ${name}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(admin, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** Test files of one worker have separate modules but one process id: the server's address is kept in a file. */
async function serverUrl(): Promise<string> {
  if (process.env['TEST_DATABASE_URL']) return process.env['TEST_DATABASE_URL'];
  const folder = join(tmpdir(), `haber-test-postgres-${process.pid}`);
  const known = await readFile(join(folder, 'url'), 'utf8').catch(() => undefined);
  if (known !== undefined && (await answers(known))) return known;

  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  const { url, pid } = await launchForTests(join(folder, 'cluster'));
  startWatchdog(pid, folder);
  await writeFile(join(folder, 'url.half'), url, { mode: 0o600 });
  await rename(join(folder, 'url.half'), join(folder, 'url'));
  return url;
}

function answers(url: string): Promise<boolean> {
  return run(url, 'SELECT 1').then(
    () => true,
    () => false,
  );
}

/** `read` returns when the last holder of the pipe, this process, is gone. */
function startWatchdog(pid: number, folder: string): void {
  const script = `read -r _; kill -INT ${pid}; for i in 1 2 3 4 5 6 7 8 9 10; do
    kill -0 ${pid} 2>/dev/null || break; sleep 0.3; done; rm -rf "$1"`;
  const watchdog = spawn('/bin/sh', ['-c', script, 'watchdog', folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watchdog.unref();
  (watchdog.stdin as unknown as { unref(): void }).unref();
}
