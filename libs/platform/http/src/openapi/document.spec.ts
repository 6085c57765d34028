import { Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { AcceptApiKeyHeader, Public, RequireScope } from '../access';
import { startEdge } from '../edge.fixture';
import type { OpenApiDocument } from './document';
import { Operation, Undocumented } from './operation';

const thing = { title: 'Thing', type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false };
const path = { id: { description: 'Its id.', schema: { type: 'string' }, example: 't1' } };

@Controller('api/v1/things')
class ThingController {
  @Post(':id')
  @HttpCode(201)
  @Operation({
    id: 'makeThing',
    tag: 'Things',
    summary: 'Make a thing',
    path,
    dryRun: true,
    body: { schema: thing, example: { id: 't1' } },
    answers: { 201: { description: 'Made.', schema: thing, example: { id: 't1' } } },
    errors: [
      { status: 422, code: 'too_many_things', members: { things: '7' } },
      { status: 404, code: 'thing_not_found' },
      { status: 403, code: 'not_yours' },
      { status: 503, code: 'no_makers' },
    ],
  })
  @RequireScope('things:write', 'admin')
  make(@Param('id') id: string): object {
    return { id };
  }

  @Get(':id')
  @RequireScope('things:read')
  @Operation({
    id: 'readThing',
    tag: 'Things',
    summary: 'Read a thing',
    path,
    evidence: 'read',
    query: { properties: { at: { type: 'string', description: 'When.' } } },
    answers: {
      200: { description: 'The thing.', schema: { ...thing, description: 'As it is.' }, example: { id: 't1' } },
    },
    errors: [],
  })
  read(@Param('id') id: string): object {
    return { id };
  }
}

@Controller('legacy/things')
@AcceptApiKeyHeader()
class LegacyThings {
  @Get()
  @RequireScope('things:read')
  @Operation({
    id: 'readLegacyThing',
    tag: 'Legacy',
    summary: 'Read a thing',
    answers: { 200: { description: 'The thing.', schema: thing, example: { id: 't1' } } },
    errors: [],
  })
  read(): object {
    return {};
  }
}

@Module({ controllers: [ThingController, LegacyThings] })
class ThingModule {}

interface Shown {
  readonly parameters: readonly object[];
  readonly security: object;
  readonly requestBody: object;
  readonly responses: Record<
    string,
    { headers: object; content: Record<string, { schema: object; examples: object }> }
  >;
}

async function shown(): Promise<OpenApiDocument> {
  const { server, url } = await startEdge({ modules: [ThingModule] });
  const answer = await fetch(`${url}/openapi.json`);
  await server.close();
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  return (await answer.json()) as OpenApiDocument;
}

describe('the document', () => {
  let document: OpenApiDocument;
  const operation = (path: string, method: string) => document.paths[path]?.[method] as unknown as Shown;
  beforeAll(async () => {
    document = await shown();
  });

  it('has every documented route, and no other', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(['/api/v1/things/{id}', '/legacy/things']);
    expect(document.components['schemas']).toEqual({
      Thing: { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false },
    });
  });

  it('adds what the edge does to a write', () => {
    const write = operation('/api/v1/things/{id}', 'post');
    expect(Object.keys(write.responses)).toEqual([
      ...['200', '201', '400', '401', '403', '404', '412', '413', '415', '422', '429', 'default'],
    ]);
    expect(write.security).toEqual([{ bearer: ['things:write'] }, { bearer: ['admin'] }]);
    expect(write.parameters).toEqual([
      { name: 'id', in: 'path', required: true, ...path.id },
      { $ref: '#/components/parameters/DryRun' },
      { $ref: '#/components/parameters/IdempotencyKey' },
      { $ref: '#/components/parameters/IfMatch' },
      { $ref: '#/components/parameters/Actor' },
      { $ref: '#/components/parameters/RequestId' },
    ]);
    expect(Object.keys(write.responses['201']?.headers ?? {})).toEqual(
      expect.arrayContaining(['ETag', 'Haber-Hash', 'Idempotent-Replayed', 'Haber-Dry-Run', 'X-Request-Id']),
    );
  });

  it('shows every code of a status in the shape of the path, and only those', () => {
    const { content } = operation('/api/v1/things/{id}', 'post').responses['403'] ?? {};
    const { schema, examples } = content?.['application/problem+json'] ?? {};
    expect(schema).toMatchObject({
      properties: {
        code: { enum: ['address_not_allowed', 'insufficient_scope', 'not_yours'] },
        status: { enum: [403] },
      },
      additionalProperties: false,
    });
    expect(examples).toMatchObject({ not_yours: { value: { code: 'not_yours', status: 403, outcome: 'none' } } });
    const unprocessable = operation('/api/v1/things/{id}', 'post').responses['422']?.content[
      'application/problem+json'
    ];
    expect(unprocessable?.schema).toMatchObject({ properties: { things: { type: 'string' } } });
    expect(operation('/legacy/things', 'get').responses['401']).toEqual({ $ref: '#/components/responses/Legacy401' });
    expect(document.components['responses']).toMatchObject({
      Legacy401: { content: { 'application/json': { examples: { unauthorized: { value: { status: 'error' } } } } } },
    });
  });

  it('adds a fault of the handler’s own to those of every route', () => {
    const faultsOf = (method: string) => JSON.stringify(operation('/api/v1/things/{id}', method).responses['default']);
    expect(faultsOf('post')).toContain('no_makers');
    expect(faultsOf('post')).toContain('service_unavailable');
    expect(operation('/legacy/things', 'get').responses['default']).toEqual({
      $ref: '#/components/responses/LegacyFault',
    });
    expect(JSON.stringify(document.components['responses'])).not.toContain('no_makers');
  });

  it('knows that a question takes no key, and where X-API-Key is taken', () => {
    const read = operation('/api/v1/things/{id}', 'get');
    expect(read.parameters).toMatchObject([{ in: 'path' }, { name: 'at', in: 'query', required: false }, {}, {}]);
    expect(Object.keys(read.responses)).toEqual(['200', '400', '401', '403', '429', 'default']);
    expect(read.responses['200']?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/Thing',
      description: 'As it is.',
    });
    expect(operation('/legacy/things', 'get').security).toEqual([
      { bearer: ['things:read'] },
      { apiKey: ['things:read'] },
    ]);
  });
});

describe('at boot', () => {
  const started = (controller: new () => object) => {
    @Module({ controllers: [controller] })
    class Only {}
    return startEdge({ modules: [Only] }).then(({ server }) => server.close());
  };

  it('a route that demands a scope and says nothing about itself stops the process', async () => {
    @Controller('silent')
    class Silent {
      @Get()
      @RequireScope('a')
      read(): void {}
    }
    await expect(started(Silent)).rejects.toThrow('GET /silent');
  });

  it('public routes and undocumented ones need no words', async () => {
    @Controller('quiet')
    class Quiet {
      @Get('public')
      @Public()
      read(): void {}

      @Get('hidden')
      @RequireScope('a')
      @Undocumented()
      hidden(): void {}
    }
    await expect(started(Quiet)).resolves.toBeUndefined();
  });

  it('two operations of one name, and two schemas of one title, stop it too', async () => {
    const fields = (schema: object) => ({
      id: 'same',
      tag: 't',
      summary: 's',
      answers: { 200: { description: 'd', schema, example: {} } },
      errors: [],
    });
    @Controller('twice')
    class Twice {
      @Get('a')
      @RequireScope('a')
      @Operation(fields({}))
      a(): void {}

      @Get('b')
      @RequireScope('a')
      @Operation(fields({}))
      b(): void {}
    }
    await expect(started(Twice)).rejects.toThrow('two routes are called same');

    @Controller('titles')
    class Titles {
      @Get('a')
      @RequireScope('a')
      @Operation({ ...fields({ title: 'T', type: 'object' }), id: 'a' })
      a(): void {}

      @Get('b')
      @RequireScope('a')
      @Operation({ ...fields({ title: 'T', type: 'string' }), id: 'b' })
      b(): void {}
    }
    await expect(started(Titles)).rejects.toThrow('two schemas are called T');
  });
});
