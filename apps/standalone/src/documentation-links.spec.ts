/** Every link from one page of this repository to another leads somewhere. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const pages = ['*.md', 'docs/**/*.md', 'bench/*.md', 'apps/*/*.md', 'libs/*/*.md']
  .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
  // As a partner wrote it, links to pages of its own included.
  .filter((page) => !page.startsWith(join('docs', 'dialects')));

const anchorOf = (heading: string): string =>
  heading.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(' ', '-'); // prettier-ignore

function linksIn(page: string): readonly string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined) return true;
  const headings = [...readFileSync(target, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    anchorOf(heading),
  );
  return headings.includes(anchor);
}

it('finds the pages, and a link that leads nowhere', () => {
  expect(pages.length).toBeGreaterThan(70);
  expect(leadsSomewhere('docs/README.md', 'how-to/operate.md')).toBe(true);
  expect(leadsSomewhere('docs/README.md', 'how-to/nowhere.md')).toBe(false);
  expect(leadsSomewhere('docs/README.md', 'how-to/operate.md#nowhere')).toBe(false);
});

it('every link leads somewhere', () => {
  const links = pages.flatMap((page) => linksIn(page).map((link) => ({ page, link })));
  expect(links.length).toBeGreaterThan(50);
  expect(links.filter(({ page, link }) => !leadsSomewhere(page, link))).toEqual([]);
});

it('every record that the code refers to is there', () => {
  const records = globSync('docs/decisions/*.md', { cwd: ROOT }).map((file) => /\d{4}/.exec(file)?.[0]);
  const sources = globSync('{apps,libs}/**/src/**/*.ts', { cwd: ROOT, exclude: ['**/node_modules/**', '**/dist/**'] });
  const named = sources.flatMap((file) =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/docs\/decisions\/(\d{4})/g)].map(([, number]) => number),
  );
  expect(named.length).toBeGreaterThan(3);
  expect([...new Set(named)].filter((number) => !records.includes(number))).toEqual([]);
});
