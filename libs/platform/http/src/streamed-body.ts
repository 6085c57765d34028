/** What a handler is given that takes its body while it arrives, or, where it is a short one, whole. */
import { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpExchange } from './exchange';
import { collectedBody, exactBody, plainMediaType } from './json-body';
import { contextOf, requestOf } from './request-context';

export interface StreamedHttpExchange extends Omit<HttpExchange, 'body'> {
  /** In lower case, without parameters; undefined where none is said, or the body is compressed or no UTF-8. */
  readonly mediaType: string | undefined;
  /** What arrives; empty where there is no body. */
  readonly body: Readable;
  /** Instead of the stream: the whole of a short body, as on every other route. @throws Problem */
  json(): Promise<unknown>;
}

/** Handler parameter of a route with `@StreamedBody()`. */
export const StreamedExchange = createParamDecorator((_: undefined, host: ExecutionContext): StreamedHttpExchange => {
  const request = requestOf(host);
  const body = request.body instanceof Readable ? request.body : Readable.from([]);
  return {
    context: contextOf(request),
    query: request.query as HttpExchange['query'],
    reply: host.getArgByIndex<FastifyReply>(1),
    mediaType: plainMediaType(request),
    body,
    json: () => collectedJson(request, body),
  };
});

async function collectedJson(request: FastifyRequest, body: Readable): Promise<unknown> {
  contextOf(request).rawBody = await collectedBody(body);
  return exactBody(request);
}
