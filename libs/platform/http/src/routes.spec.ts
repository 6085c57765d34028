import { type Edge, exchange, seen, startEdge, statusOf, WRITER } from './edge.fixture';

let edge: Edge;
beforeAll(async () => (edge = await startEdge()));
afterAll(() => edge.server.close());

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(edge.url + path, { headers });

describe('paths and methods', () => {
  it('answers 404 to an unknown path, in the shape of the path', async () => {
    const own = await get('/nothing/here');
    expect(own.status).toBe(404);
    expect(own.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await own.json()).toMatchObject({
      type: `${edge.url}/docs/errors/route_not_found`,
      status: 404,
      traceId: own.headers.get('x-request-id'),
    });
    expect(await (await get('/legacy/nothing')).json()).toMatchObject({ error: { code: 'route_not_found' } });
    expect(await (await get('/%6cegacy/nothing')).json()).toMatchObject({ error: { code: 'route_not_found' } });
  });

  it('answers 404, not 405, where a part of the path is missing', async () => {
    expect((await fetch(`${edge.url}/things/`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${edge.url}/things/7/8`, { method: 'DELETE' })).status).toBe(404);
  });

  it.each([
    ['DELETE', '/things/7', 'POST, GET, HEAD'],
    ['GET', '/legacy/credit', 'POST'],
    ['PUT', '/things/%37', 'POST, GET, HEAD'],
    ['OPTIONS', '/legacy/credit', 'POST'],
    ['PATCH', '/healthz', 'GET, HEAD'],
  ])('answers 405 to %s %s', async (method, path, allow) => {
    const answer = await fetch(edge.url + path, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allow.split(', ').sort());
  });

  it.each([
    '/things/%zz',
    '/things/%',
    '/things/%c0%af',
    '/things/' + 'a'.repeat(2_000),
    '/things/',
    '/things//',
    '/THINGS/7',
    '/things/7/',
    '/../things/7',
    '//things/7',
    '/things/7%00',
  ])('answers %s without a 5xx', async (path) => {
    const received = await exchange(
      edge.port,
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer writer\r\nconnection: close\r\n\r\n`,
    );
    expect([200, 400, 404, 414]).toContain(statusOf(received));
    expect(received).toMatch(/\r\nx-request-id: /i);
    expect(seen.faults).toEqual([]);
  });

  it('takes a whole address, HEAD, and versions that it does not know', async () => {
    const whole = `GET http://x/things/7?y HTTP/1.1\r\nhost: x\r\nauthorization: Bearer writer\r\nconnection: close\r\n\r\n`;
    expect(statusOf(await exchange(edge.port, whole))).toBe(200);
    expect((await fetch(`${edge.url}/things/7`, { method: 'HEAD', headers: WRITER })).status).toBe(200);
    expect((await fetch(`${edge.url}/things/7`, { method: 'HEAD' })).status).toBe(401);
    expect((await get('/things/7', { ...WRITER, 'accept-version': '9.x' })).status).toBe(200);
  });

  it('answers a path that no router reads with 400 in the shape of the path', async () => {
    const answer = await fetch(`${edge.url}/legacy/%zz`, { method: 'POST', headers: WRITER, body: '{}' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'malformed_request' } });
    expect(answer.headers.get('x-request-id')).toBeTruthy();
  });
});

describe('request ids', () => {
  it.each(['a', '~!x 1', 'x'.repeat(128)])('echoes %.20s', async (id) => {
    expect((await get('/healthz', { 'x-request-id': id })).headers.get('x-request-id')).toBe(id);
  });

  it.each(['x'.repeat(129), 'é', 'a\tb'])('replaces %.20s', async (id) => {
    const made = (await get('/nothing', { 'x-request-id': id })).headers.get('x-request-id');
    expect(made).toMatch(/^[0-9a-f-]{36}-[0-9a-z]+$/);
  });

  it('makes a new one each time', async () => {
    const ids = await Promise.all(
      Array.from({ length: 50 }, async () => (await get('/healthz')).headers.get('x-request-id')),
    );
    expect(new Set(ids).size).toBe(50);
  });
});
