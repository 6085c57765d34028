/** A small server on a real port for the edge's specs, and a client that sends bytes as they are. */
import { connect } from 'node:net';
import { Controller, Get, HttpCode, Module, Param, Post } from '@nestjs/common';
import { AcceptApiKeyHeader, type Authenticator, CountAs, Public, RequireScope, SignedByCaller } from './access';
import type { ErrorShape } from './error-shape';
import { exactDecimal } from './exact-json';
import { createHttpServer, type HttpServer, type HttpServerOptions } from './http-server';
import { ExactBody } from './json-body';
import { Undocumented } from './openapi/operation';
import { Problem } from './problem';
import { Caller, Context, type Principal, type RequestContext } from './request-context';

/** What handlers saw and where they wait: reset by each `startEdge`. */
export const seen = {
  handled: 0,
  gate: undefined as Promise<void> | undefined,
  remoteAddress: '',
  faults: [] as { readonly details: object; readonly message: string }[],
};

@Controller('things')
class ThingsController {
  @Post(':id')
  @HttpCode(200)
  @Undocumented()
  @RequireScope('things:write')
  async write(
    @Param('id') id: string,
    @ExactBody() body: unknown,
    @Context() context: RequestContext,
    @Caller() caller: Principal,
  ): Promise<object> {
    seen.handled += 1;
    await seen.gate;
    const { requestId, idempotencyKey = null, rawBody, method, target } = context;
    const sent = body === undefined ? null : JSON.stringify(body);
    const bytes = rawBody.length;
    return {
      id,
      sent,
      requestId,
      idempotencyKey,
      bytes,
      method,
      target,
      actor: caller.actor,
      assertedBy: caller.assertedBy,
      amount: exactDecimal('10000.00'),
    };
  }

  @Get(':id')
  @Undocumented()
  @RequireScope('things:read', 'things:write')
  read(@Param('id') id: string): object {
    return { id };
  }
}

@Controller('legacy')
@AcceptApiKeyHeader()
@CountAs('immediate_credits')
class LegacyController {
  @Post('credit')
  @Undocumented()
  @RequireScope('things:write')
  write(@ExactBody() body: unknown): object {
    return { empty: body === undefined };
  }
}

@Controller('faults')
class FaultsController {
  @Get('bug')
  @Public()
  bug(): never {
    throw new Error(`SELECT secret FROM ${__filename}`);
  }

  @Post('signed')
  @SignedByCaller({ requests: 7, windowSeconds: 60 })
  signed(): object {
    return { received: true };
  }

  @Get('table')
  @Public()
  table(): never {
    throw new Problem({ status: 500, code: 'internal_error' });
  }

  @Get('foreign')
  @Public()
  foreign(): never {
    throw Object.assign(new Error('from some driver'), { statusCode: 404, code: 'ENOENT' });
  }

  @Get('refused')
  @Public()
  refused(): never {
    const members = { credit_available: exactDecimal('0.10') };
    throw new Problem({ status: 422, code: 'insufficient_credit', detail: 'not enough', members });
  }

  @Get('busy')
  @Public()
  busy(): never {
    throw new Problem({ status: 503, code: 'queue_full', retryAfterSeconds: 1.2, outcome: 'none' });
  }
}

@Module({ controllers: [ThingsController, LegacyController, FaultsController] })
class EdgeModule {}

const legacyShape: ErrorShape = {
  name: 'Legacy',
  matches: (path) => path.startsWith('/legacy'),
  body: ({ code, title }) => ({ status: 'error', error: { code, message: title } }),
};

const PRINCIPAL = { tenant: 'demo/test', actor: 'ana', keyId: 'k1', approvalNeedsSecondActor: false } as const;

const authenticate: Authenticator = ({ key, remoteAddress }) => {
  seen.remoteAddress = remoteAddress;
  if (key === 'late') return Promise.resolve({ ...PRINCIPAL, scopes: new Set(['things:write']) });
  if (key === 'reader') return { ...PRINCIPAL, scopes: new Set(['things:read']) };
  if (key === 'broken') throw new Error('the key ring is gone');
  return key === 'writer' ? { ...PRINCIPAL, scopes: new Set(['things:write']) } : undefined;
};

export interface Edge {
  readonly server: HttpServer;
  readonly port: number;
  readonly url: string;
}

export async function startEdge(options: Partial<HttpServerOptions> = {}): Promise<Edge> {
  seen.handled = 0;
  seen.gate = undefined;
  seen.faults = [];
  const server = await createHttpServer({
    modules: [EdgeModule],
    authenticator: authenticate,
    errorShapes: [legacyShape],
    log: { error: (details, message) => void seen.faults.push({ details, message }) },
    ...options,
  });
  return { server, ...(await server.listen(0)) };
}

export const WRITER = { authorization: 'Bearer writer' };

/** Holds every write until it is opened. */
export function shutGate(): { open(): void } {
  let open = (): void => undefined;
  seen.gate = new Promise((resolve) => (open = resolve));
  return { open: () => open() };
}

/** Sends the pieces one after the other and gives all that comes back until the server ends the connection. */
export function exchange(port: number, ...pieces: readonly (string | Buffer)[]): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString('latin1')));
    // Whether the end is a FIN or a reset: what matters is that the answer came before.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(received));
    for (const piece of pieces) socket.write(piece);
  });
}

export function statusOf(received: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1]);
}

/** The JSON body of the (last) answer. */
export function bodyOf(received: string): Record<string, unknown> {
  return JSON.parse(received.slice(received.lastIndexOf('\r\n\r\n') + 4)) as Record<string, unknown>;
}
