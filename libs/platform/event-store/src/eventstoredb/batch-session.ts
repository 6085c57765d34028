/**
 * The long-lived `BatchAppend` call over which appends of all streams go, and what is pending on it: of one store, in
 * one map of its own. An answer that comes late, twice, or for nobody is dropped; when the call ends, whatever is
 * pending has an unknown outcome, never a failure.
 */
import { randomUUID } from 'node:crypto';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { BatchAppendReq, BatchAppendResp } from '@eventstore/db-client/generated/streams_pb';
import { MaximumAppendSizeExceeded, WrongExpectedVersion } from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { type Append, NO_STREAM } from '../event-store';
import type { Connection } from './connection';
import { Forbidden, isNotLeader, isPassing, textOf } from './faults';
import { appendRequest, positionOf, uuidOf } from './wire';

export type Answer =
  /** Stands there: by this append, or by an earlier one of the same ids. `position`: undefined where it is not said. */
  | { readonly kind: 'stands'; readonly revision: number; readonly position: bigint | undefined }
  | { readonly kind: 'conflict'; readonly actualRevision: number }
  /** Not appended, and may be tried again. */
  | { readonly kind: 'busy'; readonly why: string }
  /** Appended or not: nobody knows. */
  | { readonly kind: 'lost'; readonly why: string }
  | { readonly kind: 'refused'; readonly error: Error };

type Settle = (answer: Answer) => void;

const TYPES = 'event_store.client.';
/** The messages of a server that has not looked at the append yet; they come with no other mark. */
const NOT_NOW = /not ready|busy|leader/i;

export class BatchSession {
  private call: ClientDuplexStream<BatchAppendReq, BatchAppendResp> | undefined;
  private readonly pending = new Map<string, Settle>();
  private answers = 0;
  private over: Answer | undefined;

  constructor(
    private readonly connection: Connection,
    private readonly streams: StreamsClient,
  ) {}

  get isOver(): boolean {
    return this.over !== undefined;
  }

  open(): this {
    const call = this.streams.batchAppend(...this.connection.callArguments(Number.POSITIVE_INFINITY));
    this.call = this.connection.tracked(call);
    call.on('data', (response: BatchAppendResp) => this.answered(response));
    call.on('error', (error) => this.end(endOf(error, this.answers), error));
    call.on('end', () => this.end({ kind: 'lost', why: 'the server ended the call' }));
    return this;
  }

  /** Never rejects. After `timeoutMs` the outcome is unknown. */
  send(append: Append, timeoutMs: number): Promise<Answer> {
    const { call, over } = this;
    if (!call || over) return Promise.resolve(over ?? { kind: 'busy', why: 'not connected' });
    const id = randomUUID();
    const answersBefore = this.answers;
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.late(id, answersBefore), timeoutMs);
      this.pending.set(id, (answer) => {
        clearTimeout(timer);
        resolve(answer);
      });
      call.write(appendRequest(id, append));
    });
  }

  private answered(response: BatchAppendResp): void {
    this.answers += 1;
    this.settle(uuidOf(response.getCorrelationId()), answerOf(response));
  }

  private settle(id: string, answer: Answer): void {
    const settle = this.pending.get(id);
    this.pending.delete(id);
    settle?.(answer);
  }

  /** One append may be late. When nothing at all has been answered since it was sent, the connection is of no use. */
  private late(id: string, answersBefore: number): void {
    const why = 'no answer in time';
    this.settle(id, { kind: 'lost', why });
    if (this.answers > answersBefore) return;
    this.call?.cancel();
    this.end({ kind: 'lost', why });
  }

  private end(answer: Answer, error?: unknown): void {
    if (this.over) return;
    this.over = answer;
    for (const id of [...this.pending.keys()]) this.settle(id, answer);
    if (error) void this.connection.failed(this.streams, error);
    else this.connection.renew(this.streams);
  }
}

/** The end of the whole call, for everybody who waits. What came through before proves that the caller is admitted. */
function endOf(error: unknown, answers: number): Answer {
  const why = textOf(error);
  if (answers > 0 || isPassing(error) || isNotLeader(error)) return { kind: 'lost', why };
  return { kind: 'refused', error: new Forbidden(why, { cause: error }) };
}

function answerOf(response: BatchAppendResp): Answer {
  const success = response.getSuccess();
  if (!success) return refusalOf(response);
  return { kind: 'stands', revision: Number(success.getCurrentRevision()), position: positionOf(success) };
}

function refusalOf(response: BatchAppendResp): Answer {
  const error = response.getError() ?? new Status();
  const message = error.getMessage();
  const details = error.getDetails() ?? new Any();
  const read = REFUSALS[details.getTypeName().replace(TYPES, '')];
  if (read) return read(details, message);
  // `Timeout` and `Unknown` too: the append may yet be replicated.
  return { kind: NOT_NOW.test(message) ? 'busy' : 'lost', why: message || 'an error without a text' };
}

const REFUSALS: Readonly<Record<string, (details: Any, message: string) => Answer>> = {
  WrongExpectedVersion: (details) => {
    const wrong = details.unpack(WrongExpectedVersion.deserializeBinary, details.getTypeName());
    const actual = wrong?.hasCurrentStreamRevision() ? Number(wrong.getCurrentStreamRevision()) : NO_STREAM;
    return { kind: 'conflict', actualRevision: actual };
  },
  MaximumAppendSizeExceeded: (details) => {
    const size = details.unpack(MaximumAppendSizeExceeded.deserializeBinary, details.getTypeName());
    return refused(`an append of more than ${size?.getMaxappendsize()} bytes is too large for the server`);
  },
  AccessDenied: () => refused('the server denies this writer access'),
  StreamDeleted: () => refused('the stream was deleted'),
  BadRequest: (_, message) => refused(`the server does not take the append: ${message}`),
};

function refused(why: string): Answer {
  return { kind: 'refused', error: new Forbidden(why) };
}
