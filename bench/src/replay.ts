/**
 * `node replay.js <database url>`: reads the whole log in a fresh process and does with every account event what a cold
 * account does: decode, upcast, verify the chain, fold. Prints events and seconds as JSON.
 */
import { categoryOf, GENESIS_HASH, hashOf, postgresEventStore, runtimeUrl, type StoredEvent } from '@haber/event-store';
import { creditAccountDefinition, type CreditAccount, decodeMetadata } from '@haber/ledger';

const PAGE = 2_000;
const decoder = new TextDecoder();
const folds = new Map<string, { hash: string; state: CreditAccount }>();

function fold(stored: StoredEvent): void {
  const before = folds.get(stored.stream) ?? { hash: GENESIS_HASH, state: creditAccountDefinition.initial };
  const { prevHash } = decodeMetadata(decoder.decode(stored.metadata));
  if (prevHash !== before.hash) throw new Error(`broken chain: ${stored.stream} at ${stored.revision}`);
  const event = creditAccountDefinition.codec.decode(stored.type, decoder.decode(stored.data));
  const hash = hashOf(stored.stream, stored.revision, stored);
  folds.set(stored.stream, { hash, state: creditAccountDefinition.evolve(before.state, event) });
}

async function main(): Promise<void> {
  const store = postgresEventStore({ url: runtimeUrl(process.argv[2] ?? '') });
  const startedAt = performance.now();
  let events = 0;
  // The next page is on its way while this one is folded.
  let coming = store.readAll({ after: 0n, limit: PAGE });
  for (;;) {
    const page = await coming;
    if (page.events.length === 0) break;
    coming = store.readAll({ after: page.through, limit: PAGE });
    const accounts = page.events.filter(({ stream }) => categoryOf(stream) === 'account');
    accounts.forEach(fold);
    events += accounts.length;
  }
  console.log(JSON.stringify({ events, seconds: (performance.now() - startedAt) / 1_000 }));
  await store.close();
}

void main();
