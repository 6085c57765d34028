/**
 * Copies of what is parked, for whoever watches the topics. The rows in Postgres are the truth (docs/decisions/0017):
 * a copy that cannot be written is told and left out, and holds up nobody.
 */
import { causeOf } from '../cause';
import type { BusMessage } from '../cloud-event';
import type { Delivered, Failure } from '../parking';
import { deadLetterTopic } from '../topics';
import type { Publisher } from './publisher';

export interface DeadLettersOptions {
  readonly group: string;
  readonly publisher: Publisher;
  /** Told of a copy that could not be written, and so left out. */
  readonly onFault: (error: Error) => void;
  /** Of the clock that never goes back; default `performance.now`. */
  readonly nowMs?: () => number;
}

/** After a copy that could not be written none is tried for so long: each try may take seconds, and a lane waits. */
const REST_MS = 10_000;
const MAX_CAUSE = 1_000;

export class DeadLetters {
  private copying: Promise<void> = Promise.resolve();
  private restUntilMs = -Infinity;

  constructor(private readonly options: DeadLettersOptions) {}

  /** Never rejects. One call of a publisher at a time. */
  copy(delivered: Delivered, failure: Failure | undefined): Promise<void> {
    this.copying = this.copying.then(() => this.written(delivered, failure));
    return this.copying;
  }

  close(): Promise<void> {
    return this.options.publisher.close();
  }

  private async written(delivered: Delivered, failure: Failure | undefined): Promise<void> {
    const { group, publisher, onFault, nowMs = () => performance.now() } = this.options;
    if (nowMs() < this.restUntilMs) return;
    const letter = deadLetterOf(delivered, { group, failure });
    try {
      await publisher.publish([letter]).catch((error: unknown) => {
        if (!isTooLarge(error)) throw error;
        return publisher.publish([withoutValue(letter)]);
      });
    } catch (error) {
      if (!isTooLarge(error)) this.restUntilMs = nowMs() + REST_MS;
      onFault(new Error(`no copy in ${letter.topic} of ${delivered.place}: ${causeOf(error)}`, { cause: error }));
    }
  }
}

/** kafkajs wraps what the broker said. */
function isTooLarge(error: unknown): boolean {
  const { type, cause } = error as { readonly type?: unknown; readonly cause?: { readonly type?: unknown } };
  return type === 'MESSAGE_TOO_LARGE' || cause?.type === 'MESSAGE_TOO_LARGE';
}

/** The headers that say why make it larger than what the topic took. */
function withoutValue({ value, headers, ...letter }: BusMessage): BusMessage {
  return { ...letter, value: null, headers: { ...headers, dlq_value: `left out: ${value?.byteLength ?? 0} bytes` } };
}

function deadLetterOf(
  { message, place }: Delivered,
  { group, failure }: { readonly group: string; readonly failure: Failure | undefined },
): BusMessage {
  const why = failure ? failure.cause.slice(0, MAX_CAUSE) : 'behind a parked message';
  const headers = { ...message.headers, dlq_group: group, dlq_cause: why, dlq_place: place };
  return { ...message, topic: deadLetterTopic(message.topic), headers };
}
