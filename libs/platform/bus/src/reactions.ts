/** A group's handlers, run: a Nest microservice over either transport. */
import 'reflect-metadata';
import { type INestMicroservice, Module, type ModuleMetadata, type RpcExceptionFilter } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { throwError } from 'rxjs';
import type { BusServer, ReactionHealth } from './bus-server';

export interface Reactions {
  health(): Promise<ReactionHealth>;
  /** Finishes what is under way; the rest is delivered again, here or elsewhere. */
  stop(): Promise<void>;
}

export interface ReactionsOptions extends Pick<ModuleMetadata, 'controllers' | 'providers' | 'imports'> {
  readonly server: BusServer;
}

/** Nest would hide what a handler threw behind "Internal server error"; whoever reads a parked message needs it. */
const asThrown: RpcExceptionFilter<unknown> = { catch: (error) => throwError(() => error) };

export async function startReactions({ server, ...module }: ReactionsOptions): Promise<Reactions> {
  @Module(module)
  class ReactionsModule {}

  const app: INestMicroservice = await NestFactory.createMicroservice(ReactionsModule, {
    strategy: server,
    logger: false,
    abortOnError: false,
  });
  app.useGlobalFilters(asThrown);
  await app.listen();
  return { health: () => server.health(), stop: () => app.close() };
}
