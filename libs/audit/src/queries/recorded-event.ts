/** An account's event as it is stored, read for a question: what it says, its times, and its hash. */
import { hashOf, type StoredEvent } from '@haber/event-store';
import {
  type CreditAccountEvent,
  creditAccountDefinition,
  decodeMetadata,
  type EventMetadata,
  type TimedEvent,
} from '@haber/ledger';

export interface RecordedEvent extends TimedEvent {
  readonly event: CreditAccountEvent;
  readonly revision: number;
  readonly metadata: EventMetadata;
  readonly stored: StoredEvent;
}

const decoder = new TextDecoder();

/** @throws UnreadableEvent */
export function recorded(stored: StoredEvent): RecordedEvent {
  const event = creditAccountDefinition.codec.decode(stored.type, decoder.decode(stored.data));
  const metadata = decodeMetadata(decoder.decode(stored.metadata));
  const { effectiveAt, recordedAt } = metadata;
  return { event, revision: stored.revision, metadata, effectiveAt, recordedAt, stored };
}

export function hashOfRecorded({ stored }: RecordedEvent): string {
  return hashOf(stored.stream, stored.revision, stored);
}
