import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Edge, startEdge } from '../edge.fixture';
import { pageOf } from './docs-pages';

let edge: Edge;
let errorPages: string;
beforeAll(async () => {
  errorPages = await mkdtemp(join(tmpdir(), 'haber-pages-'));
  await writeFile(
    join(errorPages, 'broke.md'),
    '# `broke`\n\nNo <money> & no "friends".\n\n- one `x`\n- [two](rich.md)\n',
  );
  edge = await startEdge({ errorPages });
});
afterAll(async () => {
  await edge.server.close();
  await rm(errorPages, { recursive: true });
});

const get = (path: string): Promise<Response> => fetch(edge.url + path);

it('the docs page loads nothing from elsewhere, and all that it loads is there', async () => {
  const page = await get('/docs');
  expect(page.status).toBe(200);
  expect(page.headers.get('content-security-policy')).toContain(
    "default-src 'none'; script-src 'self'; style-src 'self'",
  );
  const html = await page.text();
  const loaded = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? '');
  expect(loaded).toHaveLength(5);
  for (const address of loaded) {
    expect(address).not.toMatch(/^(?:[a-z]+:|\/\/)/);
    const answer = await fetch(new URL(address, `${edge.url}/docs`));
    expect([address, answer.status]).toEqual([address, 200]);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(100);
  }
  expect(html).not.toMatch(/<script>|<style|style=|onload/);
});

it.each(['swagger-ui.js', 'index.html', 'package.json', '..%2fpackage.json', '__proto__', 'constructor'])(
  'the folder of Swagger UI is not open: %s',
  async (file) => {
    expect((await get(`/docs/assets/${file}`)).status).toBe(404);
  },
);

it('a code has its page, and only a code', async () => {
  const page = await get('/docs/errors/broke');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(await page.text()).toContain('<p>No &lt;money&gt; &amp; no &quot;friends&quot;.</p>');
  for (const code of ['rich', 'broke.md', '..%2fbroke', '%2e%2e', 'BROKE', 'a'.repeat(65)]) {
    expect((await get(`/docs/errors/${code}`)).status).toBe(404);
  }
});

it('behind the gateway there is no document, no page and no asset, and health is', async () => {
  const behind = await startEdge({ errorPages, behindGateway: true });
  try {
    const statusOf = async (path: string) => [path, (await fetch(behind.url + path)).status];
    for (const path of ['/openapi.json', '/docs', '/docs/', '/docs/assets/start.js', '/docs/errors/broke'])
      expect(await statusOf(path)).toEqual([path, 404]);
    expect(await statusOf('/healthz')).toEqual(['/healthz', 200]);
  } finally {
    await behind.server.close();
  }
});

it('renders the little that pages need', () => {
  const page = pageOf('# `broke`\n\n## Why\n\nText `a<b`.\n\n- one\n- [two](rich.md)\n');
  expect(page).toContain('<title>broke</title>');
  expect(page).toContain('<h1><code>broke</code></h1>\n<h2>Why</h2>\n<p>Text <code>a&lt;b</code>.</p>');
  expect(page).toContain('<ul><li>one</li><li><a href="rich">two</a></li></ul>');
  expect(pageOf('[x](javascript:alert(1)) <script>')).not.toMatch(/href="j|<script>/);
});
