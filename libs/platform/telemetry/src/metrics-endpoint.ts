/**
 * `/metrics`, on the port of everything else and not for partners. With a token: whoever shows it. Without one: this
 * machine and private networks, and nothing that came through a proxy, which would make everybody look like a
 * neighbour. To all others it is a path that does not exist.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { platformProblem, Public } from '@haber/http';
import { Controller, Get, Module, Req, Res, type Type } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Registry } from 'prom-client';

export interface MetricsEndpointOptions {
  readonly registry: Registry;
  readonly token?: string | undefined;
  /** Awaited before the answer is made, so that gauges say what is; bounded by whoever gives it. */
  readonly refresh?: () => Promise<unknown>;
}

/** A module for `createHttpServer`. */
export function metricsModule(options: MetricsEndpointOptions): Type {
  const { registry, refresh } = options;

  @Controller()
  class MetricsController {
    @Get('metrics')
    @Public()
    async metrics(@Req() { raw }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      if (!mayScrape(raw, options.token)) throw platformProblem('route_not_found');
      await refresh?.();
      void reply.type(registry.contentType).send(await registry.metrics());
    }
  }

  @Module({ controllers: [MetricsController] })
  class MetricsModule {}
  return MetricsModule;
}

type Scrape = Pick<IncomingMessage, 'headers'> & { readonly socket: { readonly remoteAddress?: string | undefined } };

function mayScrape({ headers, socket }: Scrape, token: string | undefined): boolean {
  if (token !== undefined) return isSame(headers.authorization ?? '', `Bearer ${token}`);
  return isNear(socket.remoteAddress) && !PROXIES.some((name) => headers[name] !== undefined);
}

const PROXIES = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];
const NEAR = new Set(['loopback', 'private', 'linkLocal', 'uniqueLocal']);

function isNear(address: string | undefined): boolean {
  return address !== undefined && ipaddr.isValid(address) && NEAR.has(ipaddr.process(address).range());
}

function isSame(shown: string, wanted: string): boolean {
  const [a, b] = [shown, wanted].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
