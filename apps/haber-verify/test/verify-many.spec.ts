/** An account of 100,000 events: exported, written to a file, verified by the published program, and how fast. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { signThrough } from '@haber/audit';
import { memoryEventStore } from '@haber/event-store';
import { AT, exportedLines, KEY, VERIFIER } from './exported.fixture';
import { LONG_STREAM, longAccount } from './long-account.fixture';

const EVENTS = 100_000;
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haber-verify-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('verifies 100,000 events, and says how fast', async () => {
  const store = memoryEventStore();
  await store.append([{ stream: LONG_STREAM, expectedRevision: -1, events: [...longAccount(EVENTS)] }]);
  await signThrough({ store, key: KEY, clock: () => Date.parse(AT) }, 10n ** 15n);
  const file = join(folder, 'long.jsonl');
  await writeFile(file, `${(await exportedLines(store, LONG_STREAM)).join('\n')}\n`);

  const startedMs = performance.now();
  const { stdout } = await run(process.execPath, [VERIFIER, file, '--key', KEY.publicKey, '--json']);
  const seconds = (performance.now() - startedMs) / 1_000;
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, revision: EVENTS - 1 });
  const megabytes = Math.round((await stat(file)).size / 1_000_000);
  process.stderr.write(`haber-verify: ${EVENTS} events (${megabytes} MB) in ${seconds.toFixed(2)} s\n`);
}, 300_000);
