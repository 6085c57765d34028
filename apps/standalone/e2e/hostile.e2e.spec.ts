/**
 * Whatever a client sends, the answer is the dialect's own error or an exact effect: never a 5xx, a stack, a path or
 * SQL, never a rounded amount. The product lives on, and its books stay clean.
 */
import { type Answer, DEMO_KEY, type Product, startProduct } from '@haber/testing';
import { creditPath, errorCode, endClean, many, type Partner, partnerOf, requestBody } from './partner.fixture';
import { openSocket, rawExchange, rawRequest, receivedOn } from './raw-http.fixture';

let product: Product;
let partner: Partner;
beforeAll(async () => {
  product = await startProduct();
  partner = partnerOf(product);
  await partner.open('victim', '999999999999999.99');
}, 120_000);
afterAll(async () => {
  try {
    expect((await partner.use('victim', 'afterwards', '0.01')).status).toBe(200);
    expect(product.output).not.toMatch(/"level":"(?:error|fatal)"/);
  } finally {
    await endClean(product);
  }
}, 90_000);

const LEAKS =
  /node_modules|\bat \S+ \(|\.[jt]s:\d|\/(?:work|home|root|tmp|usr)\/|SELECT|INSERT|postgres|pg_|fastify|nest|Error:/i;

/** The code of a refusal in the dialect's own shape. */
function refusal({ status, text, json }: Pick<Answer, 'status' | 'text' | 'json'>): string {
  expect(text).not.toMatch(LEAKS);
  expect(json).toMatchObject({ status: 'error', error: { code: expect.any(String), message: expect.any(String) } });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  return errorCode({ status, json } as Answer);
}

const USE = `${creditPath('victim')}/use`;
const useBody = (amount: string): string => `{"order_id":"never","amount":${amount}}`;

describe('an amount', () => {
  const REFUSED = [
    ...['"1000"', '"10.00"', '""', '"１０"', 'null', 'true', '[1]', '[]', '{}', '{"value":1}'],
    ...['1e3', '1E3', '1e0', '1e-1', '1.0e1', '1e400', '1e-400'],
    ...['0', '0.00', '-0', '-0.00', '-1', '-0.01'],
    ...['1.999', '0.001', '0.009999', '1.001000', '0.10000000000000001'],
    ...['1000000000000000', '9007199254740993.00', `${'9'.repeat(400)}`, `0.${'0'.repeat(400)}1`],
  ];
  const NO_JSON = [
    'NaN',
    'Infinity',
    '-Infinity',
    '１０',
    '01',
    '+1',
    '.5',
    '1.',
    '0x10',
    '1_000',
    '1,000.00',
    '1 0',
    '--1',
    '-',
    '٣',
    '1n',
  ];

  it.each([
    ['use', 'amount', useBody],
    ['payment', 'amount', (amount: string) => `{"payment_reference":"never","amount":${amount}}`],
    ['request', 'requested_limit', (amount: string) => requestBody(amount)],
    ['approve', 'credit_limit', (amount: string) => `{"credit_limit":${amount}}`],
  ])('of %s is refused unless it is exact', async (call, field, body) => {
    const refused = await many(REFUSED.length, 8, (i) => partner.post('victim', call, body(REFUSED[i] ?? '')));
    expect(refused.map(refusal)).toEqual(REFUSED.map(() => '400 validation_error'));
    for (const { json } of refused) expect(json.error.details).toMatchObject([{ field }]);
    const noJson = await many(NO_JSON.length, 8, (i) => partner.post('victim', call, body(NO_JSON[i] ?? '')));
    expect(noJson.map(refusal)).toEqual(NO_JSON.map(() => '400 malformed_json'));
  });

  it('that is exact keeps every digit', async () => {
    await partner.open('exact', '999999999999999.99');
    const used: [string, string, string][] = [
      ['0.1', '0.10', '0.10'],
      ['0.2', '0.20', '0.30'],
      ['0.70000', '0.70', '1.00'],
      ['123456789012345.67', '123456789012345.67', '123456789012346.67'],
      ['90071992547409.93', '90071992547409.93', '213528781559756.60'],
      ['786471218440243.39', '786471218440243.39', '999999999999999.99'],
    ];
    for (const [sent, amount, sum] of used) {
      const { text } = await partner.use('exact', `order ${sent}`, sent);
      expect(text).toContain(`"amount":${amount},"credit_used":${sum},`);
    }
    const { text } = await partner.pay('exact', 'p', '0.3');
    expect(text).toContain('"amount":0.30,"credit_used":999999999999999.69,"credit_available":0.30}');
  });
});

/** Rows for `it.each`, named by their first characters. */
const named = <T extends readonly string[]>(...rows: T[]): [string, ...T][] =>
  rows.map((row) => [JSON.stringify(row.join(' ')).slice(1, -1).slice(0, 80), ...row]);

describe('a body', () => {
  const MALFORMED = [
    ...['{', '{"order_id":"o","amount":1', '{"order_id":"o","amount":1,}', "{'order_id':'o','amount':1}", '{"a":1}}'],
    ...[
      '// {}',
      '{}{}',
      'undefined',
      '\u0000',
      '{"order_id":"a\u0000b","amount":1}',
      '{"order_id":"\\ud800","amount":1}',
    ],
    ...[
      '\ufeff{"order_id":"o","amount":1}',
      '{"order_id":"\\x41","amount":1}',
      '{"order_id":"line\nbreak","amount":1}',
    ],
    ...['{"order_id":"o","amount":1,"amount":2}', '{"order_id":"o","amount":1,"\\u0061mount":1}'],
    ...[
      '{"order_id":"o","amount":1,"__proto__":{"amount":2}}',
      '{"__proto__":null}',
      '{"a":{"constructor":{"prototype":1}}}',
    ],
    ...['['.repeat(100_000), '{"a":'.repeat(50_000), `${'['.repeat(40)}${']'.repeat(40)}`],
  ];
  it.each(named(...MALFORMED.map((body) => [body])))('that is no clean JSON is refused: %s', async (_, body) => {
    expect(refusal(await product.request('POST', USE, body))).toBe('400 malformed_json');
  });

  it.each(['[]', '"x"', '1', 'null', 'true', '{}', '{"toString":1}', '{"order_id":{},"amount":1}', ' '])(
    'that is no such object is refused: %j',
    async (body) => {
      expect(refusal(await product.request('POST', USE, body))).toMatch(/^400 (?:validation_error|malformed_json)$/);
    },
  );

  it('that is not UTF-8 is refused', async () => {
    const body = Buffer.from('{"order_id":"\xff\xfe","amount":1}', 'latin1');
    const headers = { authorization: `Bearer ${DEMO_KEY}`, 'content-type': 'application/json' };
    const response = await fetch(product.url + USE, { method: 'POST', headers, body });
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('malformed_json')]);
  });

  it.each([
    'text/plain',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
    'application/json-patch+json',
    'json',
    ';;;',
    '',
  ])('of the type %j is refused', async (type) => {
    const headers = { 'content-type': type };
    expect(refusal(await product.request('POST', USE, useBody('1'), { headers }))).toBe('415 unsupported_media_type');
  });

  it('of 10 MB is refused, announced or not, and with no key nobody looks at it', async () => {
    const bytes = 10_000_000;
    const body = `{"order_id":"${'x'.repeat(bytes)}","amount":1}`;
    expect(refusal(await product.request('POST', USE, body))).toBe('413 payload_too_large');
    expect(refusal(await product.request('POST', USE, body, { key: null }))).toBe('401 unauthorized');
    const chunks = `${(65_536).toString(16)}\r\n${'x'.repeat(65_536)}\r\n`.repeat(160);
    const headers = { 'Content-Length': '0', 'Transfer-Encoding': 'chunked' };
    const head = rawRequest({ path: USE, key: DEMO_KEY, headers }).replace('Content-Length: 0\r\n', '');
    const text = await rawExchange(
      product.url,
      `${head}${chunks}0\r\n\r\n${rawRequest({ method: 'GET', path: '/x', key: '', headers: { Connection: 'close' } })}`,
    );
    expect(text).toMatch(/^HTTP\/1\.1 413 [^]*payload_too_large/);
  }, 60_000);
});

describe('a route', () => {
  const ROUTES: [string, string, string][] = [
    ['POST', `${creditPath('victim')}/nothing`, '404 route_not_found'],
    ['POST', `${USE}/more`, '404 route_not_found'],
    ['GET', USE, '405 method_not_allowed'],
    ['PUT', USE, '405 method_not_allowed'],
    ['DELETE', creditPath('victim'), '405 method_not_allowed'],
    ['PATCH', creditPath('victim'), '405 method_not_allowed'],
    ['POST', creditPath('victim'), '405 method_not_allowed'],
    ['OPTIONS', USE, '405 method_not_allowed'],
    ['GET', '/api/v1/customers/%ZZ/credit', '400 malformed_request'],
    ['GET', '/api/v1/customers/%00/credit', '400 validation_error'],
    ['GET', '/api/v1/customers/%F0%9F/credit', '400 malformed_request'],
    ['GET', `/api/v1/customers/${'x'.repeat(5_000)}/credit`, '414 uri_too_long'],
    ['GET', '/api/v1/customers/..%2f..%2fetc%2fpasswd/credit', '404 customer_not_found'],
    ['GET', `/api/v1/customers/' OR 1=1 --/credit`, '404 customer_not_found'],
    ['GET', '/api/v1/customers/__proto__/credit', '404 customer_not_found'],
  ];
  it.each(named(...ROUTES))('%s', async (_, method, path, code) => {
    expect(refusal(await product.request(method, path))).toBe(code);
  });

  it.each(['/', '/nowhere', '/api/v1', '/api/v1/customers', '/../etc/passwd', '/%', '//x'])(
    'that no dialect has, %s, gets our own error',
    async (path) => {
      const answer = await product.request('GET', path);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json(?:;|$)/);
      expect(answer.json).toMatchObject({ status: answer.status, code: expect.any(String), outcome: 'none' });
      expect(answer.status === 404 || answer.status === 400).toBe(true);
      expect(answer.text).not.toMatch(LEAKS);
    },
  );

  it('that takes other methods names them', async () => {
    expect((await product.request('PUT', USE)).headers.get('allow')).toBe('POST');
    expect((await product.request('DELETE', creditPath('victim'))).headers.get('allow')).toMatch(/GET/);
  });
});

describe('bytes that are hardly HTTP', () => {
  const head = `POST ${USE} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${DEMO_KEY}\r\nConnection: close\r\n`;
  const body = useBody('1');
  const NO_HTTP: [string, string | Buffer][] = [
    ['noise', Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 151 + 7) % 256))],
    ['a TLS hello', Buffer.from('16030100c8010000c40303', 'hex')],
    ['the old protocol', `GET ${USE}\r\n\r\n`],
    ['a protocol to come', `GET ${USE} HTTP/9.9\r\nHost: h\r\n\r\n`],
    ['a method of our own', `HABER ${USE} HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['a method in small letters', `post ${USE} HTTP/1.1\r\nHost: h\r\n\r\n`],
    ['no host', `POST ${USE} HTTP/1.1\r\nConnection: close\r\n\r\n`],
    ['a header without a colon', `${head}garbage\r\n\r\n`],
    ['a zero byte in a header', `${head}X: a\u0000b\r\n\r\n`],
    ['a bare line feed', `${head}X: a\nY: b\r\n\r\n`],
    ['a space before the colon', `${head}Content-Length : 5\r\n\r\nhello`],
    ['two lengths', `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!`],
    ['a negative length', `${head}Content-Length: -1\r\n\r\n`],
    ['a length that is no number', `${head}Content-Length: 0x10\r\n\r\n`],
    ['a length beside chunks', `${head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks of another kind', `${head}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a chunk of no size', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n${body}\r\n0\r\n\r\n`],
    ['100 KB of header', `${head}X: ${'x'.repeat(100_000)}\r\n\r\n`],
    ['5,000 headers', `${head}${Array.from({ length: 5_000 }, (_, i) => `X-${i}: x\r\n`).join('')}\r\n`],
    ['an expectation', `${head}Expect: the impossible\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
    ['CONNECT', `CONNECT ${USE} HTTP/1.1\r\nHost: h\r\n\r\n`],
  ];

  it.each(NO_HTTP)('%s: a clean error or a closed connection', async (_, bytes) => {
    const text = await rawExchange(product.url, bytes);
    expect(text).not.toMatch(LEAKS);
    expect(text).toMatch(/^(?:$|HTTP\/1\.1 4\d\d )/);
    if (text === '') return;
    const [, status = '', answer = ''] = /^HTTP\/1\.1 (\d{3}) [^]*?\r\n\r\n([^]*)$/.exec(text) ?? [];
    const json: Answer['json'] = JSON.parse(Buffer.from(answer, 'latin1').toString('utf8'));
    if (text.includes('problem+json')) expect(json).toMatchObject({ status: Number(status), outcome: 'none' });
    else refusal({ status: Number(status), text, json });
  });

  it('behind a good request do not touch its answer', async () => {
    const good = rawRequest({ path: USE, key: DEMO_KEY, body: '{"order_id":"before noise","amount":0.01}' });
    const text = await rawExchange(product.url, `${good}\u0001\u0002 noise\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*"usage_id":"usage_/);
  });
});

describe('a slow client', () => {
  it('keeps nobody else waiting, and is answered when it is done', async () => {
    const body = '{"order_id":"slow","amount":0.01}';
    const request = rawRequest({ path: USE, key: DEMO_KEY, body, headers: { Connection: 'close' } });
    const sockets = await many(100, 20, () => openSocket(product.url));
    for (const socket of sockets) socket.write(request.slice(0, -10));
    const startedMs = performance.now();
    for (let i = 0; i < 20; i += 1) expect((await partner.use('victim', `meanwhile ${i}`, '0.01')).status).toBe(200);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    const answers = sockets.map((socket) => receivedOn(socket, 20_000));
    for (const socket of sockets) socket.write(request.slice(-10));
    const bodies = (await Promise.all(answers)).map((text) => /^HTTP\/1\.1 200 [^]*\r\n\r\n([^]*)$/.exec(text)?.[1]);
    expect(new Set(bodies).size).toBe(1);
    expect(bodies[0]).toContain('"usage_id":"usage_');
  }, 60_000);

  it('whose headers never end is told so', async () => {
    const text = await rawExchange(product.url, `POST ${USE} HTTP/1.1\r\nHost: h\r\nX: `, 25_000);
    expect(text).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
  }, 30_000);
});
