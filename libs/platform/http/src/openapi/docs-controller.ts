/**
 * `/openapi.json`, `/docs` and a page for each error code: all from this process, nothing from elsewhere, so that they
 * work offline, and under a policy that lets no foreign or inline script run.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Controller, Get, Param, Res, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access';
import { platformProblem } from '../problem';
import type { OpenApiDocument } from './document';
import { docsPage, pageOf, START_SCRIPT, STYLE_SHEET } from './docs-pages';

export interface Documentation {
  /** Of Markdown pages, `<code>.md`. Absent: there are none. */
  readonly errorPages?: string;
  /** Known once all routes are made, the last of which shows it. */
  document?: OpenApiDocument;
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';

const SWAGGER_UI = dirname(require.resolve('swagger-ui-dist/package.json'));

/** What `/docs/assets` has: a type, and a text of ours or a file of Swagger UI. */
const ASSETS: Readonly<Record<string, { readonly type: string; readonly text?: string }>> = {
  'swagger-ui-bundle.js': { type: SCRIPT },
  'swagger-ui.css': { type: STYLE },
  'favicon-32x32.png': { type: 'image/png' },
  'start.js': { type: SCRIPT, text: START_SCRIPT },
  'page.css': { type: STYLE, text: STYLE_SHEET },
};

export function docsController(documentation: Documentation): Type {
  let text: string | undefined;

  @Controller()
  class DocsController {
    @Get('openapi.json')
    @Public()
    document(@Res() reply: FastifyReply): void {
      text ??= JSON.stringify(documentation.document);
      void reply.type('application/json; charset=utf-8').send(text);
    }

    @Get('docs')
    @Public()
    docs(@Res() reply: FastifyReply): void {
      show(reply, docsPage());
    }

    @Get('docs/assets/:file')
    @Public()
    async asset(@Param('file') file: string, @Res() reply: FastifyReply): Promise<void> {
      const asset = Object.hasOwn(ASSETS, file) ? ASSETS[file] : undefined;
      if (!asset) throw platformProblem('route_not_found');
      const content = asset.text ?? (await readFile(join(SWAGGER_UI, file)));
      void reply
        .type(asset.type)
        .headers({ ...SAFE, 'cache-control': 'public, max-age=3600' })
        .send(content);
    }

    @Get('docs/errors/:code')
    @Public()
    async error(@Param('code') code: string, @Res() reply: FastifyReply): Promise<void> {
      const markdown = await errorPage(documentation, code);
      if (markdown === undefined) throw platformProblem('route_not_found');
      show(reply, pageOf(markdown));
    }
  }
  return DocsController;
}

const SAFE = { 'x-content-type-options': 'nosniff' } as const;

function show(reply: FastifyReply, page: string): void {
  void reply
    .type(HTML)
    .headers({ ...SAFE, 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer' })
    .send(page);
}

/** A code is a word of the table, never a path. */
async function errorPage({ errorPages }: Documentation, code: string): Promise<string | undefined> {
  if (errorPages === undefined || !/^[a-z][a-z_]{0,63}$/.test(code)) return undefined;
  return readFile(join(errorPages, `${code}.md`), 'utf8').catch(() => undefined);
}
