/**
 * The HTTP edge of a process: Nest on Fastify with our own body reading, request ids, access guard and error shapes.
 * Lean on purpose: no middleware, no interceptors, no per-request logger; what a request does not need is not made.
 */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { TakePlace } from '@haber/rate-limits';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Authenticator, guardRoutes } from './access';
import { Closing } from './closing';
import { type ErrorShape, problemShape, shapeChooser, type ShapeOf } from './error-shape';
import { FailureFilter, type FaultLog } from './failure-filter';
import { healthController, HEALTH_PATH } from './health';
import { BODY_LIMIT_BYTES, takeBodies } from './json-body';
import { watchRoutes } from './known-routes';
import { type DocumentFields, type OpenApiDocument, openApiDocument } from './openapi/document';
import { docsController, type Documentation } from './openapi/docs-controller';
import { describeRoutes } from './openapi/routes';
import { platformProblem } from './problem';
import type { Readiness } from './readiness';
import { refusal, refuseOddRequests } from './refused-http';
import { OpenContext } from './request-context';

export interface HttpServerOptions {
  readonly modules: readonly (Type | DynamicModule)[];
  readonly authenticator: Authenticator;
  /** Counts the requests of keys that have a limit. Absent: none is counted. */
  readonly rateLimiter?: { readonly take: TakePlace };
  /** First match by path wins; what none claims gets RFC 9457. */
  readonly errorShapes: readonly ErrorShape[];
  readonly log: FaultLog;
  /** What `/readyz` asks; absent: ready as long as it answers. */
  readonly readiness?: Readiness;
  /** Add hooks of their own (metrics, traces) before everything else and before there is a route. */
  readonly instruments?: readonly Instrument[];
  /** What the OpenAPI document says about the whole. */
  readonly document?: DocumentFields;
  /** A folder with a page `<code>.md` for each code of our own, shown at `/docs/errors/<code>`. */
  readonly errorPages?: string;
  /** Where partners reach this server, when that is not where it listens. */
  readonly publicUrl?: string;
  /** Default 1 MiB. */
  readonly bodyLimitBytes?: number;
  /** How many proxies in front are ours: only their `X-Forwarded-For` entries count. Default 0. */
  readonly trustedProxyHops?: number;
  /**
   * Only our own gateway calls here: callers show its tokens, it is told what it may send to another instance, and
   * documents are not shown.
   */
  readonly behindGateway?: boolean;
  readonly timeouts?: Partial<HttpTimeouts>;
}

export type Instrument = (server: FastifyInstance) => void;

export interface HttpTimeouts {
  /** For a request's headers to arrive whole. */
  readonly headersMs: number;
  /** For a request to arrive whole, body included; not of one whose body is taken while it arrives. */
  readonly requestMs: number;
  /** Between two parts of such a body. */
  readonly stallMs: number;
  /** Between two requests on a connection. Above that of common load balancers (60 s). */
  readonly keepAliveMs: number;
  /** How often slow requests are looked for. */
  readonly checkEveryMs: number;
  /**
   * When the server closes, how long callers may take to hang up by themselves, turned away meanwhile: so none sends a
   * request on a connection that is ended under it. Default 0.
   */
  readonly partingMs: number;
  /** For requests in flight to finish when the server closes; then they are cut. */
  readonly drainMs: number;
}

export interface HttpServer {
  readonly app: NestFastifyApplication;
  /** As `/openapi.json` shows it, where it is shown. */
  readonly document: OpenApiDocument;
  /** Port 0 picks a free one. */
  listen(port: number, host?: string): Promise<{ readonly port: number; readonly url: string }>;
  /** Stops accepting, lets requests in flight finish, ends idle connections. */
  close(): Promise<void>;
}

const TIMEOUTS: HttpTimeouts = {
  headersMs: 10_000,
  requestMs: 30_000,
  stallMs: 30_000,
  keepAliveMs: 65_000,
  checkEveryMs: 2_000,
  partingMs: 0,
  drainMs: 10_000,
};

/** What the gateway itself takes, Node's 16 KiB, and its token besides. */
const HEADERS_BEHIND_GATEWAY_BYTES = 32_768;

/** Of examples, while nobody knows where the server will be. */
const EXAMPLE_URL = 'https://haber.example';

/** Throws when a route declares no scope. The server does not listen yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const place = { url: options.publicUrl ?? EXAMPLE_URL };
  const shapeOf = shapeChooser(
    options.errorShapes,
    problemShape(() => place.url),
  );
  const behindGateway = options.behindGateway === true;
  const adapter = createAdapter(options, timeouts, {
    shapeOf,
    onBadUrl: (error, request, reply) => filter.answer(error, request, reply),
  });
  const server = adapter.getInstance<FastifyInstance>();
  const closing = new Closing(server.server, { ...timeouts, behindGateway });
  server.decorateRequest('traceId', null);
  for (const instrument of options.instruments ?? []) instrument(server);
  const filter = new FailureFilter({ shapeOf, routes: watchRoutes(server), log: options.log });
  takeBodies(server, { limitBytes: options.bodyLimitBytes ?? BODY_LIMIT_BYTES, stallMs: timeouts.stallMs });
  openContexts(server, closing);
  const guarded = guardRoutes(server, {
    authenticate: options.authenticator,
    behindGateway,
    ...(options.rateLimiter && { take: options.rateLimiter.take }),
  });
  const described = describeRoutes(server);
  refuseOddRequests(server.server, shapeOf);

  const documentation: Documentation = { ...(options.errorPages !== undefined && { errorPages: options.errorPages }) };
  // Whoever reads documents reads them at the gateway: a port behind it answers nobody without a token.
  const pages = behindGateway ? [] : [docsController(documentation)];
  const app = await createApp(options, adapter, [healthController(options.readiness), ...pages]);
  app.useGlobalFilters(filter);
  await app.init();
  guarded.assertDeclared();
  const document = openApiDocument(described.documented(), shapeOf, options.document);
  documentation.document = document;
  return {
    app,
    document,
    async listen(port, host = '127.0.0.1') {
      const listening = await listen(app, port, host);
      place.url = options.publicUrl ?? listening.url;
      return listening;
    },
    close: () => closing.close(app),
  };
}

interface Refusals {
  readonly shapeOf: ShapeOf;
  readonly onBadUrl: FailureFilter['answer'];
}

function createAdapter(
  { trustedProxyHops = 0, behindGateway = false }: HttpServerOptions,
  timeouts: HttpTimeouts,
  { shapeOf, onBadUrl }: Refusals,
): FastifyAdapter {
  return new FastifyAdapter({
    logger: false,
    skipMiddie: true,
    return503OnClosing: false,
    trustProxy: trustedProxyHops === 0 ? false : (_address, hop) => hop < trustedProxyHops,
    requestIdHeader: false,
    genReqId: requestIdOf,
    keepAliveTimeout: timeouts.keepAliveMs,
    requestTimeout: timeouts.requestMs,
    clientErrorHandler: refusal(shapeOf),
    frameworkErrors: (error: unknown, request: unknown, reply: unknown) =>
      onBadUrl(error, request as FastifyRequest, reply as FastifyReply),
    routerOptions: { maxParamLength: 1_024 },
    http: {
      headersTimeout: timeouts.headersMs,
      connectionsCheckingInterval: timeouts.checkEveryMs,
      requireHostHeader: false,
      ...(behindGateway && { maxHeaderSize: HEADERS_BEHIND_GATEWAY_BYTES }),
    },
  });
}

function createApp(
  { modules }: HttpServerOptions,
  adapter: FastifyAdapter,
  controllers: Type[],
): Promise<NestFastifyApplication> {
  class HttpRoot {}
  const root = { module: HttpRoot, imports: [...modules], controllers };
  return NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: false,
    abortOnError: false,
    bodyParser: false,
  });
}

function openContexts(server: FastifyInstance, closing: Closing): void {
  server.decorateRequest('haber', null);
  server.addHook('onRequest', (request, reply, done) => {
    const { id, method, raw } = request;
    request.haber = new OpenContext(id, method, raw.url ?? '');
    void reply.header('x-request-id', id);
    if (closing.begun) {
      void reply.header('connection', 'close');
      const isTaken = raw.url === HEALTH_PATH || (closing.parting && isStreamed(request));
      if (!isTaken) return done(closing.turnedAway());
    }
    if (raw.headers.host === undefined && raw.httpVersion === '1.1') done(platformProblem('malformed_request'));
    else done();
  });
}

function isStreamed({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config?.streamedBody === true;
}

const REQUEST_ID = /^[\x21-\x7e](?:[\x20-\x7e]{0,126}[\x21-\x7e])?$/;

/** The caller's own id if it is printable ASCII of at most 128 characters, else a new one. */
function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const sent = headers['x-request-id'];
  return typeof sent === 'string' && REQUEST_ID.test(sent) ? sent : newRequestId();
}

const PROCESS_ID = randomUUID();
let requests = 0;

/** Unique, and cheaper than chance for each request: which process, and its how manieth. */
function newRequestId(): string {
  return `${PROCESS_ID}-${(requests++).toString(36)}`;
}

async function listen(app: NestFastifyApplication, port: number, host: string): ReturnType<HttpServer['listen']> {
  await app.listen(port, host);
  const address = app.getHttpServer().address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return { port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` };
}
