import { type OpenApi, OpenApiMatcher } from './openapi';

const error = {
  headers: { 'X-Request-Id': { required: true, schema: { type: 'string' } } },
  content: {
    'application/problem+json': {
      schema: { type: 'object', properties: { code: { enum: ['x'] } }, additionalProperties: false },
    },
  },
};

const document: OpenApi = {
  paths: {
    '/things/{id}': {
      get: {
        operationId: 'readThing',
        responses: {
          '200': {
            headers: { ETag: { $ref: '#/components/headers/ETag' } },
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
          },
          '404': { $ref: '#/components/responses/Missing' },
          default: error,
        },
      },
      delete: { operationId: 'deleteThing', responses: { '204': {}, default: error } },
    },
    '/things/best': { get: { operationId: 'readBest', responses: { default: error } } },
  },
  components: {
    headers: { ETag: { schema: { type: 'string', pattern: '^"[0-9]+"$' } } },
    responses: { Missing: error },
    schemas: {
      Thing: {
        type: 'object',
        properties: { id: { type: 'string', format: 'uri' }, on: { type: 'string', format: 'date' } },
        required: ['id'],
        additionalProperties: false,
      },
    },
  },
} as OpenApi;

const matcher = new OpenApiMatcher(document);

interface Given {
  readonly method?: string;
  readonly target?: string;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly text?: string;
}

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const problem = (status: number, text = '{"code":"x"}'): Given => ({
  status,
  text,
  headers: { 'content-type': 'application/problem+json', 'x-request-id': 'r' },
});

function mismatch({ method = 'GET', target = '/things/7?x=1', status = 200, headers = JSON_TYPE, text }: Given) {
  const sent = text ?? '{"id":"https://a.example"}';
  return matcher.mismatch({ method, target, status, headers: new Headers(headers), text: sent });
}

describe('an answer that the document declares', () => {
  it.each<[string, Given]>([
    ['the success', {}],
    ['with its headers', { headers: { ...JSON_TYPE, etag: '"12"', date: 'now' } }],
    ['a refusal', problem(404)],
    ['a fault, which is what default stands for', problem(503)],
    ['a path with escapes', { target: '/%74hings/7' }],
    ['no body', { method: 'DELETE', status: 204, headers: {}, text: '' }],
    ['a HEAD', { method: 'HEAD', text: '' }],
    ['what no path of the document is about', { target: '/other', status: 418, text: '' }],
    ['a method that is not in the document, refused', { method: 'PUT', status: 405, text: '' }],
  ])('%s', (_name, given) => {
    expect(mismatch(given)).toBeUndefined();
  });
});

describe('an answer that it does not declare', () => {
  it.each<[string, Given, string]>([
    ['another status', { status: 201 }, 'a status that is not declared'],
    ['a refusal that is nobody’s fault', problem(409), 'a status that is not declared'],
    ['a member more', { text: '{"id":"https://a.example","more":1}' }, 'additional properties'],
    ['a member less', { text: '{}' }, "required property 'id'"],
    ['a wrong form', { text: '{"id":"https://a.example","on":"2025-13-01"}' }, 'format "date"'],
    ['a member more in a refusal', problem(404, '{"code":"x","stack":"at"}'), 'additional properties'],
    ['an unknown code', problem(500, '{"code":"y"}'), 'allowed values'],
    ['no JSON', { text: 'hello' }, 'no JSON'],
    ['another content type', { headers: { 'content-type': 'text/plain' } }, 'content type text/plain'],
    ['a header more', { headers: { ...JSON_TYPE, 'x-powered-by': 'us' } }, 'undeclared header x-powered-by'],
    ['a header less', { ...problem(404), headers: { 'content-type': 'application/problem+json' } }, 'no header x-req'],
    ['a header in another form', { headers: { ...JSON_TYPE, etag: '12' } }, 'the header etag'],
    ['a body where none is', { method: 'DELETE', status: 204, text: '{}' }, 'a body where none'],
    ['success of a method that is not there', { method: 'PUT', status: 200 }, 'not documented'],
    ['the more exact of two paths', { target: '/things/best' }, 'readBest'],
  ])('%s', (_name, given, expected) => {
    expect(mismatch(given)).toContain(expected);
  });
});
