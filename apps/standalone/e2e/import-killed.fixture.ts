/**
 * An import that is killed twice in the middle, beside the running product, is finished by the next run and exact.
 * `npm run import-torture` does it, with 100,000 accounts.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountToImport, importFile, Standalone } from '@haber/testing';
import { startHaber } from './haber.fixture';
import { endClean, expectClean, partnerOf, sql, usedMinor } from './partner.fixture';

/** Enough to be killed twice in the middle. */
const MANY = Number(process.env['HABER_IMPORT_ACCOUNTS'] ?? 4_000);

let product: Standalone;
let folder: string;
let partner: ReturnType<typeof partnerOf>;
beforeAll(async () => {
  product = await Standalone.start();
  folder = await mkdtemp(join(tmpdir(), 'haber-import-e2e-'));
  partner = partnerOf(product);
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await endClean(product);
}, 300_000);

async function counted(prefix: string): Promise<{ accounts: number; used: string }> {
  const [row] = await sql<{ accounts: string; used: string }>(
    product,
    `SELECT count(*)::text AS accounts, sum(utilised_minor)::text AS used
     FROM credit_lines.credit_account WHERE customer_id LIKE '${prefix}-%'`,
  );
  return { accounts: Number(row?.accounts), used: row?.used ?? '' };
}

/** Of the accounts in the file, as their lines say. */
function owedIn(count: number): string {
  let minor = 0n;
  for (let number = 0; number < count; number += 1) {
    for (const { amount } of accountToImport(number).account.debts) minor += BigInt(String(amount).replace('.', ''));
  }
  return String(minor);
}

async function imported(): Promise<number> {
  const [row] = await sql<{ n: string }>(
    product,
    `SELECT count(*)::text AS n FROM event_log.events WHERE type = 'credit-account.imported.v1'`,
  );
  return Number(row?.n);
}

/** kill -9 of the import once so many accounts are written; how many there are when it is gone. */
async function killedAt(path: string, accounts: number): Promise<number> {
  const { child, kill } = await startHaber({ HABER_DATA_DIR: product.dataDir }, 'import', path);
  while (child.exitCode === null && (await imported()) < accounts) await sleep(20);
  await kill();
  expect(child.signalCode).toBe('SIGKILL');
  return imported();
}

interface Summary {
  readonly written: { readonly accountsWritten: number; readonly accountsThere: number };
}

async function finished(path: string): Promise<Summary['written']> {
  const { code, stdout } = await product.haber('import', path, '--json');
  expect(code).toBe(0);
  return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Summary).written;
}

it('killed twice with a signal that nothing can catch, beside the running product, a file is finished exactly', async () => {
  const path = join(folder, 'many.jsonl');
  const file = createWriteStream(path);
  for (const piece of importFile(MANY, 'many')) if (!file.write(piece)) await once(file, 'drain');
  await once(file.end(), 'close');

  const before = await imported();
  for (const share of [0.2, 0.6]) {
    // Canary: it was killed in the middle.
    expect((await killedAt(path, before + MANY * share)) - before).toBeLessThan(MANY);
  }
  const { accountsWritten, accountsThere } = await finished(path);
  expect(accountsWritten + accountsThere).toBe(MANY);
  expect(accountsThere).toBeGreaterThanOrEqual(MANY * 0.6);

  // The product keeps its read model up; the last account is there when it answers.
  await usedMinor(partner, `many-${MANY - 1}`);
  expect(await counted('many')).toMatchObject({ accounts: MANY, used: owedIn(MANY) });
  expect((await imported()) - before).toBe(MANY);

  expect(await finished(path)).toMatchObject({ accountsWritten: 0, accountsThere: MANY });
  expect((await imported()) - before).toBe(MANY);
  await expectClean(product);
}, 900_000);
