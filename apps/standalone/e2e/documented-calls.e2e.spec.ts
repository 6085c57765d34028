/** The how-to pages, word for word: every command that they show is run, and must answer as they say. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, DEMO_KEY, Standalone } from '@haber/testing';
import {
  callsIn,
  differenceFrom,
  type DocumentedCall,
  documentedCalls,
  expanded,
  requestOf,
} from './documented-calls.fixture';
import { endClean } from './partner.fixture';

const PAGES = [
  { page: 'docs/how-to/credito-comercial.es.md', atLeast: 15 },
  { page: 'docs/how-to/creditos-inmediatos.es.md', atLeast: 15 },
  { page: 'docs/how-to/own-api.md', atLeast: 15 },
] as const;

describe.each(PAGES)('$page', ({ page, atLeast }) => {
  const calls = documentedCalls(page);
  const variables: Record<string, string> = { HABER_URL: '', HABER_KEY: DEMO_KEY };
  let product: Standalone;
  beforeAll(async () => {
    product = await Standalone.start();
    variables['HABER_URL'] = product.url;
  }, 120_000);
  afterAll(() => endClean(product), 120_000);

  it('shows calls and their answers', () => {
    expect(calls.filter(({ answer }) => answer !== undefined).length).toBeGreaterThanOrEqual(atLeast);
  });

  it.each(calls.map((call) => [call.place, call] as const))(
    '%s',
    async (_, call) => {
      if (call.answer === undefined) return ran(call);
      const answer = await answered(call, call.answer);
      expect(differenceFrom(call.answer, answer)).toBeUndefined();
      // What the reader is told to take from the answer: the account that he has just opened, what he has executed.
      const account = /"(?:account_)?id":"(credit_\w+)"/.exec(answer.text)?.[1];
      if (account !== undefined) variables['ACCOUNT'] = account;
      const execution = /^{"success":.*"transaction_id":"(OP-[\d-]+)"/.exec(answer.text)?.[1];
      if (execution !== undefined) variables['OPERACION'] = execution;
    },
    60_000,
  );

  /** Lists follow the log a moment later, as their page says: a question is asked again. */
  async function answered(call: DocumentedCall, shown: string): Promise<Answer> {
    const { method, path, body, headers } = requestOf(call, variables);
    for (let tries = 1; ; tries += 1) {
      const answer = await product.request(method, path, body, { key: null, headers });
      if (method !== 'GET' || tries === 200 || differenceFrom(shown, answer) === undefined) return answer;
      await sleep(25);
    }
  }

  /** `NAME=$(npm run … haber -- …)`, or without a name. */
  async function ran({ place, words }: DocumentedCall): Promise<void> {
    const line = words.map((word) => expanded(word.replace(/\$\(/, '('), variables)).join(' ');
    const found = /^(?:([A-Z_]+)=\()?npm run --silent haber -- ([^()]+)\)?$/.exec(line);
    if (!found) throw new Error(`${place}: this spec does not run ${line}`);
    const { code, stdout, stderr } = await product.haber(...(found[2] ?? '').split(' '));
    expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    if (found[1] === undefined) return;
    variables[found[1]] = stdout.trim();
    await untilGood(stdout.trim());
  }

  /** The process hears of a new key through the log: soon, not at once. */
  async function untilGood(key: string): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      if ((await product.request('GET', '/api/v1/customers/x/credit', undefined, { key })).status !== 401) return;
      await sleep(25);
    }
    throw new Error('the new key was never good');
  }
});

describe('the check of the pages', () => {
  const came = { status: 200, headers: new Headers({ etag: '"3"' }), text: '{"a":[1.50],"b":"x y"}', json: undefined };
  const shown = 'HTTP/1.1 200 OK\nETag: "3"\n\n{ "a": [ 1.50 ],\n  "b": "x y" }\n';

  it('finds nothing where all is as shown', () => {
    expect(differenceFrom(shown, came)).toBeUndefined();
    expect(differenceFrom(shown.replace('x y', '…'), came)).toBeUndefined();
  });

  it.each([
    ['200 OK', '201 Created'],
    ['"3"', '"4"'],
    ['1.50', '1.5'],
    ['x y', 'xy'],
    ['"b"', '"c"'],
    [',\n  "b": "x y"', ''],
    ['ETag', 'Haber-Hash'],
  ])('finds %j shown as %j', (right, wrong) => {
    expect(differenceFrom(shown.replace(right, wrong), came)).toBeDefined();
  });

  const curl = '```sh\ncurl -i "$HABER_URL/a?b=c" \\\n  -X PUT -H \'If-Match: "3"\' -d \'{"a":\n 1}\'\n```\n';
  const answer = '```http\nHTTP/1.1 200 OK\n\n{}\n```\n';

  it('reads a command as a shell does', () => {
    const [call] = callsIn('page', `text\n${curl}more\n${answer}`);
    expect(call).toMatchObject({ place: 'page:2', answer: 'HTTP/1.1 200 OK\n\n{}\n' });
    expect(call && requestOf(call, { HABER_URL: 'http://x:1' })).toEqual({
      ...{
        method: 'PUT',
        path: '/a?b=c',
        headers: { 'if-match': '"3"', 'content-type': 'application/x-www-form-urlencoded' },
      },
      body: '{"a":\n 1}',
    });
    expect(() => call && requestOf(call, {})).toThrow('$HABER_URL was never set');
  });

  it.each([
    ['a call without an answer', curl],
    ['an answer without a call', answer],
    ['two calls before an answer', `${curl}${curl}${answer}`],
    ['two commands in a block', '```sh\necho a\necho b\n```\n'],
    ['what it cannot read', '```sh\necho "`date`"\n```\n'],
    ['a pipe', '```sh\necho a | tee b\n```\n'],
  ])('does not pass over %s', (_, text) => {
    expect(() => callsIn('page', text)).toThrow(/page:\d+: /);
  });
});
