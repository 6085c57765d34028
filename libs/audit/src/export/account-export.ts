/**
 * One account as a file that proves itself (docs/reference/export-format.md): the events as they are stored, up to the
 * head that a signed checkpoint names, and the way from that head to the checkpoint's root. One page is in memory.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { categoryOf, type EventStore, hashOf, type StoredEvent } from '@haber/event-store';
import { decodeMetadata, type SignedCheckpoint } from '@haber/ledger';
import { type ChangedHeads, changedHeads, headLeaf } from '../checkpoints/changed-heads';
import { checkpointCovering } from '../checkpoints/checkpoint-stream';
import { merklePath, merkleRoot } from '../checkpoints/merkle';
import type { SigningOptions } from '../checkpoints/next-checkpoint';
import { signThrough } from '../checkpoints/signer';
import type { HeadEvidence } from '../evidence';

export interface AccountExportOptions {
  readonly store: EventStore;
  /** Of an account. */
  readonly stream: string;
  /** Which release writes the file; nothing proves it. */
  readonly product: string;
  /** Instant; nothing proves it. */
  readonly exportedAt: string;
  /** To sign the account's head where no process does. */
  readonly signing?: SigningOptions;
  /** For a running product to sign it; default 2,000. */
  readonly waitMs?: number;
}

/** There is no such account, or nothing proves it. The message is for whoever asked. */
export class NotExported extends Error {
  override readonly name = 'NotExported';
}

const EXPORT_FORMAT = 'haber-export/1';

const PAGE = 500;
const WAIT_MS = 2_000;
const POLL_MS = 50;
const decoder = new TextDecoder();

/**
 * Lines of JSON without their ends: a header, the events, the proof. The first one comes only when all is proven.
 * @throws NotExported, UnreadableEvent
 */
export async function* exportAccount(options: AccountExportOptions): AsyncGenerator<string> {
  const { store, stream, product, exportedAt } = options;
  const [first] = categoryOf(stream) === 'account' ? await store.read(stream, 0, 1) : [];
  if (!first) throw new NotExported(`there is no account ${stream}`);
  const { tenant } = decodeMetadata(decoder.decode(first.metadata));
  const { head, end } = await proofOf(options);
  yield JSON.stringify({ format: EXPORT_FORMAT, product, tenant, stream, exported_at: exportedAt });
  let hash = '';
  for (let from = 0; from <= head.revision;) {
    const page = await store.read(stream, from, Math.min(PAGE, head.revision - from + 1));
    for (const event of page) yield JSON.stringify(eventLine(event));
    const last = page.at(-1);
    if (!last) break;
    from = last.revision + 1;
    hash = hashOf(stream, last.revision, last);
  }
  if (hash !== head.hash) throw new NotExported(`${stream} changed while it was read: run haber verify`);
  yield JSON.stringify(end);
}

function eventLine({ revision, id, type, data, metadata }: StoredEvent) {
  return { revision, id, type, data: base64(data), metadata: base64(metadata) };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

interface Proof {
  readonly head: HeadEvidence;
  /** The last line. */
  readonly end: object;
}

/** The head that the first checkpoint after the account's last event names: a busy account may have gone on by then. */
async function proofOf(options: AccountExportOptions): Promise<Proof> {
  const { store, stream } = options;
  const checkpoint = await checkpointOf(options);
  const [after, through] = [BigInt(checkpoint.afterPosition), BigInt(checkpoint.throughPosition)];
  const { heads }: ChangedHeads = await changedHeads(store, { after, through });
  const leaves = heads.map(headLeaf);
  const index = heads.findIndex((head) => head.stream === stream);
  const head = heads[index];
  if (!head || merkleRoot(leaves).toString('hex') !== checkpoint.root) {
    throw new NotExported(`the log up to position ${through} is not what was signed: run haber verify`);
  }
  const { revision, hash } = head;
  const path = merklePath(leaves, index).map((beside) => beside.toString('hex'));
  return { head, end: { head: { revision, hash }, checkpoint, proof: { index, path } } };
}

/** @throws NotExported when nobody signs */
async function checkpointOf({ store, stream, signing, waitMs }: AccountExportOptions): Promise<SignedCheckpoint> {
  const position = (await store.head(stream))?.position ?? 0n;
  const found = await waitedFor(() => checkpointCovering(store, position), waitMs ?? WAIT_MS);
  if (found) return found;
  if (signing) await signThrough(signing, position);
  const signed = await checkpointCovering(store, position);
  if (signed) return signed;
  throw new NotExported('no signed checkpoint covers the account’s last event: start Haber, or give HABER_MASTER_KEY');
}

async function waitedFor<T>(look: () => Promise<T | undefined>, ms: number): Promise<T | undefined> {
  const deadlineMs = performance.now() + ms;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= deadlineMs) return found;
    await sleep(POLL_MS);
  }
}
