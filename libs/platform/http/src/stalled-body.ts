/**
 * Bodies that a handler takes while they arrive. How long such a body may take is nobody's to say; how long it may
 * stand still is: a client that sends nothing for too long is given up, and one that is not read from is not.
 */
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { platformProblem } from './problem';

/** Requests whose body is being watched here: Node's own bound on the whole of a request is not theirs. */
const watched = new WeakSet<IncomingMessage>();

export function isWatched(request: IncomingMessage): boolean {
  return watched.has(request);
}

/**
 * The same bytes; fails with 408 when none came for `stallMs` while somebody waited for them. Ending it early leaves
 * the connection alone: the answer still has to go there.
 */
export function withinStall(payload: Readable, request: IncomingMessage, stallMs: number): Readable {
  watched.add(request);
  return Readable.from(parts(payload, request, stallMs), { objectMode: false });
}

async function* parts(payload: Readable, request: IncomingMessage, stallMs: number): AsyncGenerator<Buffer, void> {
  const chunks = payload.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, void>;
  try {
    for (;;) {
      const next = await inTime(chunks.next(), stallMs);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    watched.delete(request);
  }
}

/** @throws Problem 408 */
async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // A part of it may be done.
    const why = { outcome: 'unknown', headers: { connection: 'close' } } as const;
    timer = setTimeout(() => reject(platformProblem('request_timeout', why)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    answer.catch(() => undefined); // given up: whatever becomes of it
  }
}
