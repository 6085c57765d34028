import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { testDatabase } from './postgres';

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

describe('testDatabase', () => {
  it('gives a database of its own to each call and takes it away although somebody is still connected', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    const client = await connect(one.url);
    await client.query('CREATE TABLE mine ()');
    const other = await connect(two.url);
    await expect(other.query('SELECT FROM mine')).rejects.toThrow(/does not exist/);
    await other.end();
    await one.drop();
    await two.drop();
    await expect(connect(one.url)).rejects.toThrow(/does not exist/);
  });

  it('leaves no server and no folder behind a worker that is killed', async () => {
    if (process.env['TEST_DATABASE_URL']) return; // nothing of ours to leave behind
    const spec = join(__dirname, 'postgres.int.spec.ts');
    const root = join(__dirname, '../../..');
    const jest = spawn(
      process.execPath,
      ['--experimental-vm-modules', join(root, 'node_modules/jest/bin/jest.js'), '-i', spec, '-t', 'canary: hangs'],
      { cwd: root, env: { ...process.env, HABER_HANG: '1' }, stdio: 'ignore' },
    );
    const folder = join(tmpdir(), `haber-test-postgres-${jest.pid}`);
    await until(() => existsSync(join(folder, 'url')));
    jest.kill('SIGKILL');
    await until(() => !existsSync(folder));
  });

  if (process.env['HABER_HANG']) {
    it('canary: hangs', async () => {
      await testDatabase();
      await sleep(60_000);
    }, 70_000);
  }
});

async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 25_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('did not happen in time');
    await sleep(50);
  }
}
