/**
 * Signed checkpoints: one stream an installation, in which it signs, again and again, what the log has become since the
 * time before. A checkpoint covers the positions after `afterPosition` up to `throughPosition`: the last event there of
 * every stream that changed, as one Merkle root. Whoever kept one knows for ever what was there.
 */
import { choice, eventSchema, type EventOf, instant, integer, text } from '../event-schema';

/** From here on, checkpoints may be signed under this key. Stands right before the first one that is. */
export const checkpointKeyPublished = eventSchema('checkpoint.key-published.v1', {
  algorithm: choice('ed25519'),
  /** Base64 of the key's 32 bytes. */
  publicKey: text,
});

export const checkpointSigned = eventSchema('checkpoint.signed.v1', {
  /** Digits; exclusive. That of the checkpoint before, `0` in the first. */
  afterPosition: text,
  /** Digits; inclusive. */
  throughPosition: text,
  /** Streams that changed, those of checkpoints not counted. */
  heads: integer,
  /** Hex: of the Merkle tree over `<stream>@<revision>:<hash>`, in order of stream id (RFC 6962). */
  root: text,
  /** Hex SHA-256 of the signed bytes of the checkpoint before; 64 zeros in the first. */
  previous: text,
  signedAt: instant,
  /** Base64 of the 32 bytes of the key that it is signed under. */
  publicKey: text,
  /** Base64 of the Ed25519 signature over the other members: see `signedFields`. */
  signature: text,
});

export const checkpointSchemas = [checkpointKeyPublished, checkpointSigned] as const;
export type CheckpointEvent = EventOf<(typeof checkpointSchemas)[number]>;
export type SignedCheckpoint = EventOf<typeof checkpointSigned>['data'];

const DOMAIN_TAG = 'haber.checkpoint.v1';

/** What is signed, in this order: each as UTF-8, preceded by its length. */
export function signedFields(of: Omit<SignedCheckpoint, 'signature'>): readonly string[] {
  const { afterPosition, throughPosition, heads, root, previous, signedAt, publicKey } = of;
  return [DOMAIN_TAG, afterPosition, throughPosition, `${heads}`, root, previous, signedAt, publicKey];
}

export interface Checkpoints {
  readonly last: SignedCheckpoint | null;
  /** One, unless the master key was ever changed. */
  readonly publicKeys: readonly string[];
}

export const CHECKPOINT_FOLD_VERSION = 1;
export const noCheckpoints: Checkpoints = { last: null, publicKeys: [] };

export function evolveCheckpoints(state: Checkpoints, event: CheckpointEvent): Checkpoints {
  switch (event.type) {
    case 'checkpoint.key-published.v1':
      return { ...state, publicKeys: [...state.publicKeys, event.data.publicKey] };
    case 'checkpoint.signed.v1':
      return { ...state, last: event.data };
  }
}
