import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, type Edge, exchange, seen, shutGate, startEdge, statusOf } from './edge.fixture';

const FAST = { headersMs: 300, requestMs: 500, checkEveryMs: 50, keepAliveMs: 400, drainMs: 2_000 };
let edge: Edge;
beforeAll(async () => (edge = await startEdge({ timeouts: FAST })));
afterAll(() => edge.server.close());
beforeEach(() => {
  seen.faults = [];
  seen.handled = 0;
  seen.gate = undefined;
});

const AUTH = 'host: x\r\nauthorization: Bearer writer\r\n';

describe('HTTP that is refused before there is a request', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a TLS greeting', Buffer.from('16030100a5010000a10303', 'hex'), 400],
    ['a header without a name', `POST /legacy/credit HTTP/1.1\r\nhost: x\r\n: y\r\n\r\n`, 400],
    ['two lengths', `POST /legacy/credit HTTP/1.1\r\n${AUTH}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`, 400],
    [
      'length and chunks',
      `POST /legacy/credit HTTP/1.1\r\n${AUTH}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
      400,
    ],
    ['a bad chunk', `POST /legacy/credit HTTP/1.1\r\n${AUTH}transfer-encoding: chunked\r\n\r\nzz\r\n`, 400],
    ['a space in the path', `POST /legacy/cre dit HTTP/1.1\r\n${AUTH}\r\n`, 400],
    ['headers without end', `POST /legacy/credit HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431],
    ['no host', 'POST /legacy/credit HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    [
      'an expectation that nobody meets',
      `POST /legacy/credit HTTP/1.1\r\n${AUTH}expect: magic\r\ncontent-length: 2\r\n\r\n{}`,
      417,
    ],
    ['CONNECT', 'CONNECT example.org:443 HTTP/1.1\r\nhost: example.org\r\n\r\n', 405],
  ])('answers %s cleanly and ends the connection', async (_, sent, status) => {
    const received = await exchange(edge.port, sent);
    expect(statusOf(received)).toBe(status);
    expect(received).toMatch(/\r\nconnection: close\r\n/i);
    expect(received).toMatch(/\r\nx-request-id: \S+\r\n/i);
    expect(received).not.toMatch(/llhttp|HPE_|Parse Error|node:/);
    expect(bodyOf(received)).toBeInstanceOf(Object);
    expect(seen.faults).toEqual([]);
  });

  it('uses the shape of the path where there is one', async () => {
    const line = await exchange(edge.port, 'POST /legacy/credit HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n');
    expect(bodyOf(line)).toMatchObject({ status: 'error', error: { code: 'malformed_request' } });
    const chunk = await exchange(
      edge.port,
      `POST /legacy/credit HTTP/1.1\r\n${AUTH}transfer-encoding: chunked\r\n\r\nzz\r\n`,
    );
    expect(bodyOf(chunk)).toMatchObject({ status: 'error', error: { code: 'malformed_request' } });
    const own = await exchange(edge.port, 'POST /things/1 HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n');
    expect(bodyOf(own)).toMatchObject({ code: 'malformed_request', outcome: 'none' });
  });

  it('takes HTTP/1.0, upgrades that it does not know, and expectations that it does', async () => {
    const head = `POST /things/1 HTTP/1.0\r\nauthorization: Bearer writer\r\ncontent-length: 2\r\n\r\n{}`;
    expect(statusOf(await exchange(edge.port, head))).toBe(200);
    const upgrade = `GET /things/1 HTTP/1.1\r\n${AUTH}upgrade: h2c\r\nconnection: close, upgrade\r\n\r\n`;
    expect(statusOf(await exchange(edge.port, upgrade))).toBe(200);
    const expect100 = `POST /things/1 HTTP/1.1\r\n${AUTH}expect: 100-continue\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}`;
    expect(await exchange(edge.port, expect100)).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200/);
  });
});

describe('clients that are slow or leave', () => {
  it.each([
    ['headers', 'POST /things/1 HTTP/1.1\r\nhost: x\r\nx-slow: '],
    ['a body', `POST /things/1 HTTP/1.1\r\n${AUTH}content-length: 100\r\n\r\n{`],
  ])('ends the connection of one that never finishes %s with 408', async (_, sent) => {
    const received = await exchange(edge.port, sent);
    expect(statusOf(received)).toBe(408);
    expect(bodyOf(received)).toMatchObject({ code: 'request_timeout' });
    expect(seen.handled).toBe(0);
  });

  it('never handles what was not sent whole', async () => {
    const head = `POST /things/1 HTTP/1.1\r\n${AUTH}content-length: 100\r\n\r\n{"amount":1`;
    await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = connect(edge.port, '127.0.0.1').on('error', () => undefined);
        socket.write(head);
        await sleep(20);
        socket.resetAndDestroy();
      }),
    );
    await sleep(50);
    expect(seen.handled).toBe(0);
    expect(seen.faults).toEqual([]);
  });

  it('finishes what a client that left had asked for, and goes on', async () => {
    const gate = shutGate();
    const socket = connect(edge.port, '127.0.0.1').on('error', () => undefined);
    socket.write(`POST /things/1 HTTP/1.1\r\n${AUTH}content-length: 2\r\n\r\n{}`);
    while (seen.handled === 0) await sleep(5);
    socket.resetAndDestroy();
    gate.open();
    await sleep(20);
    expect(seen.faults).toEqual([]);
    expect((await fetch(`${edge.url}/healthz`)).status).toBe(200);
  });

  it('does not put a refusal in the place of an answer that is being made', async () => {
    const gate = shutGate();
    const answered = exchange(
      edge.port,
      `POST /things/1 HTTP/1.1\r\n${AUTH}content-length: 2\r\n\r\n{}`,
      'garbage\r\n\r\n',
    );
    while (seen.handled === 0) await sleep(5);
    await sleep(50);
    gate.open();
    const received = await answered;
    expect(statusOf(received)).toBe(200);
    expect(received).toContain('"actor":"ana"');
  });

  it('answers requests sent in one go in their order', async () => {
    const one = (id: number, last: string): string =>
      `POST /things/${id} HTTP/1.1\r\n${AUTH}${last}content-length: 2\r\n\r\n{}`;
    const received = await exchange(edge.port, one(1, '') + one(2, '') + one(3, 'connection: close\r\n'));
    expect([...received.matchAll(/"id":"(\d)"/g)].map(([, id]) => id)).toEqual(['1', '2', '3']);
  });
});

describe('noise', () => {
  /** A small generator of its own, so that a seed that fails can be run again. */
  function random(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  const SAMPLES = [
    `POST /things/1 HTTP/1.1\r\n${AUTH}idempotency-key: "k"\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n{"a":1.5}`,
    `POST /legacy/credit HTTP/1.1\r\n${AUTH}transfer-encoding: chunked\r\nx-request-id: r\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    `GET /things/1?a=b&c=%20 HTTP/1.1\r\n${AUTH}x-api-key: writer\r\nexpect: 100-continue\r\n\r\n`,
  ];

  it.each([1, 2, 3, 4])('is never a 5xx, and never stops the server (seed %i)', async (seed) => {
    const next = random(seed);
    const noisy = Array.from({ length: 150 }, () => {
      const bytes = Buffer.from(SAMPLES[next(SAMPLES.length)] ?? '', 'latin1');
      for (let changes = next(4); changes >= 0; changes--) bytes[next(bytes.length)] = next(256);
      return bytes.subarray(0, next(8) === 0 ? next(bytes.length) : bytes.length);
    });
    const statuses = (await Promise.all(noisy.map((bytes) => exchange(edge.port, bytes)))).map(statusOf);
    expect(statuses.filter((status) => !(status >= 100 && status < 500))).toEqual([]);
    expect(seen.faults).toEqual([]);
    expect((await fetch(`${edge.url}/healthz`)).status).toBe(200);
  });
});

describe('closing', () => {
  it('answers 503 to what comes on a connection that still waits for an answer', async () => {
    const own = await startEdge({ timeouts: FAST });
    const gate = shutGate();
    const request = `POST /legacy/credit HTTP/1.1\r\n${AUTH}content-length: 2\r\n\r\n{}`;
    const socket = connect(own.port, '127.0.0.1').setEncoding('latin1');
    let received = '';
    socket.on('data', (text: string) => (received += text));
    socket.write(`POST /things/1 HTTP/1.1\r\n${AUTH}content-length: 2\r\n\r\n{}`);
    while (seen.handled === 0) await sleep(5);
    const closed = own.server.close();
    socket.write(request);
    await sleep(50);
    gate.open();
    await closed;
    await sleep(20);
    expect([...received.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)).toEqual(['200', '503']);
    expect(bodyOf(received)).toMatchObject({ status: 'error', error: { code: 'service_unavailable' } });
    expect(received).toMatch(/retry-after: 1/i);
  });

  it('finishes what is in flight, ends idle connections, takes no new ones', async () => {
    const own = await startEdge({ timeouts: { ...FAST, keepAliveMs: 60_000, drainMs: 10_000 } });
    const idle: Socket[] = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const socket = connect(own.port, '127.0.0.1');
        socket.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n');
        await new Promise((resolve) => socket.once('data', resolve));
        return socket;
      }),
    );
    const gate = shutGate();
    const inFlight = fetch(`${own.url}/things/1`, {
      method: 'POST',
      headers: { authorization: 'Bearer writer' },
      body: null,
    });
    while (seen.handled === 0) await sleep(5);
    const startedAt = performance.now();
    const closed = own.server.close();
    await Promise.all(idle.map((socket) => new Promise((resolve) => socket.once('close', resolve).resume())));
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow();
    gate.open();
    expect((await inFlight).status).toBe(200);
    expect(await (await inFlight).json()).toMatchObject({ actor: 'ana' });
    await closed;
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('cuts what does not finish in time', async () => {
    const own = await startEdge({ timeouts: { ...FAST, drainMs: 200 } });
    shutGate();
    const stuck = exchange(own.port, `POST /things/1 HTTP/1.1\r\n${AUTH}content-length: 2\r\n\r\n{}`);
    while (seen.handled === 0) await sleep(5);
    await own.server.close();
    expect(await stuck).toBe('');
  });
});
