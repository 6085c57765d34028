// The real product, built and started on a data directory of its own, with a key that may do everything at any speed.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root } from '../runtime.mjs';

const START_TIMEOUT_MS = 120_000;
const run = promisify(execFile);

/** @throws when it does not come up in time */
export async function startProduct() {
  await run(process.execPath, [join(root, 'tools/build.mjs')]);
  const folder = await mkdtemp(join(tmpdir(), 'haber-fuzz-'));
  await chmod(folder, 0o711); // Postgres does not run as root, even where this does
  const product = new Product(folder);
  try {
    await product.ready();
    return product;
  } catch (error) {
    await product.destroy();
    throw error;
  }
}

class Product {
  key = `fuzz-${randomUUID()}`;
  output = '';
  url = '';

  constructor(folder) {
    this.folder = folder;
    this.env = { ...process.env, HABER_DATA_DIR: join(folder, 'data'), HABER_BOOTSTRAP_KEY: this.key, PORT: '0' };
    this.child = spawn(process.execPath, [join(root, 'apps/standalone/dist/main.js')], { env: this.env });
    this.exited = once(this.child, 'exit');
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.on('data', (chunk) => (this.output += chunk));
    }
  }

  async ready() {
    for (const deadline = Date.now() + START_TIMEOUT_MS; Date.now() < deadline; await sleep(100)) {
      if (!this.running) break;
      const runtime = await readFile(join(this.folder, 'data/runtime.json'), 'utf8').catch(() => 'null');
      this.url = JSON.parse(runtime)?.url ?? '';
      const { ok } = this.url === '' ? { ok: false } : await fetch(`${this.url}/readyz`).catch(() => ({ ok: false }));
      if (ok) return;
    }
    throw new Error(`the product did not become ready:\n${this.output.slice(-4_000)}`);
  }

  get running() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async document() {
    return (await fetch(`${this.url}/openapi.json`)).json();
  }

  /** @throws when it is not done */
  async send(method, path, body) {
    const headers = { authorization: `Bearer ${this.key}`, 'content-type': 'application/json' };
    const answer = await fetch(this.url + path, { method, headers, body: JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  }

  /** What is wrong with the product after all that: with its books, its log or its end. */
  async complaints() {
    const found = [];
    if (!this.running) found.push('the product is gone');
    const faults = this.output.match(/^.*"level":"(?:error|fatal)".*$/gm) ?? [];
    found.push(...faults.slice(0, 20).map((line) => `logged: ${line}`));
    if (this.output.includes(this.key)) found.push('the key stands in the log');
    const verify = run(process.execPath, [join(root, 'apps/cli/dist/main.js'), 'verify'], { env: this.env });
    await verify.then(
      ({ stdout }) => process.stdout.write(stdout),
      ({ message, stdout }) => found.push(`haber verify: ${message}\n${stdout}`),
    );
    this.child.kill('SIGTERM');
    const [code] = await this.exited;
    if (code !== 0) found.push(`the product ended with ${code}`);
    return found;
  }

  async destroy() {
    if (this.running) this.child.kill('SIGTERM');
    await this.exited;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20 });
  }
}
