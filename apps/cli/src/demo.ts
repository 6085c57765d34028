/**
 * `npm run demo`: a partner's day in dialect A and a merchant's in dialect B against the running product, after each of
 * them what it did in the ledger, and at the end the proof of all of it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CUSTOMER_CREDIT_SCOPES, walkCustomerCredit } from './demo/customer-credit';
import { haber as cli, newKey, print, run, runningUrl, shownClient } from './demo/doors';
import { PLATFORM_SCOPES, walkImmediateCredits } from './demo/immediate-credits';

const HABER_VERIFY = join(__dirname, '../../haber-verify/haber-verify.mjs');

async function main(): Promise<void> {
  const url = await runningUrl();
  const scopes = [...CUSTOMER_CREDIT_SCOPES, ...PLATFORM_SCOPES].join(',');
  const key = process.env['HABER_KEY'] ?? (await newKey(url, '--scopes', scopes));
  const haber = shownClient(url, key);
  // New ones every time: the ledger never forgets the last ones.
  const id = randomBytes(4).toString('hex');
  const customer = `demo-${id}`;
  print('\n── Dialect A: customer credit');
  await walkCustomerCredit(haber, customer);
  print('\n── Dialect B: immediate credits');
  await walkImmediateCredits({ url, platform: haber, customer: `demo-merchant-${id}` });
  print('\n── The proof');
  print('\n# That all of it holds together, and that the bank’s own book agrees: haber verify --bank');
  print(await cli('verify', '--bank'));
  print('\n# And what an auditor needs to see for himself: one file, one key, and haber-verify');
  print(await audited(customer));
}

/** With nothing of ours but the file that `haber export` wrote and the public key. */
async function audited(customer: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-demo-'));
  try {
    const file = join(folder, 'account.jsonl');
    await cli('export', '--customer', customer, '--out', file);
    const key = await cli('checkpoints', 'key');
    return (await run(process.execPath, [HABER_VERIFY, file, '--key', key])).stdout.trimEnd();
  } finally {
    await rm(folder, { recursive: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
