/** `haber restore` of a log that somebody else has signed: refused where the right key is here, told where none is. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointKey, signThrough } from '@haber/audit';
import { deriveKey, loadMasterKey } from '@haber/personal-data';
import { logOfAccounts, testDatabase } from '@haber/testing';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.fixture';
import { type Ran, ranHaber } from './ran-haber.fixture';

const OWN = randomBytes(32).toString('base64');
const FOREIGN = randomBytes(32).toString('base64');
const { events: log } = logOfAccounts({ accounts: 2, uses: 5 });

let database: PreparedDatabase;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-restore-'));
  database = await prepareDatabase();
  await database.append(log);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function signUnder(env: string): Promise<void> {
  const key = checkpointKey(deriveKey(await loadMasterKey({ env }), 'checkpoint-signing'));
  await signThrough({ store: database.store, key, clock: Date.now }, 10n ** 15n);
}

/** Of what is in the database now, into another one. */
async function restored(masterKey: string | undefined): Promise<Ran> {
  const backup = join(folder, 'backup');
  const env = { HABER_DATA_DIR: folder };
  expect(await ranHaber({ ...env, DATABASE_URL: database.url }, 'backup', backup)).toMatchObject({ code: 0 });
  const { url, drop } = await testDatabase();
  const key = masterKey === undefined ? {} : { HABER_MASTER_KEY: masterKey };
  try {
    return await ranHaber({ ...env, ...key, DATABASE_URL: url }, 'restore', backup);
  } finally {
    await drop();
  }
}

describe('a restore', () => {
  it('proves what was signed under the master key that is here', async () => {
    await signUnder(OWN);
    const ran = await restored(OWN);
    expect(ran).toMatchObject({ code: 0, notes: [] });
    expect(ran.lines[0]).toMatch(
      new RegExp(`^✓ restored and proved: .*, signed up to position ${log.length} under the key of this installation$`),
    );
  });

  it('of what was signed under another is refused', async () => {
    await signUnder(FOREIGN);
    const { code, lines, notes } = await restored(OWN);
    expect({ code, lines }).toEqual({ code: 1, lines: [] });
    expect(notes.join('\n')).toMatch(/no key of this installation[^]*does not hold together: nothing was restored/);
  });

  it('says so where no master key is here to check signatures against', async () => {
    await signUnder(FOREIGN);
    const { code, lines, notes } = await restored(undefined);
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/ under a key that was not checked$/);
    expect(notes.join('\n')).toContain('Nor are signatures checked against a key of this installation');
  });

  it('says so where nothing is signed, and loads it: a backup must come back', async () => {
    const { code, lines } = await restored(OWN);
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/; nothing in it is signed$/);
  });
});
