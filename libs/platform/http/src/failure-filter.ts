/**
 * The one place where a failure becomes an answer. A `Problem` says itself what it is; the framework's own refusals are
 * translated; anything else is our fault: logged whole, and answered as `internal_error` that says nothing.
 */
import { STATUS_CODES } from 'node:http';
import { WriterUnavailable } from '@haber/account-writer';
import { isPassing } from '@haber/read-store';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FailedRequest, pathOf, type ShapeOf } from './error-shape';
import type { KnownRoutes } from './known-routes';
import { loggableId } from './loggable-id';
import { type PlatformCode, platformProblem, Problem } from './problem';

/** pino's own shape of call. */
export interface FaultLog {
  error(details: object, message: string): void;
}

export interface FailureOptions {
  readonly shapeOf: ShapeOf;
  readonly routes: KnownRoutes;
  readonly log: FaultLog;
}

@Catch()
export class FailureFilter implements ExceptionFilter {
  constructor(private readonly options: FailureOptions) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(exception, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(exception: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const failed = failedRequest(request);
    const problem = this.problemOf(exception, failed);
    if (reply.sent) return;
    const shape = this.options.shapeOf(failed.path);
    void reply
      .code(shape.status?.(problem) ?? problem.status)
      .headers({ 'x-request-id': failed.requestId, ...headersOf(problem) })
      .type(shape.contentType ?? 'application/json; charset=utf-8')
      .send(JSON.stringify(shape.body(problem, failed)));
  }

  private problemOf(exception: unknown, request: Failed): Problem {
    if (exception instanceof Problem) {
      if (isFault(exception)) this.logFault(exception, request);
      return exception;
    }
    if (exception instanceof NotFoundException) return this.unknownRoute(request);
    if (exception instanceof WriterUnavailable) return writerProblem(exception);
    // A server that is away for a moment is no fault of ours; whatever could have had an effect went through a writer.
    if (isPassing(exception)) return platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 2 });
    const code = refusedByFramework(exception);
    if (code !== undefined) return platformProblem(code);
    this.logFault(exception, request);
    return platformProblem('internal_error', { outcome: 'unknown' });
  }

  private unknownRoute({ method, path }: FailedRequest): Problem {
    const methods = this.options.routes.methodsOf(path);
    if (methods.length === 0 || methods.includes(method)) return platformProblem('route_not_found');
    return platformProblem('method_not_allowed', { headers: { allow: methods.join(', ') } });
  }

  /** The route, not the path: a partner's own ids may say more about his customer than we may keep. */
  private logFault(err: unknown, { requestId, traceId, method, route }: Failed): void {
    this.options.log.error({ err, requestId: loggableId(requestId), traceId, method, route }, 'request failed');
  }
}

interface Failed extends FailedRequest {
  /** Undefined where none fits. */
  readonly route: string | undefined;
}

function failedRequest({ id, method, traceId, raw, routeOptions }: FastifyRequest): Failed {
  const path = pathOf(raw.url ?? '/');
  return { requestId: id, ...(traceId !== null && { traceId }), method, path, route: routeOptions.url };
}

/** Something of ours is broken: more than being busy. */
function isFault({ status, cause }: Problem): boolean {
  return status === 500 || (status > 500 && cause !== undefined);
}

function writerProblem({ reason, outcome, retryAfterSeconds }: WriterUnavailable): Problem {
  const code = reason === 'queue_full' || reason === 'outcome_unknown' ? reason : 'service_unavailable';
  return platformProblem(code, { outcome, retryAfterSeconds });
}

function headersOf({ headers, retryAfterSeconds }: Problem): Record<string, string> {
  return retryAfterSeconds === undefined
    ? headers
    : { ...headers, 'retry-after': String(Math.ceil(retryAfterSeconds)) };
}

const BY_STATUS: Readonly<Record<number, PlatformCode>> = {
  401: 'unauthorized',
  403: 'insufficient_scope',
  404: 'route_not_found',
  405: 'method_not_allowed',
  408: 'request_timeout',
  413: 'payload_too_large',
  414: 'uri_too_long',
  415: 'unsupported_media_type',
  503: 'service_unavailable',
};

/** A Nest exception, or a Fastify error that carries a status: never shown itself, for its text names our parts. */
function refusedByFramework(exception: unknown): PlatformCode | undefined {
  const status = statusOf(exception);
  if (status === undefined || STATUS_CODES[status] === undefined) return undefined;
  if (status >= 500 && status !== 503) return undefined;
  return BY_STATUS[status] ?? 'malformed_request';
}

function statusOf(exception: unknown): number | undefined {
  if (exception instanceof HttpException) return exception.getStatus();
  if (exception instanceof Error && exception.name === 'FastifyError') {
    return Number((exception as Error & { readonly statusCode?: unknown }).statusCode);
  }
  return undefined;
}
