/**
 * One call over HTTP whose every part is bounded: how long it takes as a whole, waiting for a connection included, how
 * much of an answer is read, how many are under way. An answer that drips is cut at the same moment as one that never
 * comes. Redirects are not followed: they would carry an order to where nobody meant it to go.
 */
import { Pool } from 'undici';
import type { NoAnswerCause } from './bank';

export interface BoundedCall {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export type CallOutcome =
  | { readonly ok: true; readonly status: number; readonly body: Buffer }
  | {
      readonly ok: false;
      readonly cause: Extract<NoAnswerCause, 'too-many-calls' | 'timeout' | 'connection' | 'oversized'>;
    };

export interface CallBounds {
  /** For the whole call. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly connections: number;
  /** Under way or waiting for a connection. */
  readonly maxCalls: number;
}

export class BoundedCaller {
  private readonly pool: Pool;
  private readonly closing = new AbortController();
  private calls = 0;

  constructor(
    origin: string,
    private readonly bounds: CallBounds,
  ) {
    const { timeoutMs, connections } = bounds;
    this.pool = new Pool(origin, {
      ...{ connections, pipelining: 1, allowH2: false, connectTimeout: timeoutMs },
      ...{ headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
    });
  }

  /** Never rejects. */
  async call(call: BoundedCall): Promise<CallOutcome> {
    if (this.calls >= this.bounds.maxCalls) return { ok: false, cause: 'too-many-calls' };
    const late = AbortSignal.timeout(this.bounds.timeoutMs);
    this.calls += 1;
    try {
      return await this.exchanged(call, AbortSignal.any([late, this.closing.signal]));
    } catch {
      return { ok: false, cause: late.aborted ? 'timeout' : 'connection' };
    } finally {
      this.calls -= 1;
    }
  }

  /** Cuts what is under way. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.pool.destroy();
  }

  private async exchanged({ method, target, headers, body }: BoundedCall, signal: AbortSignal): Promise<CallOutcome> {
    const answer = await this.pool.request({ method, path: target, headers, body: body ?? null, signal });
    const chunks: Buffer[] = [];
    let length = 0;
    // Leaving the loop early destroys the connection: what is too long is not read to its end.
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > this.bounds.maxAnswerBytes) return { ok: false, cause: 'oversized' };
      chunks.push(chunk);
    }
    return { ok: true, status: answer.statusCode, body: Buffer.concat(chunks) };
  }
}
