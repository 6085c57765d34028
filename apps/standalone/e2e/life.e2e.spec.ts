/**
 * The life of the product as the person meets it who types `npm start`: what the first start says and a later one does
 * not, how it stops under load, and what it says when it cannot start.
 */
import { execFile, spawn } from 'node:child_process';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Answer, DEMO_KEY, freePorts, NOT_OURS, Standalone } from '@haber/testing';
import {
  creditPath,
  definite,
  expectClean,
  many,
  type Partner,
  partnerOf,
  told,
  usedMinor,
  withKey,
} from './partner.fixture';
import { openSocket, rawRequest, receivedOn } from './raw-http.fixture';

const run = promisify(execFile);
const MAIN = join(__dirname, '../dist/main.js');

/** A start that is to fail: what it says, and its exit code. */
async function failedStart(env: Record<string, string>): Promise<{ code: unknown; says: string }> {
  const options = { env: { ...process.env, ...NOT_OURS, PORT: '0', ...env }, timeout: 60_000 };
  return run(process.execPath, [MAIN], options).then(
    ({ stdout }) => ({ code: 0, says: stdout }),
    (error: { code: unknown; stderr: string; stdout: string }) => ({ code: error.code, says: error.stderr }),
  );
}

describe('a first start without a key of ours', () => {
  let product: Standalone;
  let key: string;
  let port: number;
  beforeAll(async () => {
    [port = 0] = await freePorts(1);
    product = await Standalone.start({ env: { HABER_BOOTSTRAP_KEY: '', PORT: `${port}` } });
  }, 120_000);
  afterAll(() => product.destroy(), 60_000);

  it('says where it is, shows a key, and a first request that works as it stands', async () => {
    expect(product.url).toBe(`http://127.0.0.1:${port}`);
    expect(product.output).toContain(`Haber is ready at http://127.0.0.1:${port}\n`);
    const keys = new Set(product.output.match(/hb_test_\w+/g));
    expect(keys.size).toBe(1);
    [key = ''] = keys;

    const [curl = ''] = /^ *curl [^]*?(?=\n\n)/m.exec(product.output) ?? [];
    const { stdout } = await run('sh', ['-c', curl]);
    expect(stdout).toMatch(/^\{"status":"success","data":\{"credit_account_id":"credit_\w+","status":"pending",/);
  }, 30_000);

  it('keeps all of it in the data directory, the secrets for its owner alone', async () => {
    for (const secret of ['master.key', 'runtime.json', 'postgres.password']) {
      expect((await stat(join(product.dataDir, secret))).mode & 0o077).toBe(0);
    }
    expect((await stat(join(product.dataDir, 'postgres/PG_VERSION'))).isFile()).toBe(true);
  });

  it('is followed by starts on the same data that show no key; the first one still works', async () => {
    expect(await product.stop()).toBe(0);
    await expect(product.runtime()).rejects.toThrow('ENOENT');
    product.output = '';
    await product.restart();
    expect(product.output).toContain(`Haber is ready at http://127.0.0.1:${port}\n`);
    expect(product.output).not.toMatch(/hb_test_|curl/);
    expect((await partnerOf(product, { key }).read('cust-1')).json.data.status).toBe('pending');
  }, 60_000);

  it('is left alone by a second one on the same data, or on the same port', async () => {
    const sameData = await failedStart({ HABER_DATA_DIR: product.dataDir });
    expect(sameData).toEqual({ code: 78, says: expect.stringContaining('is in use by another process') as string });
    const elsewhere = join(product.dataDir, '../elsewhere');
    const samePort = await failedStart({ HABER_DATA_DIR: elsewhere, PORT: `${port}` });
    expect(samePort).toEqual({
      code: 78,
      says: `port ${port} on 127.0.0.1 is taken: stop what listens there, or set PORT to another\n`,
    });
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
    expect((await partnerOf(product, { key }).read('cust-1')).status).toBe(200);
  }, 60_000);

  it('stays the one that haber finds when a second one comes and goes beside it', async () => {
    const { databaseUrl } = await product.runtime();
    const beside = { HABER_DATA_DIR: product.dataDir, DATABASE_URL: databaseUrl, PORT: '0', ...NOT_OURS };
    const second = spawn(process.execPath, [MAIN], { env: { ...process.env, ...beside }, stdio: 'pipe' });
    const ended = new Promise((resolve) => second.once('exit', resolve));
    await new Promise<void>((resolve) => {
      second.stdout.on('data', (text: Buffer) => text.includes('Haber is ready') && resolve());
    });
    expect(await product.runtime()).toMatchObject({ url: product.url });
    second.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(await product.runtime()).toMatchObject({ url: product.url });
    expect((await product.haber('keys', 'list')).code).toBe(0);
  }, 60_000);

  it.each([
    [
      'a data directory that is a file',
      { HABER_DATA_DIR: __filename },
      /spec\.ts cannot hold the data \(EEXIST\): set HABER_DATA_DIR/,
    ],
    ['a data directory below a file', { HABER_DATA_DIR: join(__filename, 'x') }, /cannot hold the data \(ENOTDIR\)/],
    [
      'a database that is not there',
      { DATABASE_URL: 'postgres://haber:guess-me@127.0.0.1:1/haber' },
      /^DATABASE_URL lets nobody in \(ECONNREFUSED\)/,
    ],
  ])(
    'says what to do about %s',
    async (_, env, remedy) => {
      const elsewhere = join(product.dataDir, '../for-failed-starts');
      const { code, says } = await failedStart({ HABER_DATA_DIR: elsewhere, ...env });
      expect([code, says]).toEqual([78, expect.stringMatching(remedy)]);
      expect(says).not.toMatch(/guess|\n +at /);
      await rm(elsewhere, { recursive: true, force: true });
    },
    60_000,
  );

  it('says which key is none', async () => {
    const elsewhere = join(product.dataDir, '../for-failed-starts');
    const misspelt = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    const { code, says } = await failedStart({ HABER_DATA_DIR: elsewhere, HABER_BOOTSTRAP_KEY: misspelt });
    expect([code, says]).toEqual([78, expect.stringMatching(/^HABER_BOOTSTRAP_KEY: key_malformed$/m)]);
    expect(says).not.toContain(misspelt);
    await rm(elsewhere, { recursive: true, force: true });
  }, 60_000);

  it('says what is wrong with its environment, and quotes no secret', async () => {
    const { code, says } = await failedStart({ PORT: 'http', HABER_MASTER_KEY: 'short', HABER_BOOTSTRAP_KEY: 'guess' });
    expect(code).toBe(78);
    expect(says).toMatch(/PORT must be a whole number/);
    expect(says).toMatch(/HABER_BOOTSTRAP_KEY must have at least 20 characters/);
    expect(says).not.toMatch(/guess|\n +at /);
  }, 30_000);
});

describe('a stop under load', () => {
  let product: Standalone;
  let partner: Partner;
  beforeAll(async () => {
    product = await Standalone.start();
    partner = partnerOf(product);
  }, 120_000);
  afterAll(() => product.destroy(), 60_000);

  interface Sent {
    readonly send: () => Promise<Answer>;
    /** Undefined: the connection gave no answer. */
    readonly answer: Answer | undefined;
  }

  /** 32 clients that go on until nobody answers any more. */
  async function load(): Promise<readonly Sent[]> {
    const sent: Sent[] = [];
    await many(32, 32, async (client) => {
      for (let n = 0; n < 10_000; n += 1) {
        const name = `c${client}-${n}`;
        const send = () => partner.use(`busy-${client % 8}`, name, '0.01', withKey(name));
        const answer = await send().catch(() => undefined);
        sent.push({ send, answer });
        if (!answer) return;
      }
    });
    return sent;
  }

  it('ends with exit code 0; who was let in is answered, and no acknowledged command is lost', async () => {
    await many(8, 8, (i) => partner.open(`busy-${i}`, '100000.00'));
    const loading = load();
    await sleep(700);
    expect(await product.stop()).toBe(0);
    const sent = await loading;
    const done = sent.filter(({ answer }) => answer?.status === 200);
    expect(done.length).toBeGreaterThan(100);
    expect(sent.filter(({ answer }) => answer && answer.status !== 200 && answer.status !== 503)).toEqual([]);

    await product.restart();
    const again = await many(sent.length, 32, (i) => definite(sent[i]?.send ?? (() => Promise.reject(new Error('?')))));
    const wasDone = again.map(({ headers }) => headers.get('idempotent-replayed') === 'true');
    const misled = sent.filter(({ answer }, i) => (answer?.status === 200) !== wasDone[i]);
    expect(misled.map(({ answer }) => answer && told(answer))).toEqual([]);
    const changed = sent.filter(({ answer }, i) => answer?.status === 200 && told(answer) !== told(again[i] ?? answer));
    expect(changed).toEqual([]);
    const used = await Promise.all(Array.from({ length: 8 }, (_, i) => usedMinor(partner, `busy-${i}`)));
    expect(used.reduce((a, b) => a + b)).toBe(sent.length);
    await expectClean(product);
  }, 90_000);

  it('answers whoever had begun to ask, however slowly', async () => {
    const requests = Array.from({ length: 20 }, (_, i) =>
      rawRequest({
        path: `${creditPath('busy-1')}/use`,
        key: DEMO_KEY,
        body: `{"order_id":"slow-${i}","amount":0.01}`,
      }),
    );
    const sockets = await Promise.all(requests.map(() => openSocket(product.url)));
    const answers = sockets.map((socket) => receivedOn(socket, 20_000));
    sockets.forEach((socket, i) => void socket.write(requests[i]?.slice(0, -8) ?? ''));
    // An answer to a later request: the product has seen the others by now.
    await partner.read('busy-1');
    const stopped = product.stop();
    await sleep(300);
    sockets.forEach((socket, i) => void socket.write(requests[i]?.slice(-8) ?? ''));
    const statuses = (await Promise.all(answers)).map((text) => text.slice(0, 12));
    expect(statuses).toEqual(requests.map(() => 'HTTP/1.1 200'));
    expect(await stopped).toBe(0);
    await product.restart();
  }, 60_000);

  it('does not wait for a connection that asks for nothing', async () => {
    await partner.read('busy-0', { key: DEMO_KEY });
    const startedMs = performance.now();
    expect(await product.stop()).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(8_000);
  }, 30_000);
});
