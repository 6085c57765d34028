/**
 * What the how-to pages show: each `sh` block is a command of a reader's shell, and behind each `curl` stands an `http`
 * block with the answer that he gets. `…` stands for whatever is not the same each time; every other character counts.
 */
import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Answer } from '@haber/testing';

export interface DocumentedCall {
  /** `docs/how-to/own-api.md:42` */
  readonly place: string;
  /** As the shell reads them, variables still by name: `$HABER_KEY`. */
  readonly words: readonly string[];
  /** The `http` block; absent behind a command that asks nothing. */
  readonly answer?: string;
}

const ROOT = join(__dirname, '../../..');
const BLOCK = /^```(sh|http)\n([\s\S]*?)^```$/gm;

export const documentedCalls = (page: string): readonly DocumentedCall[] =>
  callsIn(page, readFileSync(join(ROOT, page), 'utf8'));

/** @throws when a block is not one command, or an answer has no call, or a call no answer */
export function callsIn(page: string, text: string): readonly DocumentedCall[] {
  const calls: DocumentedCall[] = [];
  let asked: DocumentedCall | undefined;
  for (const { 1: kind, 2: block = '', index } of text.matchAll(BLOCK)) {
    const place = `${page}:${text.slice(0, index).split('\n').length}`;
    if ((kind === 'http') !== (asked !== undefined)) throw new Error(`${place}: a curl and its answer go together`);
    if (asked) {
      calls.push({ ...asked, answer: block });
      asked = undefined;
    } else {
      const call = { place, words: wordsOf(block, place) };
      if (isCurl(call)) asked = call;
      else calls.push(call);
    }
  }
  if (asked) throw new Error(`${asked.place}: states no answer`);
  return calls;
}

const isCurl = ({ words }: DocumentedCall): boolean => words[0] === 'curl';

/** Quotes, and lines that go on behind a backslash: as much of the shell as the pages use. */
const WORD = /\s*(?:\\\n|((?:'[^']*'|"[^"$`\\]*(?:\$\w+[^"$`\\]*)*"|[^\s'"\\;&|<>`()$]|\$\w+|\$\([^()]*\))+))/y;

function wordsOf(block: string, place: string): readonly string[] {
  const words: string[] = [];
  const text = block.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < text.length) {
    const from = WORD.lastIndex;
    const found = WORD.exec(text);
    if (!found) throw new Error(`${place}: this spec cannot read: ${text.slice(from)}`);
    if (/^[^\S\n]*\n/.test(found[0]) && words.length > 0) throw new Error(`${place}: more than one command`);
    if (found[1] !== undefined) words.push(found[1].replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  }
  return words;
}

/** What curl says of a body unless it is told otherwise. */
const FORM = 'application/x-www-form-urlencoded';
/** As many of curl's as the pages use. */
const CURL_OPTIONS = {
  include: { type: 'boolean', short: 'i' },
  request: { type: 'string', short: 'X' },
  header: { type: 'string', short: 'H', multiple: true },
  data: { type: 'string', short: 'd' },
} as const;

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Variables = Readonly<Record<string, string>>;

/** What this `curl` sends. @throws on an option or a variable that is not known */
export function requestOf({ words }: DocumentedCall, variables: Variables): Request {
  const args = words.slice(1).map((word) => expanded(word, variables));
  const { values, positionals } = parseArgs({ args, options: CURL_OPTIONS, allowPositionals: true });
  const { request, data: body, header: lines = [] } = values;
  const { pathname, search } = new URL(positionals.join());
  const sent = lines.map((line) => [line.split(': ')[0]?.toLowerCase(), line.replace(/^[^:]*: /, '')] as const);
  const headers = { ...(body !== undefined && { 'content-type': FORM }), ...Object.fromEntries(sent) };
  const method = request ?? (body === undefined ? 'GET' : 'POST');
  return { method, path: pathname + search, headers, ...(body !== undefined && { body }) };
}

export function expanded(word: string, variables: Variables): string {
  return word.replace(/\$([A-Z_]+)/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`$${name} was never set`);
    return value;
  });
}

/** Between the answer that a page shows and the one that came; undefined: none. */
export function differenceFrom(shown: string, { status, headers, text }: Answer): string | undefined {
  const [head = '', ...rest] = shown.trimEnd().split('\n\n');
  const [first, ...lines] = head.split('\n');
  const body = rest.join('\n\n');
  const differences = [
    ...(first === `HTTP/1.1 ${status} ${STATUS_CODES[status]}` ? [] : [`${first} is now ${status}`]),
    ...lines.filter((line) => !isLike(line, headerAs(line, headers))).map((line) => `not so: ${line}`),
    ...(isLike(withoutSpaces(body), withoutSpaces(text)) ? [] : [`${body}\nis now\n${text}`]),
  ];
  return differences.length === 0 ? undefined : differences.join('\n');
}

/** The header that a line names, spelt as there. */
function headerAs(line: string, headers: Headers): string {
  const [name = ''] = line.split(': ');
  return `${name}: ${headers.get(name)}`;
}

/** Of JSON: what stands outside of its strings. */
const withoutSpaces = (json: string): string => json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');

function isLike(shown: string, came: string): boolean {
  const pattern = shown
    .split('…')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`, 's').test(came);
}
