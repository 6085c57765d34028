/**
 * Bodies. Bytes are taken in up to the limit whatever their type, and understood only when the handler asks for them:
 * so a caller without a key learns nothing about his body, and an answer never races a client that is still sending.
 * Where a handler wants the stream itself, it says so, and bounds it itself.
 */
import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MalformedJson, parseExactJson } from './exact-json';
import { platformProblem, Problem } from './problem';
import { contextOf, requestOf } from './request-context';
import { extendRouteConfig } from './route-config';
import { withinStall } from './stalled-body';

/** What a handler takes that reads a whole body from its stream, and by default every other one. */
export const BODY_LIMIT_BYTES = 1_048_576;
/** A body over the limit is read on and thrown away up to here, so that its sender can finish and read the 413. */
const DISCARD_UP_TO_BYTES = 32 * 1024 * 1024;

type Done = (error: Error | null, body?: unknown) => void;

/** Takes every content type; what is wrong with it is said by `exactBody`, after the caller is known. */
export function takeBodies(
  server: FastifyInstance,
  { limitBytes, stallMs }: { readonly limitBytes: number; readonly stallMs: number },
): void {
  server.removeAllContentTypeParsers();
  const take = (request: FastifyRequest, payload: Readable, done: Done): void => {
    if (request.routeOptions.config.streamedBody === true) {
      return void done(null, withinStall(payload, request.raw, stallMs));
    }
    collect(payload, limitBytes, (problem, body) => {
      if (!problem) contextOf(request).rawBody = body;
      done(problem);
    });
  };
  // Named although `*` would do: Fastify finds a named type's parser in its cache.
  server.addContentTypeParser('application/json', take);
  server.addContentTypeParser('*', take);
}

/** A short body out of its stream. @throws Problem 413 */
export function collectedBody(payload: Readable): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    collect(payload, BODY_LIMIT_BYTES, (problem, body) => (problem ? reject(problem) : resolve(body)));
  });
}

function collect(payload: Readable, limitBytes: number, done: (problem: Problem | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  let receivedBytes = 0;
  const finish = (problem: Problem | null): void => {
    payload.off('data', onChunk).off('end', onEnd).off('error', onError);
    done(problem, problem ? EMPTY : Buffer.concat(chunks, receivedBytes));
  };
  const onChunk = (chunk: Buffer): void => {
    receivedBytes += chunk.length;
    if (receivedBytes <= limitBytes) chunks.push(chunk);
    else if (receivedBytes > DISCARD_UP_TO_BYTES) finish(platformProblem('payload_too_large'));
    else chunks.length = 0;
  };
  const onEnd = (): void => finish(receivedBytes > limitBytes ? platformProblem('payload_too_large') : null);
  const onError = (error: Error): void => {
    finish(error instanceof Problem ? error : platformProblem('malformed_request'));
  };
  payload.on('data', onChunk).on('end', onEnd).on('error', onError);
}

declare module 'fastify' {
  interface FastifyContextConfig {
    streamedBody?: true;
  }
}

/** The body is not taken in: Fastify's `request.body` is the stream, or undefined where there is none. */
export function StreamedBody(): MethodDecorator {
  return (_prototype, _name, descriptor) => extendRouteConfig(descriptor.value as object, { streamedBody: true });
}

const EMPTY = Buffer.alloc(0);
const JSON_TYPE = /^application\/json[ \t]*(?:;|$)/i;
const OTHER_CHARSET = /;[ \t]*charset[ \t]*=(?![ \t]*"?utf-8"?[ \t]*(?:;|$))/i;

/**
 * The body as exact JSON; undefined when it is empty. A body without `Content-Type` is taken for JSON.
 * Throws 415 `unsupported_media_type`, 400 `malformed_json`.
 */
export function exactBody(request: FastifyRequest): unknown {
  const { rawBody } = contextOf(request);
  if (rawBody.length === 0) return undefined;
  if (!isPlainJson(request)) throw platformProblem('unsupported_media_type');
  if (!isUtf8(rawBody)) throw platformProblem('malformed_json', { detail: 'not UTF-8' });
  try {
    return parseExactJson(rawBody.toString('utf8'));
  } catch (cause) {
    if (cause instanceof MalformedJson) throw platformProblem('malformed_json', { detail: cause.message });
    throw cause;
  }
}

/** JSON in UTF-8, or nothing said; and not compressed, which nobody would undo. */
function isPlainJson({ headers }: FastifyRequest): boolean {
  const { 'content-type': type, 'content-encoding': encoding } = headers;
  const isJson = type === undefined || (JSON_TYPE.test(type) && !OTHER_CHARSET.test(type));
  return isJson && (encoding === undefined || encoding === 'identity');
}

/** In lower case, without parameters; undefined where none is said, or the body is compressed or in another charset. */
export function plainMediaType({ headers }: FastifyRequest): string | undefined {
  const { 'content-type': type, 'content-encoding': encoding } = headers;
  if (type === undefined || OTHER_CHARSET.test(type)) return undefined;
  if (encoding !== undefined && encoding !== 'identity') return undefined;
  return type.split(';')[0]?.trim().toLowerCase();
}

/** Handler parameter: `exactBody`. Its numbers are `LosslessNumber`s: hand it to a dialect's parser. */
export const ExactBody = createParamDecorator((_: undefined, host: ExecutionContext): unknown =>
  exactBody(requestOf(host)),
);
