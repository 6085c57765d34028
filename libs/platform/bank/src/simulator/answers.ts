/** How an answer of the simulated bank leaves it: whole and true, or wrong in one of the scripted ways. */
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { WireStatement } from '../statement';
import { otherAmount } from './callbacks';
import type { Misbehaviour } from './scripts';

const OVERSIZED_BYTES = 10 * 1024 * 1024;
const DRIP_MS = 100;
const HTML = '<!doctype html><html><head><title>Mantenimiento</title></head><body>Volvemos pronto.</body></html>';

export function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export interface WrongAnswer {
  readonly how: Misbehaviour;
  readonly statement: WireStatement;
  /** How long a connection is kept on which nothing comes, or never all. */
  readonly silenceMs: number;
}

/** Never rejects: whoever is answered may hang up at any moment. */
export async function answerWrongly(response: ServerResponse, wrong: WrongAnswer): Promise<void> {
  const { statement } = wrong;
  switch (wrong.how) {
    case 'silence':
      return hungUpAfter(response, wrong.silenceMs);
    case 'cut':
      response.socket?.destroy();
      return;
    case 'drip':
      return drip(response, wrong.silenceMs);
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(HTML);
      return;
    case 'oversized':
      return oversized(response, statement);
    case 'malformed':
      return answer(response, 200, { ...statement, amount_minor: Number(statement.amount_minor) });
    case 'redirect':
      response.writeHead(307, { location: '/elsewhere' }).end();
      return;
    case 'error':
      return answer(response, 500, { error: 'internal_error' });
    case 'other-amount':
      return answer(response, 200, otherAmount(statement));
    case 'other-reference':
      return answer(response, 200, { ...statement, reference: 'somebody-elses' });
  }
}

function hungUpAfter(response: ServerResponse, silenceMs: number): void {
  const timer = setTimeout(() => response.socket?.destroy(), silenceMs);
  response.once('close', () => clearTimeout(timer));
}

/** A space now and then: JSON that never begins. */
function drip(response: ServerResponse, silenceMs: number): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const dripping = setInterval(() => response.write(' '), DRIP_MS);
  response.once('close', () => clearInterval(dripping));
  hungUpAfter(response, silenceMs);
}

/** It would be true, if anybody read that far. */
async function oversized(response: ServerResponse, statement: WireStatement): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' });
  await pipeline(Readable.from(padded(statement)), response).catch(() => undefined);
}

function* padded(statement: WireStatement): Generator<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, ' ');
  for (let sent = 0; sent < OVERSIZED_BYTES; sent += chunk.length) yield chunk;
  yield Buffer.from(JSON.stringify(statement));
}
