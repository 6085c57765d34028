/** A request that would succeed, with the names of what it is about: so that it can be asked of what is not there. */
import {
  customerCreditPath,
  IMMEDIATE_CREDITS_ERROR_CODES,
  immediateCreditsError,
  immediateCreditsPath,
} from '@haber/dialects';
import type { Answer } from '@haber/testing';
import type { Documented } from './mechanical.fixture';
import type { Ask, World } from './scenario.fixture';
import { scenarios } from './world.fixture';

export interface Prepared {
  readonly ask: Ask;
  /** The same of objects that nobody has. */
  readonly ofNothing: Ask;
  /** Of all that was made for it. */
  readonly names: readonly string[];
}

/** @throws where nobody has said how the operation succeeds */
export async function prepared(world: World, documented: Documented): Promise<Prepared> {
  const { operationId } = documented.operation;
  const successes = Object.entries(scenarios.get(operationId) ?? {}).filter(([status]) => status.startsWith('2'));
  // Where a PUT makes and changes, the change, of an object that is there; a POST makes one whenever it can.
  const success = documented.method === 'POST' ? successes.at(-1) : successes[0];
  if (!success) throw new Error(`say in e2e/openapi/*.fixture.ts how ${operationId} succeeds`);
  const made: string[] = [];
  const fresh = (what: string): string => {
    const name = world.fresh(what);
    made.push(name);
    return name;
  };
  const ask = await success[1]({ ...world, fresh });
  const names = [...new Set([...made, ...parametersIn(documented.path, ask.path)])];
  return { ask, ofNothing: withOthers(ask, names), names };
}

function parametersIn(template: string, path: string): readonly string[] {
  const segments = path.split('?', 1)[0]?.split('/') ?? [];
  return template.split('/').flatMap((part, i) => (part.startsWith('{') ? [segments[i] ?? ''] : []));
}

function withOthers(ask: Ask, names: readonly string[]): Ask {
  const longestFirst = [...names].sort((a, b) => b.length - a.length);
  const renamed = (text: string): string =>
    longestFirst.reduce((so, name) => so.replaceAll(name, nameOfNothing(name)), text);
  return { ...ask, path: renamed(ask.path), ...(ask.body !== undefined && { body: renamed(ask.body) }) };
}

/** Of the same form. */
function nameOfNothing(name: string): string {
  const end = name.endsWith('0000') ? '1111' : '0000';
  return name.slice(0, -4) + end;
}

/** `401 unauthorized`, of a refusal that is in the shape of its path, with no member but its own. */
export function refusalOf(path: string, { status, headers, json }: Answer): string {
  if (immediateCreditsPath(path)) return immediateCreditsRefusal({ status, headers, json });
  // A detail is for people.
  const { detail: _, ...body } = json as Readonly<Record<string, unknown>>;
  const type = headers.get('content-type');
  if (customerCreditPath(path)) {
    const error = { code: expect.any(String) as string, message: expect.any(String) as string };
    expect([type, body]).toEqual(['application/json; charset=utf-8', { status: 'error', error }]);
    return `${status} ${(body['error'] as typeof error).code}`;
  }
  const code = String(body['code']);
  expect([type, body]).toEqual([
    'application/problem+json; charset=utf-8',
    {
      type: expect.stringMatching(new RegExp(`/docs/errors/${code}$`)) as string,
      title: expect.any(String) as string,
      status,
      code,
      outcome: 'none',
      retryable: false,
      traceId: headers.get('x-request-id'),
    },
  ]);
  return `${status} ${code}`;
}

/** Of dialect B, which shows no code: the first one of that text. */
function immediateCreditsRefusal({ status, headers, json }: Pick<Answer, 'status' | 'headers' | 'json'>): string {
  const body = json as { readonly detail: string | { readonly error: string } | readonly { readonly msg: string }[] };
  expect([headers.get('content-type'), Object.keys(body)]).toEqual(['application/json; charset=utf-8', ['detail']]);
  const { detail } = body;
  if (typeof detail === 'object' && 'error' in detail) return `${status} ${detail.error}`;
  const text = typeof detail === 'string' ? detail : detail[0]?.msg;
  const code = IMMEDIATE_CREDITS_ERROR_CODES.find((each) => immediateCreditsError(each).title === text);
  return `${status} ${code ?? 'validation_error'}`;
}

/** Another for every answer, whatever it says. */
const OWN_TO_AN_ANSWER = new Set(['x-request-id', 'date', 'ratelimit']);

/** All that two answers must have in common to be told apart by nobody. */
export function wholeAnswer({ status, headers, text }: Answer): string {
  const told = [...headers].filter(([name]) => !OWN_TO_AN_ANSWER.has(name)).map((header) => header.join(': '));
  const id = headers.get('x-request-id') ?? '';
  return [status, ...told, text.replace(`"traceId":"${id}"`, '"traceId":"…"')].join('\n');
}
