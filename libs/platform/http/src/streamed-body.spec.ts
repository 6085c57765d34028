import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, HttpCode, Module, Post } from '@nestjs/common';
import { RequireScope } from './access';
import { bodyOf, type Edge, startEdge, statusOf } from './edge.fixture';
import { StreamedBody } from './json-body';
import { Undocumented } from './openapi/operation';
import { StreamedExchange, type StreamedHttpExchange } from './streamed-body';

@Controller('streams')
class StreamsController {
  @Post()
  @HttpCode(200)
  @Undocumented()
  @StreamedBody()
  @RequireScope('things:write')
  async take(@StreamedExchange() { body, mediaType, json }: StreamedHttpExchange): Promise<object> {
    if (mediaType === 'application/json') return { json: JSON.stringify(await json()) };
    let bytes = 0;
    for await (const chunk of body) bytes += (chunk as Buffer).length;
    return { bytes };
  }
}

@Module({ controllers: [StreamsController] })
class StreamsModule {}

/** A whole request may take a fifth of what the slow client takes; a pause, five times as long as it makes. */
const TIMEOUTS = { headersMs: 500, requestMs: 500, stallMs: 2_500, checkEveryMs: 50 };
const PAUSE_MS = 250;
const PARTS = 10;

let edge: Edge;
beforeAll(async () => (edge = await startEdge({ modules: [StreamsModule], timeouts: TIMEOUTS })));
afterAll(() => edge.server.close());

const head = (lengthBytes: number, more = ''): string =>
  `POST /streams HTTP/1.1\r\nhost: x\r\nauthorization: Bearer writer\r\nconnection: close\r\n${more}` +
  `content-length: ${lengthBytes}\r\n\r\n`;

function asked(): { readonly socket: Socket; readonly answer: Promise<string> } {
  const socket = connect(edge.port, '127.0.0.1').on('error', () => undefined);
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString('latin1')));
  return { socket, answer: new Promise((resolve) => socket.once('close', () => resolve(received))) };
}

it('may take longer than a whole request, as long as it goes on', async () => {
  const { socket, answer } = asked();
  socket.write(head(PARTS));
  for (let part = 0; part < PARTS; part += 1) {
    await sleep(PAUSE_MS);
    socket.write('x');
  }
  expect(bodyOf(await answer)).toEqual({ bytes: PARTS });
});

it('is given up with 408 when nothing comes any more', async () => {
  const { socket, answer } = asked();
  socket.write(`${head(PARTS)}x`);
  const received = await answer;
  expect(statusOf(received)).toBe(408);
  // A part of it may be done.
  expect(bodyOf(received)).toMatchObject({ code: 'request_timeout', outcome: 'unknown' });
});

it('that breaks off leaves unknown what became of it; one that a handler never saw is none', async () => {
  const chunked = (path: string): string =>
    `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer writer\r\ncontent-type: application/json\r\n` +
    'transfer-encoding: chunked\r\n\r\n1\r\nx\r\n';
  const outcomes = ['/streams', '/nothing-here'].map(async (path) => {
    const { socket, answer } = asked();
    socket.write(chunked(path));
    await sleep(PAUSE_MS);
    socket.write('this is no length\r\n');
    return (bodyOf(await answer) as { outcome: string }).outcome;
  });
  expect(await Promise.all(outcomes)).toEqual(['unknown', 'none']);
});

it('is a whole body where its handler wants one, within the limit of all others', async () => {
  const json = 'content-type: application/json\r\n';
  const short = asked();
  short.socket.write(`${head(9, json)}{"a":"b"}`);
  expect(bodyOf(await short.answer)).toEqual({ json: `{"a":"b"}` });
  const long = asked();
  long.socket.write(head(1_100_000, json) + ' '.repeat(1_100_000));
  expect(statusOf(await long.answer)).toBe(413);
});
