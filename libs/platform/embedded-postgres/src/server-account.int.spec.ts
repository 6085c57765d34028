import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, readlink, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { compileInto, ownInAnotherProcess, packagedPrograms } from './another-process.fixture';
import { startEmbeddedPostgres, UnusableDataDirectory } from './index';
import { accountFor } from './server-account';

const isRoot = process.getuid?.() === 0;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-account-'));
  await chmod(folder, 0o711);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function startsAndStops(dataDir: string): Promise<string[]> {
  const lines: string[] = [];
  const server = await startEmbeddedPostgres({ dataDir, log: (line) => lines.push(line) });
  await server.stop();
  return lines;
}

it('the server runs as nobody when we are root, as ourselves otherwise', async () => {
  expect(await accountFor(join(folder, 'new'))).toEqual(isRoot ? { uid: 65534, gid: 65534 } : undefined);
});

// Only root starts the server as somebody else, so only then can a place be closed to it.
const places = {
  'a data directory in a folder that only root may enter: the folder lets others pass': async () => {
    const parent = join(folder, 'closed');
    await mkdir(parent, { mode: 0o700 });
    await startsAndStops(join(parent, 'postgres'));
    expect((await stat(parent)).mode & 0o777).toBe(0o711);
  },

  'a data directory deep below such a folder: it lies in /var/lib/haber, linked, and is found again': async () => {
    const dataDir = join(folder, 'closed/project/.haber/postgres');
    await mkdir(join(folder, 'closed'), { mode: 0o700 });
    const [moved] = await startsAndStops(dataDir);
    const place = await readlink(dataDir);
    expect(place).toMatch(/^\/var\/lib\/haber\/postgres-\w+\/cluster$/);
    expect(moved).toContain(`the database lies in ${place}`);
    expect(await startsAndStops(dataDir)).toEqual([]);
    await rm(dirname(place), { recursive: true });
    await expect(startsAndStops(dataDir)).rejects.toThrow(/points to .* which is gone: restore it/);
    expect((await stat(join(folder, 'closed'))).mode & 0o777).toBe(0o700);
  },

  'a directory of a user id that has no name here, as containers have: it says what to do': async () => {
    const dataDir = join(folder, 'postgres');
    await mkdir(dataDir);
    await chown(dataDir, 2_000_001_234, 2_000_001_234);
    await expect(startsAndStops(dataDir)).rejects.toThrow(UnusableDataDirectory);
    await expect(startsAndStops(dataDir)).rejects.toThrow(/has no name on this machine.*DATABASE_URL/);
  },

  'programs in a folder that only root may enter, without their links: they are copied': async () => {
    const checkout = join(folder, 'closed/checkout');
    await mkdir(join(folder, 'closed'), { mode: 0o700 });
    const door = await compileInto(checkout);
    const { name, folder: packaged } = packagedPrograms();
    const copied = join(checkout, 'node_modules', name);
    await cp(packaged, copied, {
      recursive: true,
      filter: async (source) => !(await lstat(source)).isSymbolicLink(),
    });
    const dataDir = join(folder, 'open/postgres');
    const { owner, server } = await ownInAnotherProcess(door, dataDir);
    try {
      const client = new Client({ connectionString: server.url });
      await client.connect();
      await client.end();
      expect((await readdir(dirname(dataDir))).toSorted()).toEqual([
        'postgres',
        'postgres-binaries-18',
        'postgres.password',
      ]);
    } finally {
      owner.kill('SIGKILL');
      await startsAndStops(dataDir);
    }
  },
};

if (isRoot) {
  describe('places closed to the account', () => {
    it.each(Object.entries(places))('%s', async (_, check) => check());
  });
}
