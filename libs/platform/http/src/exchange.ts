/** Handler parameter: all that a command's handler needs of its request and its answer, in one object. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { exactBody } from './json-body';
import { contextOf, type RequestContext, requestOf } from './request-context';

export interface HttpExchange {
  readonly context: RequestContext;
  /** Exact JSON, undefined when there was none. */
  readonly body: unknown;
  /** The parsed query string: texts, and lists of them where a name stands twice. */
  readonly query: Readonly<Record<string, unknown>>;
  /** For headers; the body is what the handler returns. */
  readonly reply: FastifyReply;
}

/** Throws what `exactBody` throws, after the guard has let the caller in. */
export const Exchange = createParamDecorator((_: undefined, host: ExecutionContext): HttpExchange => {
  const request = requestOf(host);
  const query = request.query as HttpExchange['query'];
  return { context: contextOf(request), body: exactBody(request), query, reply: host.getArgByIndex<FastifyReply>(1) };
});
