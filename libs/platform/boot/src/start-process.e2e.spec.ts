/** Real processes with real signals: what the played one of the other spec stands for. */
import { transformFileSync } from '@swc/core';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../../..');

/** Waits for work that never ends, as a server does; what it is to do wrong is told by its first argument. */
const MAIN = `
const { startProcess } = require('./index.js');
const [wrong] = process.argv.slice(2);
startProcess({ name: 'probe', start: async ({ defer }) => {
  const work = setInterval(() => undefined, 1000);
  defer('work', async () => {
    if (wrong === 'hang') await new Promise(() => undefined);
    clearInterval(work);
    process.stdout.write('work stopped\\n');
  });
  if (wrong === 'fault') setTimeout(() => { throw new Error('hb_test_0123456789abcdef_' + 's'.repeat(34)); }, 10);
  if (wrong === 'rejection') setTimeout(() => Promise.reject(new Error('nobody waits')), 10);
  process.stdout.write('ready\\n');
} });
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'haber-boot-'));
  for (const file of readdirSync(__dirname).filter((name) => !name.endsWith('.spec.ts'))) {
    const { code } = transformFileSync(join(__dirname, file), { cwd: ROOT, sourceMaps: false });
    writeFileSync(join(folder, file.replace(/ts$/, 'js')), code);
  }
  writeFileSync(join(folder, 'main.js'), MAIN);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

class Probe {
  output = '';
  readonly child: ChildProcess;
  private readonly gone: Promise<unknown[]>;

  constructor(wrong: string, env: Record<string, string> = {}) {
    const NODE_PATH = join(ROOT, 'node_modules');
    this.child = spawn(process.execPath, [join(folder, 'main.js'), wrong], {
      env: { ...process.env, NODE_OPTIONS: '', NODE_PATH, ...env },
    });
    this.gone = once(this.child, 'close');
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => void (this.output += chunk.toString()));
    }
  }

  async says(text: string): Promise<void> {
    const more = () => once(this.child.stdout as NodeJS.EventEmitter, 'data');
    while (!this.output.includes(text)) {
      const ended = await Promise.race([more().then(() => false), this.gone.then(() => true)]);
      if (ended && !this.output.includes(text)) throw new Error(`ended without saying "${text}": ${this.output}`);
    }
  }

  async code(): Promise<unknown> {
    const [code] = await this.gone;
    return code;
  }
}

it.each(['SIGTERM', 'SIGINT'] as const)('stops in order at %s', async (signal) => {
  const probe = new Probe('');
  await probe.says('ready');
  probe.child.kill(signal);
  expect(await probe.code()).toBe(0);
  expect(probe.output).toContain('work stopped');
});

it('is ended by a second signal when it hangs', async () => {
  const probe = new Probe('hang');
  await probe.says('ready');
  probe.child.kill('SIGTERM');
  await probe.says('stopping');
  probe.child.kill('SIGTERM');
  expect(await probe.code()).toBe(130);
});

it('ends itself when the stop takes too long', async () => {
  const probe = new Probe('hang', { HABER_SHUTDOWN_TIMEOUT_MS: '200' });
  await probe.says('ready');
  probe.child.kill('SIGTERM');
  expect(await probe.code()).toBe(2);
});

it.each([
  ['fault', 'uncaughtException'],
  ['rejection', 'unhandledRejection'],
])('logs a %s that nobody caught, without secrets, and ends', async (wrong, logged) => {
  const probe = new Probe(wrong);
  expect(await probe.code()).toBe(1);
  expect(probe.output).toContain(logged);
  expect(probe.output).not.toContain('ssss');
});

it('says what is wrong with its environment and ends', async () => {
  const probe = new Probe('', { PORT: 'hunter2' });
  expect(await probe.code()).toBe(78);
  expect(probe.output).toContain('PORT must be a whole number from 0 to 65535');
  expect(probe.output).not.toContain('hunter2');
});
