/**
 * Exports for specs: accounts on the memory driver, signed and exported as the product does it; and the verifier under
 * test, loaded as the file that is published.
 */
import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CheckpointKey, checkpointKey, exportAccount, signThrough } from '@haber/audit';
import { type EventStore, memoryEventStore, type StoredEvent } from '@haber/event-store';

export const VERIFIER = join(__dirname, '../haber-verify.mjs');
export const KEY: CheckpointKey = checkpointKey(createSecretKey(Buffer.alloc(32, 7)));
export const OTHER_KEY: CheckpointKey = checkpointKey(createSecretKey(Buffer.alloc(32, 8)));
export const AT = '2026-11-24T10:00:00.000Z';

export interface VerifierOptions {
  readonly keys?: readonly string[];
  readonly heads?: readonly string[];
}

export interface VerifierModule {
  readonly Broken: new () => Error & { readonly revision: number | null };
  readonly KNOWN_TYPES: readonly string[];
  readonly ExportVerifier: new (options?: VerifierOptions) => {
    line(text: string): void;
    result(): Readonly<Record<string, unknown>>;
  };
}

export async function loadVerifier(): Promise<VerifierModule> {
  return (await import(pathToFileURL(VERIFIER).href)) as VerifierModule;
}

export interface Verdict {
  readonly ok: boolean;
  readonly revision: number | null;
  readonly why: string;
}

/** Of lines without their ends. */
export function judge(module: VerifierModule, lines: readonly string[], options: VerifierOptions = {}): Verdict {
  const verifier = new module.ExportVerifier(options);
  try {
    for (const line of lines) verifier.line(line);
    return { ok: true, revision: Number(verifier.result()['revision']), why: '' };
  } catch (error) {
    if (!(error instanceof module.Broken)) throw error;
    return { ok: false, revision: error.revision, why: error.message };
  }
}

/** Signed after every `signEvery` events and at the end, each range at once. */
export async function signedStore(events: readonly StoredEvent[], signEvery = events.length): Promise<EventStore> {
  const store = memoryEventStore();
  for (let from = 0; from < events.length; from += signEvery) {
    for (const event of events.slice(from, from + signEvery)) {
      await store.append([{ stream: event.stream, expectedRevision: event.revision - 1, events: [event] }]);
    }
    await signThrough({ store, key: KEY, clock: () => Date.parse(AT) }, 10n ** 15n);
  }
  return store;
}

export async function exportedLines(store: EventStore, stream: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportAccount({ store, stream, product: 'haber 0.1.0', exportedAt: AT, waitMs: 0 })) {
    lines.push(line);
  }
  return lines;
}

/** The golden streams of accounts: between them every type of event that an account can have. */
export const GOLDEN_ACCOUNTS = ['credit-account.v1', 'capacity-account.v1'] as const;

export function goldenAccount(name: (typeof GOLDEN_ACCOUNTS)[number] = 'credit-account.v1'): readonly StoredEvent[] {
  const file = join(__dirname, `../../../libs/ledger/golden/${name}.jsonl`);
  const encoder = new TextEncoder();
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line, i) => {
      const event = JSON.parse(line) as Record<'stream' | 'id' | 'type' | 'data' | 'metadata', string>;
      const bytes = { data: encoder.encode(event.data), metadata: encoder.encode(event.metadata) };
      return { ...event, ...bytes, revision: i, position: BigInt(i + 1) };
    });
}
