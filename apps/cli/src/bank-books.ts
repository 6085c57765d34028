/** `haber verify --bank`: our payouts against the books of the banks that this installation is told of. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readBook } from '@haber/bank';
import { type ProcessConfig, Secret, systemClock } from '@haber/boot';
import type { EventStore } from '@haber/event-store';
import { type AgainstBank, heldAgainstBank, loggedPayouts } from '@haber/payments';
import { deriveKey, type MasterKey } from '@haber/personal-data';

export interface BankBook {
  /** As payouts name it. */
  readonly bank: string;
  readonly url: string;
  readonly secret: Secret;
}

/** The one in live mode and the simulated one; of a running standalone, its own. */
export async function bankBooks(
  { bank, dataDir }: ProcessConfig,
  masterKey: () => Promise<MasterKey>,
): Promise<readonly BankBook[]> {
  const books: BankBook[] = [];
  const [secret] = bank.secrets;
  if (bank.url !== undefined && secret) books.push({ bank: 'http', url: bank.url, secret });
  const [testSecret] = bank.test.secrets;
  if (bank.test.url !== undefined && testSecret) {
    books.push({ bank: 'simulator', url: bank.test.url, secret: testSecret });
    return books;
  }
  const url = await ownSimulatorUrl(dataDir);
  if (url === undefined) return books;
  const own = deriveKey(await masterKey(), 'bank-simulator')
    .export()
    .toString('base64');
  return [...books, { bank: 'simulator', url, secret: new Secret(`whsec_${own}`) }];
}

async function ownSimulatorUrl(dataDir: string): Promise<string | undefined> {
  const text = await readFile(join(dataDir, 'runtime.json'), 'utf8').catch(() => '{}');
  const { bankUrl } = JSON.parse(text) as { readonly bankUrl?: string };
  return bankUrl;
}

/** @throws UnreadableBook */
export async function heldAgainst(
  store: Pick<EventStore, 'readAll'>,
  { bank, url, secret }: BankBook,
): Promise<AgainstBank> {
  // The book first: what is decided meanwhile stands in ours as open, or not at all, and is no difference.
  const movements = [];
  for await (const movement of readBook({ url, secret, clock: systemClock })) movements.push(movement);
  const payouts = [...(await loggedPayouts(store))].filter(([, { bankAdapter }]) => bankAdapter === bank);
  return heldAgainstBank(new Map(payouts), movements);
}
