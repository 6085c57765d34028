/**
 * One checkpoint after the other, each on the one before. What was last seen of their stream is held in memory, and
 * beside the log where there is a file for it: nothing is signed on a log that does not hold it any more.
 */
import { type EventStore, type EventToAppend, hashOf, NO_STREAM } from '@haber/event-store';
import {
  checkpointDefinition,
  type CheckpointEvent,
  checkpointStream,
  commandEventId,
  encodeMetadata,
  INSTALLATION,
  type SignedCheckpoint,
} from '@haber/ledger';
import type { HeadEvidence } from '../evidence';
import { changedHeads, headLeaf } from './changed-heads';
import type { CheckpointFile } from './checkpoint-file';
import { type CheckpointTail, NO_CHECKPOINTS, readTail } from './checkpoint-stream';
import { merkleRoot } from './merkle';
import { type CheckpointKey, checkpointHash } from './signing';
import { missesCheckpoint } from './signing-refused';

export interface SigningOptions {
  readonly store: EventStore;
  readonly key: CheckpointKey;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Where what was signed last is kept beside the log; absent: in memory only. */
  readonly file?: CheckpointFile;
  /** Events that one checkpoint covers before the next one begins. */
  readonly maxEvents?: number;
}

/** A tree of so many leaves is made in some 30 ms, which the process can do without answering. */
const MAX_EVENTS = 20_000;
const KEEP_EVERY_MS = 1_000;
const FIRST_CHECKPOINT = '0'.repeat(64);

export class NextCheckpoint {
  /** The position up to which the log was seen to be signed. */
  through = 0n;
  /** The position up to which nothing was left to sign. */
  seen = 0n;
  private tail: CheckpointTail = NO_CHECKPOINTS;
  /** What the log must hold. */
  private last: HeadEvidence | undefined;
  private isFileRead = false;
  private kept: HeadEvidence | undefined;
  private keptAtMs = -Infinity;

  constructor(private readonly options: SigningOptions) {}

  /** At most one checkpoint. `more`: there is more to sign, or somebody else was faster. @throws SigningRefused */
  async sign(): Promise<'more' | 'done'> {
    const { store, maxEvents = MAX_EVENTS } = this.options;
    await this.follow();
    const after = BigInt(this.tail.last?.throughPosition ?? 0);
    this.through = after;
    const { heads, through, readTo, more } = await changedHeads(store, { after, maxEvents });
    if (heads.length > 0) {
      const checkpoint = this.signed({
        ...{ afterPosition: `${after}`, throughPosition: `${through}`, heads: heads.length },
        root: merkleRoot(heads.map(headLeaf)).toString('hex'),
      });
      if (!(await this.append(checkpoint))) return 'more';
      this.through = through;
    }
    this.seen = readTo;
    return more ? 'more' : 'done';
  }

  /** Behind a checkpoint, and seldom enough that it costs nothing. */
  async keepNowAndThen(): Promise<void> {
    if (performance.now() - this.keptAtMs >= KEEP_EVERY_MS) await this.keep();
  }

  async keep(): Promise<void> {
    const { file } = this.options;
    const { last } = this;
    if (!file || !last || isSame(last, this.kept)) return;
    await file.write(last);
    this.kept = last;
    this.keptAtMs = performance.now();
  }

  /** To the end of the stream of checkpoints, if it goes on from where it was last seen. */
  private async follow(): Promise<void> {
    const { store, file } = this.options;
    if (!this.isFileRead) this.kept = await file?.read();
    this.isFileRead = true;
    this.last ??= this.kept;
    const tail = await readTail(store);
    if (this.last && !(await holds(store, this.last))) throw missesCheckpoint(this.last, file?.path);
    this.tail = tail;
    this.last = placeOf(tail);
  }

  /** False when somebody else was faster. */
  private async append(checkpoint: SignedCheckpoint): Promise<boolean> {
    const { store } = this.options;
    const stream = checkpointStream();
    const { events, last } = this.sealed(checkpoint);
    const [result] = await store.append([{ stream, expectedRevision: this.tail.revision, events }]);
    if (result?.kind === 'appended') this.last = last;
    return result?.kind !== 'conflict';
  }

  private signed(
    range: Pick<SignedCheckpoint, 'afterPosition' | 'throughPosition' | 'heads' | 'root'>,
  ): SignedCheckpoint {
    const { last, recordedAt } = this.tail;
    const now = new Date(this.options.clock()).toISOString();
    const previous = last ? checkpointHash(last) : FIRST_CHECKPOINT;
    return this.options.key.sign({ ...range, previous, signedAt: now > recordedAt ? now : recordedAt });
  }

  /** With the key before it, where the one before was under another or there was none. */
  private sealed(checkpoint: SignedCheckpoint): { events: readonly EventToAppend[]; last: HeadEvidence } {
    const { publicKey, throughPosition, signedAt } = checkpoint;
    const event = { type: 'checkpoint.signed.v1', data: checkpoint } as const;
    const published = { type: 'checkpoint.key-published.v1', data: { algorithm: 'ed25519', publicKey } } as const;
    const toSeal: CheckpointEvent[] = this.tail.last?.publicKey === publicKey ? [event] : [published, event];
    const stream = checkpointStream();
    let { revision, hash } = this.tail;
    const events = toSeal.map((of) => {
      const id = commandEventId(stream, { kind: of.type, key: throughPosition }, 0);
      const sealed = sealedEvent({ id, event: of, at: signedAt, prevHash: hash });
      revision += 1;
      hash = hashOf(stream, revision, sealed);
      return sealed;
    });
    return { events, last: { stream, revision, hash } };
  }
}

function placeOf({ revision, hash }: CheckpointTail): HeadEvidence | undefined {
  return revision === NO_STREAM ? undefined : { stream: checkpointStream(), revision, hash };
}

function isSame(a: HeadEvidence, b: HeadEvidence | undefined): boolean {
  return a.stream === b?.stream && a.revision === b.revision && a.hash === b.hash;
}

async function holds(store: EventStore, { stream, revision, hash }: HeadEvidence): Promise<boolean> {
  const [event] = await store.read(stream, revision, 1);
  return event !== undefined && hashOf(stream, revision, event) === hash;
}

const encoder = new TextEncoder();

interface Sealing {
  readonly id: string;
  readonly event: CheckpointEvent;
  readonly at: string;
  readonly prevHash: string;
}

function sealedEvent({ id, event, at, prevHash }: Sealing): EventToAppend {
  const metadata = encodeMetadata({
    commandKeys: [],
    tenant: INSTALLATION,
    actor: 'haber',
    assertedBy: null,
    keyId: null,
    correlationId: id,
    causationId: null,
    effectiveAt: at,
    recordedAt: at,
    relied: {},
    prevHash,
  });
  const data = checkpointDefinition.codec.encode(event);
  return { id, type: event.type, data: encoder.encode(data), metadata: encoder.encode(metadata) };
}
