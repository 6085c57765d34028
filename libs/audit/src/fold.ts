/**
 * What a fold under audit is: told every event of one stream in order, it answers with what does not fit. It never
 * stops, so that one wrong event does not hide the rest.
 */
import type { StoredEvent } from '@haber/event-store';
import type { Codec, EventMetadata, PlainEvent } from '@haber/ledger';
import type { FindingKind } from './finding';

export interface Breach {
  readonly kind: FindingKind;
  readonly what: string;
}

/** What a fold is told beside the event itself. */
export interface InStream {
  readonly stream: string;
  readonly metadata: EventMetadata;
}

export interface StreamFold {
  readonly state: unknown;
  readonly foldVersion: number;
  /** @throws UnreadableEvent, and nothing has changed then */
  add(stored: StoredEvent, at: InStream): readonly Breach[];
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** @throws UnreadableEvent, TypeError when the bytes are no UTF-8 */
export function decodeStored<E extends PlainEvent>(codec: Codec<E>, stored: StoredEvent): E {
  return codec.decode(stored.type, decoder.decode(stored.data));
}
