import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CUSTOMER_CREDIT_ERROR_CODES,
  customerCreditError,
  IMMEDIATE_CREDITS_ERROR_CODES,
  immediateCreditsError,
  OWN_ERROR_CODES,
  ownError,
} from '@haber/dialects';
import { PLATFORM_CODES, platformProblem } from '@haber/http';

const FOLDER = join(__dirname, '../../../docs/errors');
const CREDIT_PAGE = join(__dirname, '../../../docs/how-to/credito-comercial.es.md');
const IMMEDIATE_PAGE = join(__dirname, '../../../docs/how-to/creditos-inmediatos.es.md');

const problems = [
  ...OWN_ERROR_CODES.map((code) => ownError(code)),
  ...PLATFORM_CODES.map((code) => platformProblem(code)),
];

it('every code has one page, and every page a code', async () => {
  const pages = (await readdir(FOLDER)).map((file) => file.replace(/\.md$/, ''));
  expect(problems.map(({ code }) => code).sort()).toEqual(pages.sort());
});

it.each(problems.map(({ code, title, status }) => ({ code, title, status })))(
  '$code says what it is, whether money may have moved, and what to do',
  async ({ code, title, status }) => {
    const page = await readFile(join(FOLDER, `${code}.md`), 'utf8');
    const [head, intro] = page.split('\n\n');
    expect(head).toBe(`# \`${code}\``);
    expect(intro).toBe(`${title}. HTTP status ${status}.`);
    const sections = page.split(/^## /m).slice(1);
    expect(sections.map((section) => section.split('\n')[0])).toEqual([
      'What happened',
      'May money have moved?',
      'What to do',
    ]);
    for (const section of sections) expect(section.split('\n').slice(1).join('').length).toBeGreaterThan(10);
  },
);

it('the page of the customer credit dialect lists every code with its status and message', async () => {
  const page = await readFile(CREDIT_PAGE, 'utf8');
  const [, table = ''] = page.split('| estado | código | mensaje |\n');
  const rows = table.split('\n').filter((line) => /^\| \d/.test(line));
  const expected = CUSTOMER_CREDIT_ERROR_CODES.map((code) => customerCreditError(code));
  expect(rows).toEqual(expected.map(({ status, code, title }) => `| ${status} | \`${code}\` | ${title} |`));
});

it('the page of immediate credits lists every text with its status, once', async () => {
  const page = await readFile(IMMEDIATE_PAGE, 'utf8');
  const [, table = ''] = page.split('| estado | texto |\n');
  const rows = table.split('\n\n')[0]?.split('\n').slice(1);
  const all = IMMEDIATE_CREDITS_ERROR_CODES.map((code) => immediateCreditsError(code));
  expect(rows).toEqual([...new Set(all.map(({ status, title }) => `| ${status} | ${title} |`))]);
});
