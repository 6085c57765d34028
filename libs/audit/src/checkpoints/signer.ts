/**
 * Signs a checkpoint of the log whenever it has grown, at most a second behind. It holds nothing that the log does not:
 * killed anywhere, it goes on from the last checkpoint in the store. Where several processes sign, the append at an
 * exact revision lets one of them; the others find that it is done. It shares no queue with commands.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventStore, type EventToAppend, hashOf } from '@haber/event-store';
import {
  checkpointDefinition,
  type CheckpointEvent,
  checkpointStream,
  commandEventId,
  encodeMetadata,
  INSTALLATION,
  type SignedCheckpoint,
} from '@haber/ledger';
import { changedHeads, headLeaf } from './changed-heads';
import { type CheckpointTail, NO_CHECKPOINTS, readTail } from './checkpoint-stream';
import { merkleRoot } from './merkle';
import { type CheckpointKey, checkpointHash } from './signing';

export interface SigningOptions {
  readonly store: EventStore;
  readonly key: CheckpointKey;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  /** Events that one checkpoint covers before the next one begins. */
  readonly maxEvents?: number;
}

export interface CheckpointSignerOptions extends SigningOptions {
  /** Told of what goes wrong; it is tried again. */
  readonly onFault: (error: unknown) => void;
  /** Between two looks at the log. */
  readonly everyMs?: number;
}

export interface CheckpointSigner {
  /** Signs what is there, as far as the store lets it, and ends. */
  stop(): Promise<void>;
}

/** A tree of so many leaves is made in some 30 ms, which the process can do without answering. */
const MAX_EVENTS = 20_000;
const EVERY_MS = 700;
const CATCH_UP_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 30_000;
const FIRST_CHECKPOINT = '0'.repeat(64);

export function startCheckpointSigner(options: CheckpointSignerOptions): CheckpointSigner {
  const { onFault, everyMs = EVERY_MS } = options;
  const stopped = new AbortController();
  const signing = new Signing(options);

  async function run(): Promise<void> {
    for (let pauseMs = everyMs; !stopped.signal.aborted;) {
      try {
        pauseMs = (await signing.next()) === 'more' ? CATCH_UP_PAUSE_MS : everyMs;
      } catch (error) {
        onFault(error);
        pauseMs = Math.min(Math.max(pauseMs, everyMs) * 2, LONGEST_PAUSE_MS);
      }
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined); // woken to end
    }
  }

  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
      await signing.next().catch(onFault);
    },
  };
}

/** Until a checkpoint covers a position of the log: for whoever needs one where no process signs. */
export async function signThrough(options: SigningOptions, position: bigint): Promise<void> {
  const signing = new Signing(options);
  while (signing.through < position && (await signing.next()) === 'more');
}

class Signing {
  /** The position up to which the log was seen to be signed. */
  through = 0n;
  private tail: CheckpointTail = NO_CHECKPOINTS;

  constructor(private readonly options: SigningOptions) {}

  /** At most one checkpoint. `more`: there is more to sign, or somebody else was faster. */
  async next(): Promise<'more' | 'done'> {
    const { store, maxEvents = MAX_EVENTS } = this.options;
    this.tail = await readTail(store, this.tail);
    const after = BigInt(this.tail.last?.throughPosition ?? 0);
    this.through = after;
    const { heads, through, more } = await changedHeads(store, { after, maxEvents });
    if (heads.length === 0) return 'done';
    const checkpoint = this.signed({
      ...{ afterPosition: `${after}`, throughPosition: `${through}`, heads: heads.length },
      root: merkleRoot(heads.map(headLeaf)).toString('hex'),
    });
    const stream = checkpointStream();
    const entry = { stream, expectedRevision: this.tail.revision, events: this.sealed(checkpoint) };
    const [result] = await store.append([entry]);
    if (result?.kind === 'conflict') return 'more';
    this.through = through;
    return more ? 'more' : 'done';
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
  private sealed(checkpoint: SignedCheckpoint): readonly EventToAppend[] {
    const { publicKey, throughPosition, signedAt } = checkpoint;
    const event = { type: 'checkpoint.signed.v1', data: checkpoint } as const;
    const published = { type: 'checkpoint.key-published.v1', data: { algorithm: 'ed25519', publicKey } } as const;
    const events: CheckpointEvent[] = this.tail.last?.publicKey === publicKey ? [event] : [published, event];
    let { revision, hash: prevHash } = this.tail;
    return events.map((of) => {
      const id = commandEventId(checkpointStream(), { kind: of.type, key: throughPosition }, 0);
      const sealed = sealedEvent({ id, event: of, at: signedAt, prevHash });
      revision += 1;
      prevHash = hashOf(checkpointStream(), revision, sealed);
      return sealed;
    });
  }
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
