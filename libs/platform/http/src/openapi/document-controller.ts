/** `/openapi.json`: the document of the running product, written out once. */
import { Controller, Get, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access';
import type { OpenApiDocument } from './document';

/** Filled when all routes are made: the last of them is the one that shows it. */
export interface PublishedDocument {
  document?: OpenApiDocument;
}

export function documentController(published: PublishedDocument): Type {
  let text: string | undefined;

  @Controller()
  class DocumentController {
    @Get('openapi.json')
    @Public()
    show(@Res() reply: FastifyReply): void {
      text ??= JSON.stringify(published.document);
      void reply.type('application/json; charset=utf-8').send(text);
    }
  }
  return DocumentController;
}
