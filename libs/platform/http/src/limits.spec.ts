/** Rate limits and asserted actors, at the edge: who is counted, what an answer tells, and who is not let in. */
import { LimiterUnavailable, type RateLimit, type Verdict } from '@haber/rate-limits';
import type { Authenticator } from './access';
import { type Edge, exchange, seen, startEdge, statusOf } from './edge.fixture';
import { platformProblem } from './problem';
import type { Principal } from './request-context';

interface Taken {
  readonly name: string;
  readonly limit: RateLimit;
}

let edge: Edge;
let taken: Taken[] = [];
let verdict: () => Verdict | Promise<Verdict>;
const FREE: Verdict = { granted: true, remaining: 37, resetMs: 11_001 };
const FULL: Verdict = { granted: false, remaining: 0, resetMs: 11_001 };
const MINUTE = { requests: 100, windowSeconds: 60 };

const caller = (scopes: string[], more: Partial<Principal> = {}): Principal => ({
  tenant: 'demo/test',
  actor: 'platform',
  keyId: 'k1',
  scopes: new Set(scopes),
  approvalNeedsSecondActor: false,
  rateLimits: { default: MINUTE, immediate_credits: { requests: 5, windowSeconds: 1 } },
  ...more,
});

const CALLERS: Readonly<Record<string, () => Principal | undefined>> = {
  limited: () => caller(['things:write']),
  unlimited: () => caller(['things:write'], { rateLimits: { default: null } }),
  reader: () => caller(['things:read']),
  asserts: () => caller(['things:write', 'actor:assert']),
  elsewhere: () => {
    throw platformProblem('address_not_allowed');
  },
};
const authenticator: Authenticator = ({ key }) => CALLERS[key]?.();

beforeAll(async () => {
  const take = (name: string, limit: RateLimit): Verdict | Promise<Verdict> => {
    taken.push({ name, limit });
    return verdict();
  };
  edge = await startEdge({ authenticator, rateLimiter: { take } });
});
beforeEach(() => {
  taken = [];
  verdict = () => FREE;
  seen.handled = 0;
  seen.faults = [];
});
afterAll(() => edge.server.close());

const post = (key: string, headers: Record<string, string> = {}, path = '/things/1'): Promise<Response> =>
  fetch(edge.url + path, { method: 'POST', headers: { authorization: `Bearer ${key}`, ...headers } });
const limits = ({ headers }: Response) => [headers.get('ratelimit-policy'), headers.get('ratelimit')];

describe.each([
  ['at once', <T>(value: T): T | Promise<T> => value],
  ['later', <T>(value: T): T | Promise<T> => Promise.resolve(value)],
])('a limiter that answers %s', (_, given) => {
  it('lets the request in, which is told what is left', async () => {
    verdict = () => given(FREE);
    const answer = await post('limited');
    expect(answer.status).toBe(200);
    expect(limits(answer)).toEqual(['"default";q=100;w=60', '"default";r=37;t=12']);
    expect(taken).toEqual([{ name: 'k1', limit: MINUTE }]);
  });

  it('refuses what is over, in the shape of the path, and nothing is done', async () => {
    verdict = () => given(FULL);
    const answer = await post('limited');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('12');
    expect(limits(answer)).toEqual(['"default";q=100;w=60', '"default";r=0;t=12']);
    expect(await answer.json()).toMatchObject({ code: 'too_many_requests', outcome: 'none', retryable: true });
    const legacy = await post('limited', {}, '/legacy/credit');
    expect(await legacy.json()).toMatchObject({ status: 'error', error: { code: 'too_many_requests' } });
    expect(seen.handled).toBe(0);
  });

  it('tells what is left on answers that refuse the request itself, too', async () => {
    verdict = () => given(FREE);
    const answer = await post('limited', { 'idempotency-key': '' });
    expect(answer.status).toBe(400);
    expect(limits(answer)).toEqual(['"default";q=100;w=60', '"default";r=37;t=12']);
  });
});

describe('what is counted', () => {
  it('is each class of routes on its own', async () => {
    const answer = await post('limited', {}, '/legacy/credit');
    expect(limits(answer)[0]).toBe('"default";q=5;w=1');
    expect(taken).toEqual([{ name: 'k1 immediate_credits', limit: { requests: 5, windowSeconds: 1 } }]);
  });

  it('is nothing of a key without a limit, which is told of none', async () => {
    const answer = await post('unlimited');
    expect(answer.status).toBe(200);
    expect(limits(answer)).toEqual([null, null]);
    expect(taken).toEqual([]);
  });

  it.each([
    ['no key', 401, '', {}],
    ['a wrong key', 401, 'wrong', {}],
    ['an address that is not allowed', 403, 'elsewhere', {}],
    ['a wrong scope', 403, 'reader', {}],
    ['an actor asserted without the scope', 403, 'limited', { 'haber-actor': 'ana' }],
  ])('is no request with %s', async (_, status, key, headers) => {
    const answer = await post(key, headers);
    expect([answer.status, ...limits(answer)]).toEqual([status, null, null]);
    expect(taken).toEqual([]);
  });

  it('is a signed call by the address that it comes from, before anybody knows who signed it', async () => {
    const answer = await fetch(`${edge.url}/faults/signed`, { method: 'POST', body: '{}' });
    expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([201, '"default";q=7;w=60']);
    expect(taken).toEqual([{ name: '127.0.0.1 signed', limit: { requests: 7, windowSeconds: 60 } }]);
    verdict = () => FULL;
    expect((await fetch(`${edge.url}/faults/signed`, { method: 'POST', body: '{}' })).status).toBe(429);
  });

  it('is no request to a public or an unknown route', async () => {
    await fetch(`${edge.url}/healthz`, { headers: { authorization: 'Bearer limited' } });
    await post('limited', {}, '/nowhere');
    expect(taken).toEqual([]);
  });
});

describe('a limiter that cannot count', () => {
  it.each([
    [
      'at once',
      () => {
        throw new LimiterUnavailable('away');
      },
    ],
    ['later', () => Promise.reject(new LimiterUnavailable('away'))],
  ])('lets nobody in: %s', async (_, fails) => {
    verdict = fails;
    const answer = await post('limited');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ code: 'service_unavailable', outcome: 'none' });
    expect([seen.handled, seen.faults.length]).toEqual([0, 1]);
  });
});

describe('an asserted actor', () => {
  const acts = async (name: string, key = 'asserts') => {
    const answer = await post(key, { 'haber-actor': name });
    const { actor, assertedBy, code } = (await answer.json()) as Record<string, unknown>;
    return [answer.status, actor ?? code, assertedBy];
  };

  it('acts, beside the one that the key was issued to', async () => {
    expect(await acts('ana')).toEqual([200, 'ana', 'platform']);
    expect(await acts('  Ana   Maria  ')).toEqual([200, 'Ana Maria', 'platform']);
    expect(await acts('x'.repeat(64))).toEqual([200, 'x'.repeat(64), 'platform']);
  });

  it('is nobody else when it is the one that the key was issued to', async () => {
    expect(await acts('platform')).toEqual([200, 'platform', undefined]);
    const answer = await post('asserts');
    expect(await answer.json()).toMatchObject({ actor: 'platform' });
  });

  it.each(['x'.repeat(65), 'a\tb', '\u00e9'])('cannot be %j', async (name) => {
    expect(await acts(name)).toEqual([400, 'invalid_actor', undefined]);
    expect(seen.handled).toBe(0);
  });

  it('needs the scope, whatever the name', async () => {
    for (const name of ['ana', '', 'x'.repeat(65), 'platform']) {
      expect(await acts(name, 'limited')).toEqual([403, 'insufficient_scope', undefined]);
    }
    const { headers } = await post('limited', { 'haber-actor': 'ana' });
    expect(headers.get('www-authenticate')).toBe('Bearer error="insufficient_scope", scope="actor:assert"');
  });

  const raw = (...lines: string[]): Promise<string> => {
    const head = ['POST /things/1 HTTP/1.1', 'host: x', 'authorization: Bearer asserts', 'connection: close', ...lines];
    return exchange(edge.port, Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'utf8'));
  };

  it('is read as UTF-8', async () => {
    const received = await raw('haber-actor: Ñandú 审计');
    expect(Buffer.from(received, 'latin1').toString('utf8')).toContain('"actor":"Ñandú 审计"');
  });

  it('is one: two are refused, and so is an empty one', async () => {
    expect(statusOf(await raw('haber-actor: ana', 'Haber-Actor: bea'))).toBe(400);
    expect(statusOf(await raw('haber-actor:'))).toBe(400);
    expect(seen.handled).toBe(0);
  });
});
