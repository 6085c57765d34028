/**
 * Under which account the server runs and where its directory can lie. PostgreSQL refuses to run as root, so root
 * starts it as an unprivileged user; every folder above the data directory must then let that user through.
 */
import { chmod, lstat, mkdir, mkdtemp, readlink, realpath, rmdir, stat, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

/** Spread into spawn options; absent means "as ourselves". */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

/** "nobody": exists on every Linux, owns nothing else that matters here. */
const NOBODY: ServerAccount = { uid: 65534, gid: 65534 };

/** Where root puts a cluster whose wished place the server's account cannot reach. */
const SYSTEM_FOLDER = '/var/lib/haber';

type Log = (line: string) => void;

/** As root: the owner of an existing directory, else nobody. Otherwise undefined: the server runs as we do. */
export async function accountFor(dataDir: string): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await stat(dataDir).catch(() => undefined);
  if (existing === undefined || existing.uid === 0) return NOBODY;
  return { uid: existing.uid, gid: existing.gid };
}

/**
 * The real path of the cluster's directory, whose parent exists and can be entered by the server's account. When the
 * folders above do not let it through, the cluster lies in /var/lib/haber and `dataDir` becomes a link to it.
 */
export async function reachablePlace(dataDir: string, log: Log): Promise<string> {
  const wished = resolve(dataDir);
  await mkdir(dirname(wished), { recursive: true, mode: 0o711 });
  const link = await lstat(wished).catch(() => undefined);
  if (link?.isSymbolicLink()) return followLink(wished);

  const place = join(await realpath(dirname(wished)), basename(wished));
  const account = await accountFor(place);
  const closed = account === undefined ? [] : await closedFolders(dirname(place), account);
  if (closed.length === 0) return place;
  if (onlyOurFolder(closed, place)) {
    await openForPassage(dirname(place), log);
    return place;
  }
  if (link === undefined) return linkElsewhere(wished, log);
  const above = closed.join(', ');
  throw new Error(`${place} lies below ${above}, which uid ${account?.uid} may not enter; move it or chmod o+x`);
}

/** The one closed folder is the one that holds the cluster, and nobody's home. */
function onlyOurFolder(closed: readonly string[], place: string): boolean {
  return closed.length === 1 && closed[0] === dirname(place) && dirname(place) !== homedir();
}

async function followLink(link: string): Promise<string> {
  const target = resolve(dirname(link), await readlink(link));
  const parent = await stat(dirname(target)).catch(() => undefined);
  if (parent === undefined)
    throw new Error(`${link} points to ${target}, which is gone: restore it, or remove the link to start anew`);
  return target;
}

async function linkElsewhere(wished: string, log: Log): Promise<string> {
  await mkdir(SYSTEM_FOLDER, { recursive: true, mode: 0o711 });
  const folder = await mkdtemp(join(SYSTEM_FOLDER, 'postgres-'));
  await chmod(folder, 0o711);
  const place = join(folder, 'cluster');
  try {
    await symlink(place, wished);
  } catch (error) {
    await rmdir(folder);
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return followLink(wished); // another process was quicker
  }
  log(`${wished} cannot be reached by the server's account: the database lies in ${place}, linked from there`);
  return place;
}

/** Search permission only: names in the folder stay unlisted, files in it keep their own modes. */
async function openForPassage(folder: string, log: Log): Promise<void> {
  const { mode } = await stat(folder);
  await chmod(folder, (mode & 0o7777) | 0o011);
  log(`${folder}: search permission given to others, so that the server's account can reach its directory`);
}

async function closedFolders(folder: string, account: ServerAccount): Promise<string[]> {
  const closed = dirname(folder) === folder ? [] : await closedFolders(dirname(folder), account);
  const { mode, uid, gid } = await stat(folder);
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) === 0 ? [...closed, folder] : closed;
}
