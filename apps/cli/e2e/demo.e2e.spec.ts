/** `npm run demo`, as somebody types it who tries Haber out. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Standalone } from '@haber/testing';

const DEMO = join(__dirname, '../dist/demo.js');
const run = promisify(execFile);

const demoOn = (dataDir: string) =>
  run(process.execPath, [DEMO], { env: { ...process.env, NODE_OPTIONS: '', HABER_DATA_DIR: dataDir } });

let product: Standalone;
beforeAll(async () => {
  product = await Standalone.start();
}, 120_000);
afterAll(() => product.destroy(), 60_000);

const STEP = /^→ (?<status>\d+)(?<evidence>.*)\n(?<body>.*)/m;

/** What was answered in each step, and what was told behind the last one. */
function read(stdout: string) {
  const steps = stdout.split('\n# ').slice(1);
  const answers = steps.flatMap((step) => {
    const { status = '', evidence = '', body = '' } = STEP.exec(step)?.groups ?? {};
    return status === '' ? [] : [{ status: Number(status), isRepeat: /replayed: true/.test(evidence), evidence, body }];
  });
  const [history = '', proof = '', audit = '', ...more] = steps.slice(answers.length);
  return { answers, history, proof, audit, more };
}

it.each(['once', 'and again'])(
  'walks through a partner’s day and proves it, %s',
  async () => {
    const { stdout, stderr } = await demoOn(product.dataDir);
    expect(stderr).toBe('');
    const { answers, history, proof, audit, more } = read(stdout);
    expect(answers).toMatchObject([
      { status: 201, isRepeat: false, body: expect.stringContaining('"pending"') as string },
      { status: 200, isRepeat: false, body: expect.stringContaining('"approved"') as string },
      { status: 200, isRepeat: false },
      { status: 200, isRepeat: true, body: answers[2]?.body },
      { status: 422, isRepeat: false, body: expect.stringContaining('"insufficient_credit"') as string },
      { status: 201, isRepeat: false },
      { status: 201, isRepeat: true, body: answers[5]?.body },
      { status: 200, body: expect.stringContaining('"credit_used":2500.00,"credit_available":7500.00') as string },
    ]);
    const types = [...history.matchAll(/^\d {2}credit-account\.([\w-]+)\.v1/gm)].map(([, type]) => type);
    expect(types).toEqual(['requested', 'approved', 'credit-used', 'payment-received']);
    expect(proof).toContain('✓ all of it holds');
    const [, hash = ''] = /haber-hash: (\w{64})/.exec(String(answers[6]?.evidence)) ?? [];
    expect(audit).toMatch(new RegExp(`^ok: account-[0-9a-f-]{36}@3:${hash}$`, 'm'));
    expect(audit).toContain('utilised: 250000, available: 750000');
    expect(more).toEqual([]);
  },
  60_000,
);

it('says what is missing where nothing runs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'haber-demo-'));
  await expect(demoOn(folder)).rejects.toMatchObject({
    code: 1,
    stderr: 'Haber is not running: type `npm start` in another terminal first\n',
  });
  await rm(folder, { recursive: true });
}, 30_000);
