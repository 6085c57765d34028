/**
 * The HTML of the documentation. Error pages are written in a small part of Markdown: headings, paragraphs, lists,
 * `code` and links. Every text is escaped before anything else is made of it.
 */

/** Addresses are relative to `/docs`, so that they hold behind a proxy's prefix too. */
export function docsPage(): string {
  const head = [
    '<link rel="stylesheet" href="docs/assets/swagger-ui.css">',
    '<link rel="icon" href="docs/assets/favicon-32x32.png">',
    '<script src="docs/assets/swagger-ui-bundle.js" defer></script>',
    '<script src="docs/assets/start.js" defer></script>',
  ];
  return html('Haber API', head, '<div id="docs">The document itself: <a href="openapi.json">openapi.json</a></div>');
}

/** No validator: it would be asked over the internet. */
export const START_SCRIPT = `addEventListener('DOMContentLoaded', () => {
  SwaggerUIBundle({
    url: 'openapi.json',
    dom_id: '#docs',
    deepLinking: true,
    validatorUrl: null,
    docExpansion: 'list',
    persistAuthorization: false,
  });
});
`;

export const STYLE_SHEET = `body { max-width: 44rem; margin: 3rem auto; padding: 0 1rem; font: 1rem/1.6 sans-serif; }
code { background: #f0f0f0; padding: 0 .2em; }
`;

/** `markdown`: begins with a heading, which is the page's title too. */
export function pageOf(markdown: string): string {
  const blocks = markdown.trim().split(/\n{2,}/);
  const title = /^# (.*)/.exec(markdown)?.[1]?.replaceAll('`', '') ?? 'Haber';
  const head = ['<link rel="stylesheet" href="../assets/page.css">'];
  return html(title, head, blocks.map(blockOf).join('\n'));
}

function blockOf(block: string): string {
  const heading = /^(#{1,3}) (.*)/.exec(block);
  if (heading) return `<h${heading[1]?.length}>${inline(heading[2] ?? '')}</h${heading[1]?.length}>`;
  if (!block.startsWith('- ')) return `<p>${inline(block)}</p>`;
  const items = block.slice(2).split(/\n- /);
  return `<ul>${items.map((item) => `<li>${inline(item)}</li>`).join('')}</ul>`;
}

/** Links lead to pages beside this one. */
function inline(text: string): string {
  return escaped(text)
    .replace(/`([^`]*)`/g, '<code>$1</code>')
    .replace(/\[([^\]]*)\]\(([a-z_]+)\.md\)/g, '<a href="$2">$1</a>');
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (found) => entities[found] ?? '');
}

function html(title: string, head: readonly string[], body: string): string {
  const meta = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">';
  const top = `${meta}<title>${escaped(title)}</title>\n${head.join('\n')}`;
  return `<!doctype html>\n<html lang="en">\n<head>${top}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
}
