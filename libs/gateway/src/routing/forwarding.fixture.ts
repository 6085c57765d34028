/** A gateway and instances of one small service, in this process and on real ports. */
import 'reflect-metadata'; // before Nest
import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import {
  Caller,
  Context,
  createHttpServer,
  type ErrorShape,
  type HttpServer,
  type HttpServerOptions,
  platformProblem,
  type Principal,
  type RequestContext,
  RequireScope,
  SignedByCaller,
  StreamedBody,
  Undocumented,
} from '@haber/http';
import { Controller, type DynamicModule, Get, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tokenAuthenticator } from '../token/authenticator';
import { tokenSigner } from '../token/sign';
import { forwarding } from './forward';
import { Service, type ServiceOptions } from './service';

/** What an instance saw, and how it behaves. */
export class Seen {
  readonly calls: { readonly headers: FastifyRequest['headers']; readonly target: string }[] = [];
  readonly leftEarly: string[] = [];
  streamedBytes = 0;
  streamBrokeOff = false;
  /** Holds every call until it resolves. */
  gate: Promise<void> | undefined;

  constructor(readonly instance: string) {}
}

const MEGABYTES_3 = Buffer.alloc(3_000_000, 'x');

/** Made anew for each server: its handlers write down what they see. */
function thingsModule(seen: Seen): DynamicModule {
  @Controller('things')
  class ThingsController {
    @Post(':id')
    @HttpCode(201)
    @Undocumented()
    @RequireScope('things:write')
    async write(
      @Param('id') id: string,
      @Context() { rawBody, requestId, target }: RequestContext,
      @Caller() { scopes, ...caller }: Principal,
      @Req() { headers }: FastifyRequest,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<object> {
      seen.calls.push({ headers, target });
      await seen.gate;
      void reply.header('etag', '"7"');
      return { by: seen.instance, id, body: rawBody.toString(), requestId, target, caller, scopes: [...scopes] };
    }

    @Get(':id')
    @Undocumented()
    @RequireScope('things:read')
    async read(@Param('id') id: string, @Req() { headers, raw }: FastifyRequest): Promise<object> {
      seen.calls.push({ headers, target: raw.url ?? '' });
      raw.once('close', () => void (raw.socket.destroyed && seen.leftEarly.push(id)));
      await seen.gate;
      return { by: seen.instance, id };
    }

    /** Says what arrived, to whoever says nothing of himself but in the body. */
    @Post(':id/signed')
    @Undocumented()
    @SignedByCaller({ requests: 100, windowSeconds: 60 })
    signed(@Context() { rawBody, target }: RequestContext, @Req() { headers }: FastifyRequest): object {
      seen.calls.push({ headers, target });
      if (rawBody.toString() === 'forged') throw platformProblem('unauthorized');
      return { body: rawBody.toString('base64'), signature: headers['webhook-signature'] };
    }

    @Get(':id/large')
    @Undocumented()
    @RequireScope('things:read')
    large(@Res() reply: FastifyReply): void {
      void reply.type('application/octet-stream').send(MEGABYTES_3);
    }

    @Get(':id/broken')
    @Undocumented()
    @RequireScope('things:read')
    broken(@Res() reply: FastifyReply): void {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/csv' });
      reply.raw.write('a,b\n', () => setTimeout(() => reply.raw.destroy(), 20));
    }

    @Put(':id/stream')
    @Undocumented()
    @StreamedBody()
    @RequireScope('things:write')
    async stream(@Req() { body, headers, raw }: FastifyRequest): Promise<object> {
      seen.calls.push({ headers, target: raw.url ?? '' });
      try {
        for await (const chunk of body as Readable) seen.streamedBytes += (chunk as Buffer).length;
      } catch {
        seen.streamBrokeOff = true;
      }
      return { bytes: seen.streamedBytes };
    }
  }
  class ThingsModule {}
  return { module: ThingsModule, controllers: [ThingsController] };
}

const oldShape: ErrorShape = {
  name: 'Old',
  matches: (path) => path.startsWith('/things/old'),
  body: ({ code }) => ({ status: 'error', error: { code } }),
};

export const PRINCIPAL: Principal = {
  tenant: 'demo/test',
  actor: 'ana',
  keyId: 'k1',
  scopes: new Set(['things:read', 'things:write', 'actor:assert']),
  approvalNeedsSecondActor: false,
};
const PAIR = generateKeyPairSync('ed25519');
export const faults: object[] = [];
const log = { error: (details: object) => void faults.push(details) };

export interface Running {
  readonly url: string;
  readonly server: HttpServer;
}

async function listening(options: Omit<HttpServerOptions, 'errorShapes' | 'log'>, port = 0): Promise<Running> {
  const server = await createHttpServer({ ...options, errorShapes: [oldShape], log });
  return { server, url: (await server.listen(port)).url };
}

const used = new Set<string>();

export interface InstanceOptions {
  readonly publicKey: KeyObject;
  readonly port: number;
  readonly partingMs: number;
}

/** An instance of the service. */
export function startInstance(
  seen: Seen,
  { publicKey = PAIR.publicKey, port = 0, partingMs = 0 }: Partial<InstanceOptions> = {},
): Promise<Running> {
  const first = (id: string): Promise<boolean> => Promise.resolve(!used.has(id) && used.add(id).size > 0);
  const clock = (): number => Date.now();
  return listening(
    {
      modules: [thingsModule(seen)],
      authenticator: tokenAuthenticator({ service: 'things', publicKeys: [publicKey], clock, first }),
      behindGateway: true,
      timeouts: { partingMs },
    },
    port,
  );
}

export const sign = tokenSigner({ key: PAIR.privateKey, clock: () => Date.now(), newId: randomUUID });

export interface RunningGateway extends Running {
  readonly service: Service;
}

export async function startGateway(options: Omit<ServiceOptions, 'name'>): Promise<RunningGateway> {
  const service = new Service({ name: 'things', ...options });
  await service.start();
  const running = await listening({
    modules: [thingsModule(new Seen('the gateway itself'))],
    authenticator: ({ key }) => (key === 'good' ? PRINCIPAL : undefined),
    instruments: [forwarding({ ownerOf: (_, url) => (url.startsWith('/things') ? service : undefined), sign, log })],
  });
  return { ...running, service };
}

export interface OddInstance {
  readonly url: string;
  /** Requests that it was sent, readiness checks aside. */
  readonly heard: string[];
  /** From now on nothing answers, as in a process that is stopped. */
  fallSilent(): void;
  close(): Promise<void>;
}

/** An instance that is ready, and does with a request what it is told. */
export async function startOddInstance(answer: (socket: Socket) => void): Promise<OddInstance> {
  const heard: string[] = [];
  let silent = false;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      if (silent) return;
      const [line = ''] = chunk.toString('latin1').split('\r\n', 1);
      if (line.startsWith('GET /readyz')) return void socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
      if (!/^[A-Z]+ \//.test(line)) return;
      heard.push(line);
      answer(socket);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    fallSilent: () => void (silent = true),
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

/** Until it is so; bounded by the test's own time. */
export async function until(so: () => boolean): Promise<void> {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 10));
}
