/**
 * The OpenAPI 3.1 document of the running product, made once at boot from the routes that the server really has. What a
 * handler says about itself is completed with what the edge does to every route, in the error shape of its path. An
 * answer that the document does not declare fails the end-to-end tests.
 */
import type { ShapeOf } from '../error-shape';
import { withComponents } from './components';
import { HEADERS, headersOfAnswer, PARAMETERS, parametersOf } from './headers';
import type { AnswerFields, OperationFields } from './operation';
import { refusalsOf, SharedResponses } from './refusals';
import type { DocumentedRoute } from './routes';

export interface DocumentFields {
  readonly title: string;
  readonly version: string;
  readonly description: string;
}

export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: Readonly<Record<string, object>>;
}

const UNNAMED: DocumentFields = { title: 'Haber', version: '0.0.0', description: '' };

const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key: `Authorization: Bearer <key>`.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key, where a dialect takes it.' },
} as const;

export function openApiDocument(
  routes: readonly DocumentedRoute[],
  shapeOf: ShapeOf,
  { title, version, description }: DocumentFields = UNNAMED,
): OpenApiDocument {
  const paths: Record<string, Record<string, object>> = {};
  const shared = new SharedResponses();
  const ids = new Set<string>();
  for (const route of [...routes].sort(byPath)) {
    const { id } = route.operation;
    if (ids.has(id)) throw new Error(`two routes are called ${id}`);
    ids.add(id);
    (paths[route.path] ??= {})[route.method.toLowerCase()] = {
      ...operationObject(route),
      responses: { ...successes(route), ...refusalsOf(route, shapeOf(route.path), shared) },
    };
  }
  const tags = [...new Set(routes.map(({ operation }) => operation.tag))].sort().map((name) => ({ name }));
  return withComponents(
    {
      openapi: '3.1.0',
      info: { title, version, description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      tags,
      paths,
    },
    { responses: shared.components, securitySchemes: SECURITY_SCHEMES, parameters: PARAMETERS, headers: HEADERS },
  );
}

function byPath(a: DocumentedRoute, b: DocumentedRoute): number {
  const [first, second] = [`${a.path} ${a.method}`, `${b.path} ${b.method}`];
  return first < second ? -1 : Number(first > second);
}

function operationObject(route: DocumentedRoute): object {
  const { id, tag, summary, description, body } = route.operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: securityOf(route),
    parameters: parametersOf(route),
    ...(body && { requestBody: requestBody(body) }),
  };
}

/** One of the scopes is enough; in OpenAPI 3.1 any scheme may name what it demands. */
function securityOf({ access }: DocumentedRoute): object[] {
  const schemes = access.apiKeyHeader ? ['bearer', 'apiKey'] : ['bearer'];
  return access.scopes.flatMap((scope) => schemes.map((scheme) => ({ [scheme]: [scope] })));
}

function requestBody(body: NonNullable<OperationFields['body']>): object {
  const { schema, example, required = true, contentType = 'application/json', otherContent } = body;
  return { required, content: { [contentType]: { schema, example }, ...otherContent } };
}

function successes(route: DocumentedRoute): Record<string, object> {
  const { answers, dryRun } = route.operation;
  const [first] = Object.values(answers);
  const all =
    dryRun && first && !('200' in answers) ? { 200: { ...first, description: 'A dry run.' }, ...answers } : answers;
  return Object.fromEntries(Object.entries(all).map(([status, answer]) => [status, success(route, status, answer)]));
}

function success(route: DocumentedRoute, status: string, answer: AnswerFields): object {
  const { description, schema, example, contentType = 'application/json' } = answer;
  const headers = headersOfAnswer(route, Number(status));
  return { description, headers, ...(schema && { content: { [contentType]: { schema, example } } }) };
}
