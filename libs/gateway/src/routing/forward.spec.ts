/** The gateway before a service: what is passed on, what a service takes from nobody but the gateway. */
import { generateKeyPairSync } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import {
  faults,
  PRINCIPAL,
  type Running,
  type RunningGateway,
  Seen,
  sign,
  startGateway,
  startInstance,
  until,
} from './forwarding.fixture';

let seen: Seen;
let instance: Running;
let gateway: RunningGateway;
beforeAll(async () => {
  seen = new Seen('a');
  instance = await startInstance(seen);
  gateway = await startGateway({ urls: [instance.url] });
});
beforeEach(() => {
  seen.calls.length = 0;
  seen.gate = undefined;
  faults.length = 0;
});
afterAll(async () => {
  await gateway.server.close();
  await gateway.service.close();
  await instance.server.close();
});

const KEY = { authorization: 'Bearer good' };
const send = (path: string, init: RequestInit = {}, url = gateway.url): Promise<Response> =>
  fetch(url + path, { ...init, headers: { ...KEY, ...(init.headers as Record<string, string>) } });
const post = (path: string, body = '{}', headers = {}) => send(path, { method: 'POST', body, headers });

function gate(): () => void {
  let opened = (): void => undefined;
  seen.gate = new Promise((resolve) => (opened = resolve));
  return () => opened();
}

describe('a request', () => {
  it('reaches the service with its caller, and its answer the caller, byte for byte', async () => {
    const body = '{"amount": 10000.00, "name":"Ñandú"}';
    const headers = { 'x-request-id': 'my-request', 'idempotency-key': '"k"', 'content-type': 'application/json' };
    const answer = await post('/things/a%20b?dry_run=true&x=%C3%B1', body, headers);
    const { scopes, ...caller } = PRINCIPAL;
    expect(await answer.json()).toMatchObject({
      ...{ by: 'a', id: 'a b', body, requestId: 'my-request', target: '/things/a%20b?dry_run=true&x=%C3%B1' },
      ...{ caller, scopes: [...scopes] },
    });
    const told = ['etag', 'x-request-id', 'content-type'].map((name) => answer.headers.get(name));
    expect([answer.status, ...told]).toEqual([201, '"7"', 'my-request', 'application/json; charset=utf-8']);
  });

  it('shows the service no key of the caller, nor who it says it is, which the token says', async () => {
    const headers = { 'haber-actor': 'eva', 'x-api-key': 'good', connection: 'close', te: 'trailers' };
    const sent = request(`${gateway.url}/things/1`, { method: 'POST', headers: { ...KEY, ...headers } });
    const answer = new Promise<string>((resolve, reject) => {
      sent.once('error', reject).once('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString())).once('end', () => resolve(text));
      });
    });
    sent.end('{}');
    expect(JSON.parse(await answer)).toMatchObject({ caller: { actor: 'eva', assertedBy: 'ana' } });
    const [call] = seen.calls;
    expect(JSON.stringify(call?.headers)).not.toMatch(/good|haber-actor|x-api-key|"te"/);
    expect(call?.headers.authorization).toMatch(/^Bearer eyJ/);
  });

  it('keeps what its token vouches for, whatever it says of its connection', async () => {
    const headers = { connection: 'idempotency-key, if-match', 'idempotency-key': '"k"', 'if-match': '"7"' };
    const status = await new Promise((resolve, reject) => {
      const sent = request(`${gateway.url}/things/1`, { method: 'POST', headers: { ...KEY, ...headers } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.once('error', reject).end('{}');
    });
    expect([status, faults]).toEqual([201, []]);
    expect(seen.calls[0]?.headers).toMatchObject({ 'idempotency-key': '"k"', 'if-match': '"7"' });
  });

  it('that the gateway refuses reaches nobody, and is refused in the shape of the path', async () => {
    const answers = [
      await fetch(`${gateway.url}/things/1`),
      await fetch(`${gateway.url}/things/old`),
      await post('/things/1', 'x'.repeat(1_048_577)),
      await send('/things/1', { method: 'DELETE' }),
      await post('/things/1', '{}', { 'idempotency-key': '' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 413, 405, 400]);
    expect(await answers[1]?.json()).toEqual({ status: 'error', error: { code: 'unauthorized' } });
    expect(seen.calls).toEqual([]);
  });

  it('may have as many headers as the gateway takes', async () => {
    expect((await post('/things/1', '{}', { 'x-long': 'x'.repeat(15_000) })).status).toBe(201);
    expect((await post('/things/1', '{}', { 'x-long': 'x'.repeat(17_000) })).status).toBe(431);
    expect(seen.calls).toHaveLength(1);
  });

  it('for the head alone is answered with the length that the whole has', async () => {
    const whole = await send('/things/1');
    const head = await send('/things/1', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      ...[200, whole.headers.get('content-length'), ''],
    ]);
  });

  it('gets a long answer in parts, and sees it where one breaks off', async () => {
    const large = Buffer.from(await (await send('/things/1/large')).arrayBuffer());
    expect([large.length, large.every((byte) => byte === 0x78)]).toEqual([3_000_000, true]);
    const broken = await send('/things/1/broken');
    expect(broken.status).toBe(200);
    await expect(broken.text()).rejects.toThrow();
  });

  it('is not known at the service: then the gateway says that nothing was done, and its log that it is not trusted', async () => {
    const stranger = await startInstance(new Seen('b'), generateKeyPairSync('ed25519'));
    const misled = await startGateway({ urls: [stranger.url] });
    const answer = await send('/things/1', { method: 'POST' }, misled.url);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toMatchObject({ code: 'service_unavailable', outcome: 'none' });
    expect(faults).toContainEqual(expect.objectContaining({ service: 'things' }));
    await misled.server.close();
    await misled.service.close();
    await stranger.server.close();
  });
});

describe('a service', () => {
  const token = (more: object = {}) =>
    sign({
      principal: PRINCIPAL,
      service: 'things',
      method: 'POST',
      target: '/things/1',
      headers: {},
      body: Buffer.from('{}'),
      ...more,
    });
  const direct = async (bearer: string, { path = '/things/1', body = '{}', method = 'POST', headers = {} } = {}) => {
    const init = {
      method,
      body: method === 'GET' ? null : body,
      headers: { ...headers, authorization: `Bearer ${bearer}` },
    };
    return (await fetch(instance.url + path, init)).status;
  };

  it('takes a token of the gateway for the very request that it is for', async () => {
    expect(await direct(await token())).toBe(201);
  });

  it.each<[string, object]>([
    ['body', { body: '{"amount":2}' }],
    ['empty body', { body: '' }],
    ['path', { path: '/things/2' }],
    ['query', { path: '/things/1?dry_run=true' }],
    ['method', { method: 'GET' }],
    ['Idempotency-Key', { headers: { 'idempotency-key': 'x' } }],
  ])('takes none for another %s', async (_, more) => {
    expect(await direct(await token(), more)).toBe(401);
    expect(seen.calls).toEqual([]);
  });

  it('takes none that vouches for no body where a body is read whole', async () => {
    expect(await direct(await token({ body: undefined }))).toBe(401);
    expect(seen.calls).toEqual([]);
  });

  it('takes none for a stream that vouches for a body', async () => {
    const path = '/things/1/stream';
    const vouched = { method: 'PUT', target: path };
    expect(await direct(await token(vouched), { path, method: 'PUT' })).toBe(401);
    expect(seen.calls).toEqual([]);
  });

  it('takes one for a stream once', async () => {
    const path = '/things/1/stream';
    const once = await token({ method: 'PUT', target: path, body: undefined });
    expect(await direct(once, { path, method: 'PUT' })).toBe(200);
    expect(await direct(once, { path, method: 'PUT', body: 'another' })).toBe(401);
  });

  it('lets nobody in who has a good key, or nothing, and says so in the shape of the path', async () => {
    expect(await direct('good')).toBe(401);
    const answers = [await fetch(`${instance.url}/things/1`), await fetch(`${instance.url}/things/old`)];
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(await answers[0]?.json()).toMatchObject({ code: 'unauthorized', outcome: 'none' });
    expect(await answers[1]?.json()).toEqual({ status: 'error', error: { code: 'unauthorized' } });
    expect(seen.calls).toEqual([]);
  });

  it('believes no Haber-Actor that a token was shown with', async () => {
    const headers = { 'haber-actor': 'eva', authorization: `Bearer ${await token()}` };
    const answer = await fetch(`${instance.url}/things/1`, { method: 'POST', body: '{}', headers });
    expect(await answer.json()).toMatchObject({ caller: { actor: 'ana' } });
  });
});

describe('a streamed body', () => {
  beforeEach(() => {
    seen.streamedBytes = 0;
    seen.streamBrokeOff = false;
  });

  it('goes through whole, however long', async () => {
    const body = Buffer.alloc(5_000_000, 'y');
    const answer = await send('/things/1/stream', { method: 'PUT', body });
    expect([answer.status, await answer.json()]).toEqual([200, { bytes: 5_000_000 }]);
    expect(seen.calls[0]?.headers['content-length']).toBe('5000000');
  });

  it('breaks off at the service where it breaks off at the gateway', async () => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    const head =
      'PUT /things/1/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\nContent-Length: 1000000\r\n\r\n';
    socket.write(head + 'y'.repeat(1_000));
    await until(() => seen.streamedBytes > 0);
    socket.destroy();
    await until(() => seen.streamBrokeOff);
    expect(seen.streamedBytes).toBeLessThan(1_000_000);
  });
});

describe('a caller who leaves', () => {
  it('has his question dropped', async () => {
    const open = gate();
    const left = new AbortController();
    const asked = send('/things/left', { signal: left.signal }).catch(() => 'left');
    await until(() => seen.calls.length > 0);
    left.abort();
    expect(await asked).toBe('left');
    await until(() => seen.leftEarly.includes('left'));
    open();
  });

  it('has his command done, and its connection is good for the next', async () => {
    const open = gate();
    const left = new AbortController();
    const asked = send('/things/1', { method: 'POST', body: '{}', signal: left.signal }).catch(() => 'left');
    await until(() => seen.calls.length > 0);
    left.abort();
    expect(await asked).toBe('left');
    open();
    const [busy] = gateway.service.instances;
    await until(() => busy?.inFlight === 0);
    expect(busy?.state).toBe('ready');
  });
});
