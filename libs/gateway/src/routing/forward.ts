/**
 * The product's routes as the gateway serves them: declared as the contexts declare them, guarded like all routes, and
 * answered by the service that owns them. Nothing here lists paths: what a service has is what its modules make.
 */
import { Readable } from 'node:stream';
import type { FaultLog, Instrument } from '@haber/http';
import { contextOf, loggableId, platformProblem, type Principal, type RequestContext } from '@haber/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SignToken } from '../token/sign';
import type { ServiceAnswer, ServiceRequest } from './exchange';
import { answerHeaders, requestHeaders, tracedOn } from './headers';
import type { Service } from './service';

export interface ForwardingOptions {
  /** The service that owns a route; undefined: this process does. `url` as Fastify writes it. */
  readonly ownerOf: (method: string, url: string) => Service | undefined;
  readonly sign: SignToken;
  readonly log: FaultLog;
}

/** Must be added before the routes are made. */
export function forwarding(options: ForwardingOptions): Instrument {
  return (server) => {
    server.addHook('onRoute', (route) => {
      const service = options.ownerOf([route.method].flat()[0] ?? '', route.url);
      if (!service) return;
      route.handler = (request, reply) => forward({ request, reply, service }, options);
    });
  };
}

interface Forwarded {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly service: Service;
}

async function forward(forwarded: Forwarded, { sign, log }: ForwardingOptions): Promise<FastifyReply> {
  const { reply, service } = forwarded;
  const isSigned = forwarded.request.routeOptions.config.access?.signed !== undefined;
  const answer = await service.send(isSigned ? signedRequest(forwarded) : await vouchedRequest(forwarded, sign));
  // Of what the caller has signed, the service alone says whether it is good.
  if (answer.status === 401 && !isSigned) throw distrusted(forwarded, log);
  return answered(reply, answer);
}

async function vouchedRequest({ request, reply, service }: Forwarded, sign: SignToken): Promise<ServiceRequest> {
  const context = contextOf(request);
  const { target } = context;
  // The answer to a HEAD is that to the GET, whose body the server leaves out.
  const method = context.method === 'HEAD' ? 'GET' : context.method;
  const { headers } = request;
  const { hashed, ...body } = bodyOf(request, context);
  const principal = callerOf(context);
  const token = await sign({ principal, service: service.name, method, target, headers, body: hashed });
  const said = ['authorization', `Bearer ${token}`, 'x-request-id', request.id, ...body.headers];
  return {
    ...{ method, target, body: body.sent },
    headers: tracedOn([...requestHeaders(request.raw.rawHeaders, headers), ...said]),
    ...((method === 'GET' || !hashed) && { unwanted: whenUnwanted(reply) }),
  };
}

/** Nobody is vouched for: head and body as they came, which the caller has signed. */
function signedRequest({ request }: Forwarded): ServiceRequest {
  const { method, target, rawBody } = contextOf(request);
  const headers = tracedOn([...requestHeaders(request.raw.rawHeaders, request.headers), 'x-request-id', request.id]);
  return { method, target, headers, body: rawBody.length > 0 ? rawBody : null };
}

interface ForwardedBody {
  /** What the token vouches for; undefined where it cannot. */
  readonly hashed: Buffer | undefined;
  readonly sent: ServiceRequest['body'];
  readonly headers: readonly string[];
}

function bodyOf({ routeOptions, body, headers }: FastifyRequest, { rawBody }: RequestContext): ForwardedBody {
  if (routeOptions.config.streamedBody !== true) {
    return { hashed: rawBody, sent: rawBody.length > 0 ? rawBody : null, headers: [] };
  }
  const length = headers['content-length'];
  const sent = body instanceof Readable ? body : null;
  return { hashed: undefined, sent, headers: length === undefined ? [] : ['content-length', length] };
}

function callerOf({ principal }: RequestContext): Principal {
  if (!principal) throw new Error('nobody is vouched for on a public route');
  return principal;
}

/**
 * When the caller has left. A question is then dropped, and a body that will never be whole breaks off at the service
 * as it did here. A command that came whole is never called back: it is done, whoever listens.
 */
function whenUnwanted({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  if (raw.closed) left.abort();
  raw.once('close', () => {
    if (!raw.writableFinished) left.abort();
  });
  return left.signal;
}

/** Our own token was refused: the caller's key was good, and nothing was done. */
function distrusted({ request, service }: Forwarded, log: FaultLog): Error {
  log.error({ service: service.name, requestId: loggableId(request.id) }, 'a service refuses the gateway’s tokens');
  return platformProblem('service_unavailable', { outcome: 'none', retryAfterSeconds: 1 });
}

function answered(reply: FastifyReply, { status, headers, body }: ServiceAnswer): FastifyReply {
  return reply.code(status).headers(answerHeaders(headers)).send(body);
}
