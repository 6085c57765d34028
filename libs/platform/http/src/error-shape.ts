/**
 * How an error looks on the wire. The path alone decides, for every status, so that a client of one dialect never meets
 * the shape of another. Paths that no dialect claims get Haber's own: RFC 9457.
 */
import { problemSchema } from './openapi/problem-schema';
import type { Problem } from './problem';

export interface FailedRequest {
  readonly requestId: string;
  /** Where the request is traced. */
  readonly traceId?: string;
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
}

export interface ErrorShape {
  /** In CamelCase: of its components in the OpenAPI document. */
  readonly name: string;
  /** `path`: decoded, without the query. */
  matches(path: string): boolean;
  /** Anything that `JSON.stringify` takes, raw numbers included. */
  body(problem: Problem, request: FailedRequest): unknown;
  /** Under which status a problem goes there, where that is not the problem's own. */
  status?(problem: Problem): number;
  /** `application/json; charset=utf-8` when absent. */
  readonly contentType?: string;
  /** What it calls a problem, where that is not the problem's own title. */
  title?(problem: Problem): string;
  /** JSON Schema of the bodies that these problems get: their codes and no others. For the OpenAPI document alone. */
  schema?(problems: readonly Problem[]): object;
}

const RETRYABLE = new Set([408, 429, 503]);

/** Haber's own shape. The problem's type is the address of the page about its code. */
export function problemShape(publicUrl: () => string): ErrorShape {
  return {
    name: 'Problem',
    matches: () => true,
    contentType: 'application/problem+json; charset=utf-8',
    body: (problem, { requestId, traceId = requestId }) => ({
      type: `${publicUrl()}/docs/errors/${problem.code}`,
      title: problem.title,
      status: problem.status,
      ...(problem.detail === undefined ? {} : { detail: problem.detail }),
      code: problem.code,
      outcome: problem.outcome,
      retryable: RETRYABLE.has(problem.status),
      traceId,
      ...problem.members,
    }),
    schema: (problems) => problemSchema(problems),
  };
}

export type ShapeOf = (path: string) => ErrorShape;

/** The first shape that claims the path, else our own. */
export function shapeChooser(shapes: readonly ErrorShape[], own: ErrorShape): ShapeOf {
  return (path) => shapes.find((shape) => shape.matches(path)) ?? own;
}

/** The path of a request target, decoded as the router does, so that `%63redit` gets the shape of `credit`. */
export function pathOf(target: string): string {
  const origin = /^https?:\/\/[^/?#]*/i.exec(target)?.[0].length ?? 0;
  const [path = ''] = target.slice(origin).split(/[?#]/, 1);
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
