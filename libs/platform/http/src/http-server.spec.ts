import { Controller, Get, Module } from '@nestjs/common';
import { AcceptApiKeyHeader, Public, RequireScope } from './access';
import { type Edge, exchange, seen, startEdge, statusOf, WRITER } from './edge.fixture';
import { createHttpServer } from './http-server';

let edge: Edge;
beforeAll(async () => (edge = await startEdge()));
afterAll(() => edge.server.close());
beforeEach(() => {
  seen.faults = [];
  seen.handled = 0;
});

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (
  path: string,
  body: string | Buffer | undefined,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(edge.url + path, {
    method: 'POST',
    headers: { ...WRITER, ...JSON_TYPE, ...headers },
    ...(body === undefined ? {} : { body }),
  });
const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(edge.url + path, { headers });

describe('a request that is fine', () => {
  it('is answered with exact numbers, and knows its context', async () => {
    const answer = await post('/things/7?x=1', '{"n":1}', { 'idempotency-key': '"k 1"', 'x-request-id': 'trace-1' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-request-id')).toBe('trace-1');
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const text = await answer.text();
    expect(text).toMatch(/"amount":10000\.00}$/);
    expect(JSON.parse(text)).toMatchObject({
      id: '7',
      requestId: 'trace-1',
      idempotencyKey: 'k 1',
      bytes: 7,
      method: 'POST',
      target: '/things/7?x=1',
      actor: 'ana',
    });
  });

  it('may have no body, and its GET a content type', async () => {
    expect(await (await post('/things/7', undefined)).json()).toMatchObject({ sent: null, bytes: 0 });
    expect(await (await post('/legacy/credit', '')).json()).toEqual({ empty: true });
    expect((await get('/things/7', { ...WRITER, ...JSON_TYPE })).status).toBe(200);
  });

  it.each([
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/json;charset=UTF-8',
    'application/json; v=1; charset="utf-8"',
    'application/json; charset=utf-8 ; v=1',
  ])('may say %s', async (type) => {
    expect((await post('/things/7', '{}', { 'content-type': type })).status).toBe(200);
  });

  it.each(['utf-16', 'latin1', 'utf-8x', '"utf-16"', ''])('may not say that it is in charset %s', async (charset) => {
    const type = `application/json; charset=${charset}`;
    expect((await post('/things/7', '{}', { 'content-type': type })).status).toBe(415);
  });

  it('may say no content type at all', async () => {
    const received = await exchange(
      edge.port,
      'POST /things/7 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer writer\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}',
    );
    expect(statusOf(received)).toBe(200);
  });
});

describe('who may call', () => {
  it.each(['Bearer writer', 'bearer writer', 'BEARER  writer', 'Bearer late'])(
    'lets in with %s',
    async (authorization) => {
      expect((await post('/things/7', '{}', { authorization })).status).toBe(200);
    },
  );

  it.each(['', 'Bearer', 'Bearer ', 'writer', 'Basic writer', 'Bearer unknown', 'Bearer writer x'])(
    'answers 401 to %j, whatever else is wrong with the request',
    async (authorization) => {
      const answer = await post('/things/7', 'no json', {
        authorization,
        'content-type': 'text/plain',
        'idempotency-key': '""',
      });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      expect(await answer.json()).toMatchObject({
        code: 'unauthorized',
        status: 401,
        outcome: 'none',
        retryable: false,
      });
      expect(seen.handled).toBe(0);
    },
  );

  it('answers 403 without the scope, before it looks at the body', async () => {
    const answer = await post('/things/7', 'no json', { authorization: 'Bearer reader' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="things:write"');
    expect(await answer.json()).toMatchObject({ code: 'insufficient_scope' });
  });

  it('ignores an idempotency key where nothing can be repeated', async () => {
    expect((await get('/things/7', { ...WRITER, 'idempotency-key': '""' })).status).toBe(200);
  });

  it.each([
    [0, '127.0.0.1'],
    [1, '203.0.113.9'],
    [2, '198.51.100.7'],
  ])('believes as many proxies as are ours: %i', async (trustedProxyHops, address) => {
    const own = await startEdge({ trustedProxyHops });
    const headers = { ...WRITER, 'x-forwarded-for': '1.2.3.4, 198.51.100.7, ::ffff:203.0.113.9' };
    await fetch(`${own.url}/things/7`, { headers });
    await own.server.close();
    expect(seen.remoteAddress).toBe(address);
  });

  it('takes any one of several scopes', async () => {
    expect((await get('/things/7', { authorization: 'Bearer reader' })).status).toBe(200);
    expect((await get('/things/7', WRITER)).status).toBe(200);
  });

  it('takes X-API-Key only where the dialect does', async () => {
    const key = { 'x-api-key': 'writer' };
    const send = (path: string): Promise<Response> => fetch(edge.url + path, { method: 'POST', headers: key });
    expect((await send('/legacy/credit')).status).toBe(201);
    expect((await send('/things/7')).status).toBe(401);
  });

  it('says nothing of a key ring that is broken', async () => {
    const answer = await post('/things/7', '{}', { authorization: 'Bearer broken' });
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('key ring');
    expect(seen.faults).toHaveLength(1);
  });

  it.each([
    [
      'no access',
      class Bare {
        read(): string {
          return '';
        }
      },
    ],
    [
      'a class that only accepts a header',
      class Header {
        read(): string {
          return '';
        }
      },
    ],
  ])('does not start with a route that declares %s', async (_, controller) => {
    const descriptor = Object.getOwnPropertyDescriptor(controller.prototype, 'read') as PropertyDescriptor;
    Get('open')(controller.prototype, 'read', descriptor);
    if (controller.name === 'Header') AcceptApiKeyHeader()(controller);
    Controller()(controller);
    class OpenModule {}
    Module({ controllers: [controller] })(OpenModule);
    const options = {
      modules: [OpenModule],
      authenticator: () => undefined,
      errorShapes: [],
      log: { error: () => undefined },
    };
    await expect(createHttpServer(options)).rejects.toThrow('GET /open');
  });

  it('does not take two declarations for one route', () => {
    const declare = (): unknown => {
      class Twice {
        @Public()
        @RequireScope('a')
        read(): void {}
      }
      return Twice;
    };
    expect(declare).toThrow('declares its access twice');
  });
});

describe('bodies that are refused', () => {
  it.each([
    ['{"a":', 'malformed_json'],
    ['{"a":1,"a":1}', 'malformed_json'],
    ['{"__proto__":1}', 'malformed_json'],
    ['{"a":"\\ud800"}', 'malformed_json'],
    ['['.repeat(100_000), 'malformed_json'],
    [Buffer.from([0x22, 0xc3, 0x28, 0x22]), 'malformed_json'],
    [Buffer.from('\ufeff{}', 'utf16le'), 'malformed_json'],
    ['<xml/>', 'malformed_json'],
  ])('answers 400 to %.20s', async (body, code) => {
    const answer = await post('/things/7', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code, status: 400 });
    expect(seen.handled).toBe(0);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/xml',
    '*/*',
    'json',
    ';',
    'application/json, text/plain',
  ])('answers 415 to %s', async (type) => {
    const answer = await post('/legacy/credit', '{}', { 'content-type': type });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ status: 'error', error: { code: 'unsupported_media_type' } });
  });

  it.each(['gzip', 'br', 'identity, gzip'])('answers 415 to a body in %s', async (encoding) => {
    expect((await post('/things/7', '{}', { 'content-encoding': encoding })).status).toBe(415);
  });

  it('answers 401 to 10 MB from nobody, without reading them', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, 0x20);
    expect((await post('/things/7', body, { authorization: 'Bearer nobody' })).status).toBe(401);
  });

  it('answers 413 to 10 MB, with a length or in chunks, and the connection ends well', async () => {
    const body = Buffer.alloc(10 * 1024 * 1024, 0x20);
    const whole = await post('/legacy/credit', body);
    expect(whole.status).toBe(413);
    expect(await whole.json()).toMatchObject({ error: { code: 'payload_too_large' } });
    const head =
      'POST /things/7 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer writer\r\ntransfer-encoding: chunked\r\n\r\n';
    const chunk = Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n0\r\n\r\n')]);
    expect(statusOf(await exchange(edge.port, head, chunk))).toBe(413);
    expect(seen.handled).toBe(0);
  });

  it('takes a body of exactly the limit', async () => {
    const text = `"${'a'.repeat(1_048_574)}"`;
    expect(await (await post('/things/7', text)).json()).toMatchObject({ bytes: 1_048_576 });
    expect((await post('/things/7', `${text} `)).status).toBe(413);
  });

  it.each(['""', ' ', 'k'.repeat(256), '"open'])('answers 400 to the idempotency key %.10s', async (key) => {
    const answer = await post('/things/7', '{}', { 'idempotency-key': key });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_idempotency_key' });
  });
});

describe('failures', () => {
  it('logs a bug whole and shows nothing of it', async () => {
    const answer = await get('/faults/bug');
    expect(answer.status).toBe(500);
    const text = await answer.text();
    expect(JSON.parse(text)).toEqual({
      type: `${edge.url}/docs/errors/internal_error`,
      title: 'Something went wrong on our side',
      status: 500,
      code: 'internal_error',
      outcome: 'unknown',
      retryable: false,
      traceId: answer.headers.get('x-request-id'),
    });
    expect(text).not.toMatch(/SELECT|secret|\.ts|node_modules/);
    expect(seen.faults).toEqual([
      { message: 'request failed', details: expect.objectContaining({ route: '/faults/bug', err: expect.any(Error) }) },
    ]);
  });

  it.each(['table', 'foreign'])('takes no error of a driver for an answer: %s', async (fault) => {
    const answer = await get(`/faults/${fault}`);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({ code: 'internal_error', outcome: 'unknown' });
    expect(seen.faults).toHaveLength(1);
  });

  it('shows a problem with its members, exactly', async () => {
    const answer = await get('/faults/refused');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('"detail":"not enough","code":"insufficient_credit","outcome":"none"');
    expect(await (await get('/faults/refused')).text()).toMatch(/"credit_available":0\.10}$/);
    expect(seen.faults).toEqual([]);
  });

  it('says when to come back', async () => {
    const answer = await get('/faults/busy');
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({ status: 503, code: 'queue_full', outcome: 'none', retryable: true });
  });
});
