/** The stream of checkpoints under audit: every one signed under a key published before it, and following the last. */
import { GENESIS_HASH, type StoredEvent } from '@haber/event-store';
import {
  checkpointDefinition,
  checkpointStream,
  type Checkpoints,
  noCheckpoints,
  type SignedCheckpoint,
} from '@haber/ledger';
import { type Breach, decodeStored, type InStream, type StreamFold } from '../fold';
import { checkpointHash, isSigned } from './signing';

export class CheckpointFold implements StreamFold {
  readonly foldVersion = checkpointDefinition.foldVersion;
  state: Checkpoints = noCheckpoints;

  add(stored: StoredEvent, { stream }: InStream): readonly Breach[] {
    const event = decodeStored(checkpointDefinition.codec, stored);
    const before = this.state;
    this.state = checkpointDefinition.evolve(before, event);
    const breaches = event.type === 'checkpoint.signed.v1' ? this.breaches(before, event.data, stored.position) : [];
    if (stream === checkpointStream()) return breaches;
    return [...breaches, { kind: 'place', what: 'checkpoints stand in one stream only, and this is another' }];
  }

  private breaches({ last, publicKeys }: Checkpoints, checkpoint: SignedCheckpoint, at: bigint): readonly Breach[] {
    const { afterPosition, throughPosition, previous, publicKey } = checkpoint;
    const checks: readonly (readonly [holds: boolean, what: string])[] = [
      [isSigned(checkpoint), 'its signature does not hold'],
      [publicKeys.includes(publicKey), `its key ${publicKey} was never published`],
      [afterPosition === (last?.throughPosition ?? '0'), `it begins after position ${afterPosition}, not at the last`],
      [previous === (last ? checkpointHash(last) : GENESIS_HASH), 'it follows another checkpoint'],
      [isAhead(throughPosition, afterPosition) && isAhead(`${at}`, throughPosition), 'it covers what cannot be'],
    ];
    return checks.filter(([holds]) => !holds).map(([, what]) => ({ kind: 'checkpoint', what }));
  }
}

const DIGITS = /^(0|[1-9]\d{0,18})$/;

function isAhead(position: string, of: string): boolean {
  return DIGITS.test(position) && DIGITS.test(of) && BigInt(position) > BigInt(of);
}
