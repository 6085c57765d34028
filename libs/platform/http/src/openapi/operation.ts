/**
 * What a route's handler says about itself for the OpenAPI document. What the edge does to every route (access, limits,
 * malformed requests, faults) is not said here: `openApiDocument` adds it from the route's own access rule. A route
 * that demands a scope and has no operation stops the process at boot.
 */
import type { ProblemFields } from '../problem';
import { extendRouteConfig, routeConfigOf } from '../route-config';

/** Schemas are JSON Schema 2020-12 objects; one with a `title` becomes a component of that name. */
export interface OperationFields {
  /** camelCase, unique: the name of the typed client's call. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** Every parameter of the path. */
  readonly path?: Readonly<Record<string, ParameterFields>>;
  /** The schema of an object whose members are the query's parameters: `schemaOf` of the class that reads it. */
  readonly query?: ObjectSchema;
  readonly body?: BodyFields;
  /** By status, the successful ones. */
  readonly answers: Readonly<Record<number, AnswerFields>>;
  /** One real example for each code that the handler itself answers with. */
  readonly errors: readonly ProblemFields[];
  /**
   * Which headers prove what was done or read: `write` `ETag` and `Haber-Hash`, `read` the `ETag` alone. By default
   * `write` where the method is no GET. Without `write` neither `If-Match` nor `Idempotency-Key` is taken.
   */
  readonly evidence?: 'write' | 'read' | 'none';
  /** Takes `?dry_run=true`, which is then documented as answering 200 with the schema of the first answer. */
  readonly dryRun?: boolean;
}

export interface ParameterFields {
  readonly description: string;
  readonly schema: object;
  readonly example: unknown;
}

export interface BodyFields {
  readonly schema: object;
  readonly example: unknown;
  /** Default true. */
  readonly required?: boolean;
  /** `application/json` when absent. */
  readonly contentType?: string;
  /** What else it may be, by content type. */
  readonly otherContent?: Readonly<Record<string, { readonly schema: object; readonly example: unknown }>>;
}

export interface AnswerFields {
  readonly description: string;
  /** Absent: the answer has no body. */
  readonly schema?: object;
  readonly example?: unknown;
  readonly contentType?: string;
}

export interface ObjectSchema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Null: demands a scope, and is no part of the documented interface. */
    operation?: OperationFields | null;
  }
}

export function Operation(fields: OperationFields): MethodDecorator {
  return (_prototype, name, descriptor) => {
    const handler = descriptor.value as object;
    if (routeConfigOf(handler).operation) throw new Error(`${String(name)} is documented twice`);
    extendRouteConfig(handler, { operation: fields });
  };
}

/** For routes that are no part of the product, such as those of specs and benches. */
export function Undocumented(): MethodDecorator {
  return (_prototype, _name, descriptor) => extendRouteConfig(descriptor.value as object, { operation: null });
}
