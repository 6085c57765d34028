/**
 * The data directory: made whole or not at all (initdb runs beside it and is renamed into place, so a kill leaves
 * nothing half-made), checked for its major version, and opened with a random password that only we can read.
 */
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, link, mkdir, open, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Binaries, MAJOR_VERSION } from './binaries';
import { isAlive } from './processes';
import type { ServerAccount } from './server-account';

/** The owner of the database: superuser of this cluster. */
export const OWNER = 'haber';

/** The directory is there and this release cannot work on it. The message says what to do. */
export class UnusableDataDirectory extends Error {
  override readonly name = 'UnusableDataDirectory';
}

export interface ClusterOptions {
  /** Real path of the data directory. */
  readonly place: string;
  /** Kept 0600 and ours, outside the data directory, so that the server's account cannot read it. */
  readonly passwordFile: string;
  readonly binaries: Binaries;
  readonly account: ServerAccount | undefined;
}

export interface Cluster {
  readonly password: string;
  readonly isNew: boolean;
}

/** @throws UnusableDataDirectory when it is of another major version, is no cluster, or its password is lost. */
export async function openCluster(options: ClusterOptions): Promise<Cluster> {
  const version = await clusterVersion(options.place);
  if (version !== undefined && version !== String(MAJOR_VERSION)) {
    throw new UnusableDataDirectory(
      `${options.place} was made by PostgreSQL ${version}, this release of Haber brings PostgreSQL ${MAJOR_VERSION}. ` +
        `Take a backup with the release that made it (haber backup <folder>), restore it with this one into an empty ` +
        'data directory (haber restore <folder>), and bring master.key along; or set DATABASE_URL',
    );
  }
  if (version === undefined) await createCluster(options);
  const password = await readFile(options.passwordFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new UnusableDataDirectory(`the password of ${options.place} is missing: restore ${options.passwordFile}`);
  });
  return { password, isNew: version === undefined };
}

/** Undefined when there is no cluster yet. */
async function clusterVersion(place: string): Promise<string | undefined> {
  const entries = await readdir(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [] as string[];
    throw new UnusableDataDirectory(`${place} cannot be read (${error.code}): it belongs to another user`);
  });
  if (entries.length === 0) return undefined;
  if (!entries.includes('PG_VERSION')) {
    throw new UnusableDataDirectory(`${place} is not empty and not a PostgreSQL data directory`);
  }
  return (await readFile(join(place, 'PG_VERSION'), 'utf8')).trim();
}

async function createCluster(options: ClusterOptions): Promise<void> {
  await removeHalfMade(options.place);
  const password = await firstPassword(options.passwordFile);
  const half = `${options.place}.initdb-${process.pid}-${randomUUID().slice(0, 8)}`;
  const handedOver = `${half}.password`;
  try {
    await writeFile(handedOver, password, { mode: 0o600 });
    if (options.account) await chown(handedOver, options.account.uid, options.account.gid);
    await makeEmptyFolder(half, options.account);
    await initdb(options, { half, passwordFile: handedOver });
    await rename(half, options.place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // another process was quicker
    });
    await syncFolder(dirname(options.place));
  } finally {
    await rm(handedOver, { force: true });
    await rm(half, { recursive: true, force: true });
  }
}

async function makeEmptyFolder(folder: string, account: ServerAccount | undefined): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  if (account) await chown(folder, account.uid, account.gid);
}

/** What an initdb of a process that was killed has left. */
async function removeHalfMade(place: string): Promise<void> {
  for (const name of await readdir(dirname(place))) {
    const [, pid] = name.startsWith(basename(place)) ? (/\.initdb-(\d+)-/.exec(name) ?? []) : [];
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(dirname(place), name), { recursive: true, force: true });
    }
  }
}

/** The first of several processes decides the password; a file that is there is complete. */
async function firstPassword(file: string): Promise<string> {
  const half = `${file}.${randomUUID()}`;
  try {
    await writeFile(half, randomBytes(24).toString('hex'), { mode: 0o600, flush: true });
    await link(half, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(half, { force: true });
  }
  return readFile(file, 'utf8');
}

function initdb(options: ClusterOptions, made: { half: string; passwordFile: string }): Promise<void> {
  const args = ['--pgdata', made.half, '--username', OWNER, '--auth', 'scram-sha-256', '--pwfile', made.passwordFile];
  const locale = ['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'];
  const child = spawn(options.binaries.initdb, [...args, ...locale], {
    ...options.account,
    env: serverEnvironment(),
    cwd: made.half,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2000)));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => (code === 0 ? done() : fail(initdbFailure(options, complaint.trim()))));
  });
}

/** A container may run under a number that no account has: initdb asks for its name, and nothing can be told it. */
function initdbFailure({ account }: ClusterOptions, complaint: string): Error {
  if (!complaint.includes('could not look up effective user ID')) return new Error(`initdb failed: ${complaint}`);
  const uid = account?.uid ?? process.getuid?.();
  return new UnusableDataDirectory(
    `the user id ${uid} has no name on this machine, and PostgreSQL makes a database only for one that has: ` +
      'add it to /etc/passwd, run as a user who is there (or as root), or set DATABASE_URL',
  );
}

/** Ours without what PostgreSQL would read from it (PGDATA, PGPORT, …); messages stay in English. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
