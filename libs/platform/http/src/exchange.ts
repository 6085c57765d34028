/** Handler parameter: all that a command's handler needs of its request and its answer, in one object. */
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { exactBody } from './json-body';
import { contextOf, type RequestContext, requestOf } from './request-context';

export interface HttpExchange {
  readonly context: RequestContext;
  /** Exact JSON, undefined when there was none. */
  readonly body: unknown;
  /** For headers; the body is what the handler returns. */
  readonly reply: FastifyReply;
}

/** Throws what `exactBody` throws, after the guard has let the caller in. */
export const Exchange = createParamDecorator((_: undefined, host: ExecutionContext): HttpExchange => {
  const request = requestOf(host);
  return { context: contextOf(request), body: exactBody(request), reply: host.getArgByIndex<FastifyReply>(1) };
});
