/** The doors that the demo goes through, as partners and auditors do: HTTP, each exchange printed, and `haber`. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { haberClient, type HaberClient } from '@haber/client';

export const run = promisify(execFile);

const HABER = join(__dirname, '../main.js');
const SHOWN_HEADERS = ['etag', 'haber-hash', 'idempotent-replayed', 'retry-after'];
const MOST_TRIES = 400;
const BETWEEN_TRIES_MS = 25;

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints what went over the wire. */
export const shownClient = (url: string, key: string): HaberClient => haberClient({ url, key, fetch: shown });

async function shown(request: Request): Promise<Response> {
  const body = await request.clone().text();
  print(`${request.method} ${new URL(request.url).pathname}${body === '' ? '' : `\n${body}`}`);
  const response = await fetch(request);
  const evidence = SHOWN_HEADERS.flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [`${name}: ${value}`];
  });
  print(`→ ${[response.status, ...evidence].join('  ')}\n${await response.clone().text()}`);
  return response;
}

/** @throws where nothing runs */
export async function runningUrl(): Promise<string> {
  const file = join(resolve(process.env['HABER_DATA_DIR'] ?? '.haber'), 'runtime.json');
  const runtime = await readFile(file, 'utf8').catch(() => undefined);
  if (runtime === undefined) throw new Error('Haber is not running: type `npm start` in another terminal first');
  return (JSON.parse(runtime) as { url: string }).url;
}

/** What `haber` printed. */
export async function haber(...args: string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [HABER, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.trimEnd();
}

/** Of the demo partner, and good: the product hears of a new key through the log, a moment later. */
export async function newKey(url: string, ...options: string[]): Promise<string> {
  const { key } = JSON.parse(await haber('keys', 'create', '--actor', 'demo', ...options, '--json')) as { key: string };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { status } = await fetch(`${url}/api/v1/credits/capacity`, { headers: { authorization: `Bearer ${key}` } });
    if (status !== 401) return key;
    await sleep(BETWEEN_TRIES_MS);
  }
  throw new Error('the product does not hear of a new key');
}
