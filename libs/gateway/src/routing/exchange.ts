/**
 * One request to one instance, and what became of it. What matters is told apart by what was done, not by an error's
 * name: whether a request was begun to be written to a connection. Only one that was not may be sent anew whatever it
 * is; of any other nobody knows what it did.
 */
import { Readable } from 'node:stream';
import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

export interface ServiceRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names and values by turns. */
  readonly headers: string[];
  readonly body: Buffer | Readable | null;
  /** Aborted when nobody wants the answer any more. */
  readonly unwanted?: AbortSignal;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Whole, where it is short and says how long it is; then it cannot break off any more. */
  readonly body: Buffer | Readable;
}

/** No instance has seen the request. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** The request was sent, as a whole or in part, and its answer did not come, or not whole. */
export class AnswerLost extends Error {
  override readonly name = 'AnswerLost';
}

const WHOLE_UP_TO_BYTES = 1_048_576;
const WITHOUT_BODY = new Set([204, 304]);

/** @throws NotSent, AnswerLost, as a rejection */
export function exchange(dispatcher: Pick<Dispatcher, 'dispatch'>, request: ServiceRequest): Promise<ServiceAnswer> {
  const { method, target: path, headers, body } = request;
  return new Promise((resolve, reject) => {
    const receiver = new Receiver({ resolve, reject, unwanted: request.unwanted });
    dispatcher.dispatch({ method, path, headers, body }, receiver);
  });
}

interface Settling {
  resolve(answer: ServiceAnswer): void;
  reject(error: Error): void;
  readonly unwanted: AbortSignal | undefined;
}

class Receiver implements Dispatcher.DispatchHandler {
  private begun = false;
  private head: Omit<ServiceAnswer, 'body'> = { status: 0, headers: {} };
  private readonly chunks: Buffer[] = [];
  /** Undefined while the answer is collected. */
  private stream: Readable | undefined;

  constructor(private readonly settling: Settling) {}

  onRequestStart(controller: Dispatcher.DispatchController): void {
    const { unwanted } = this.settling;
    const abort = (): void => controller.abort(new Error('nobody wants the answer'));
    if (unwanted?.aborted) return abort();
    this.begun = true;
    unwanted?.addEventListener('abort', abort, { once: true });
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.head = { status, headers };
    const lengthBytes = WITHOUT_BODY.has(status) ? 0 : Number(headers['content-length'] ?? Infinity);
    if (lengthBytes <= WHOLE_UP_TO_BYTES) return;
    this.stream = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        controller.abort(error ?? new Error('nobody wants the answer'));
        done(error);
      },
    });
    this.settling.resolve({ ...this.head, body: this.stream });
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (!this.stream) this.chunks.push(chunk);
    else if (!this.stream.push(chunk)) controller.pause();
  }

  onResponseEnd(): void {
    if (this.stream) this.stream.push(null);
    else this.settling.resolve({ ...this.head, body: Buffer.concat(this.chunks) });
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    if (this.stream) return void this.stream.destroy(new AnswerLost('the answer broke off', { cause }));
    const isLost = this.begun || this.settling.unwanted?.aborted === true;
    this.settling.reject(isLost ? new AnswerLost('no answer', { cause }) : new NotSent('not sent', { cause }));
  }
}
