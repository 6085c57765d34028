/**
 * Rate limits of keys, over two products on one database: exactly as many requests as a key may make in any minute,
 * through whichever of them, and what a refused one is told about when to come again.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, Standalone } from '@haber/testing';
import { creditPath, endClean, many, partnerOf, told } from './partner.fixture';

let first: Standalone;
let second: Standalone;
const oneOf = (i: number): Standalone => (i % 2 === 0 ? first : second);

beforeAll(async () => {
  const HABER_MASTER_KEY = randomBytes(32).toString('hex');
  first = await Standalone.start({ env: { HABER_MASTER_KEY } });
  const { databaseUrl } = await first.runtime();
  second = await Standalone.start({ env: { HABER_MASTER_KEY, DATABASE_URL: databaseUrl } });
  await partnerOf(first).open('limited', '100.00');
}, 120_000);
afterAll(async () => {
  await second.destroy();
  await endClean(first);
}, 90_000);

/** Good at once, in both: a ring reads on before it refuses a key. */
async function limitedKey(limit: string): Promise<string> {
  const terms = ['--scopes', 'credit:read,credit:use,accounts:read', '--rate-limit', limit];
  const { stdout, stderr } = await first.haber('keys', 'create', '--json', ...terms);
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as { key: string }).key;
}

const readWith = (key: string, product: Standalone): Promise<Answer> =>
  product.request('GET', creditPath('limited'), undefined, { key });

const granted = ({ status }: Answer): boolean => status === 200;

function limitsOf({ headers }: Answer) {
  const [, remaining, seconds] = /^"default";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '') ?? [];
  return {
    policy: headers.get('ratelimit-policy'),
    remaining: Number(remaining),
    seconds: Number(seconds),
    retryAfter: headers.get('retry-after'),
  };
}

const REFUSED =
  '429 {"status":"error","error":{"code":"too_many_requests","message":"Límite de solicitudes excedido"}}';

/** A refusal in the dialect's shape, with the headers that say why and for how long. */
function expectRefused(answer: Answer, { policy, windowSeconds }: { policy: string; windowSeconds: number }): number {
  expect(told(answer)).toBe(REFUSED);
  const { seconds, ...rest } = limitsOf(answer);
  expect(rest).toEqual({ policy, remaining: 0, retryAfter: `${seconds}` });
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(windowSeconds);
  return seconds;
}

describe('a key that may make 100 requests a minute', () => {
  const minute = { policy: '"default";q=100;w=60', windowSeconds: 60 };

  it('is granted 100, spread over both products, and refused the 101st by both', async () => {
    const key = await limitedKey('100/60');
    const answers = await many(100, 8, (i) => readWith(key, oneOf(i)));
    expect(answers.filter((answer) => !granted(answer)).map(told)).toEqual([]);
    const told100 = answers.map(limitsOf);
    expect(new Set(told100.map(({ policy }) => policy))).toEqual(new Set([minute.policy]));
    // Each was told another number: they count as one.
    expect(told100.map(({ remaining }) => remaining).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    for (const product of [first, second]) expectRefused(await readWith(key, product), minute);

    const body = '{"order_id":"over-the-limit","amount":1.00}';
    const use = () => second.request('POST', `${creditPath('limited')}/use`, body, { key });
    expectRefused(await use(), minute);
    expect((await partnerOf(first).read('limited')).text).toContain('"credit_used":0.00,');

    const own = await first.request('GET', '/api/v1/accounts', undefined, { key });
    expect(own.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(own.json).toMatchObject({ status: 429, code: 'too_many_requests', outcome: 'none', retryable: true });
    expect(limitsOf(own)).toMatchObject({ policy: minute.policy, remaining: 0 });
  }, 60_000);

  it('is granted exactly 100 of a crowd', async () => {
    const key = await limitedKey('100/60');
    const answers = await many(160, 40, (i) => readWith(key, oneOf(i)));
    expect(answers.filter(granted)).toHaveLength(100);
    for (const answer of answers.filter((one) => !granted(one))) expectRefused(answer, minute);
  }, 60_000);

  it('takes nothing from another key', async () => {
    const [key, other] = [await limitedKey('100/60'), await limitedKey('100/60')];
    await readWith(key, first);
    expect(limitsOf(await readWith(other, second)).remaining).toBe(99);
  }, 30_000);
});

describe('Retry-After', () => {
  const WINDOW_MS = 15_000;
  /** Between the first request and the others: for so long a slow machine may pause and the test still holds. */
  const GAP_MS = 7_000;
  const limit = { policy: '"default";q=5;w=15', windowSeconds: 15 };

  interface Timed {
    readonly answer: Answer;
    /** Between these two it was counted. */
    readonly sentAtMs: number;
    readonly answeredAtMs: number;
  }

  async function timed(key: string, product: Standalone): Promise<Timed> {
    const sentAtMs = performance.now();
    const answer = await readWith(key, product);
    return { answer, sentAtMs, answeredAtMs: performance.now() };
  }

  it('is true: refused until then, let in then, and only as far as the window has moved', async () => {
    const key = await limitedKey('5/15');
    const earliest = await timed(key, first);
    await sleep(GAP_MS);
    const others = await many(4, 4, (i) => timed(key, oneOf(i)));
    expect([earliest, ...others].map(({ answer }) => answer.status)).toEqual([200, 200, 200, 200, 200]);

    // Whoever asks meanwhile is refused, by both; counted on our side, no place can be free before this moment.
    const freeFromMs = earliest.sentAtMs + WINDOW_MS;
    const meanwhile: Timed[] = [];
    do meanwhile.push(await timed(key, oneOf(meanwhile.length)), await timed(key, oneOf(meanwhile.length + 1)));
    while (performance.now() < freeFromMs - 2_000 && (await sleep(300, true)));
    for (const { answer, sentAtMs, answeredAtMs } of meanwhile) {
      expect(answeredAtMs).toBeLessThan(freeFromMs);
      const seconds = expectRefused(answer, limit);
      // It says neither less than must be waited nor more than a whole second too much.
      expect(answeredAtMs + seconds * 1_000).toBeGreaterThanOrEqual(freeFromMs - 50);
      expect(sentAtMs + (seconds - 1) * 1_000).toBeLessThanOrEqual(earliest.answeredAtMs + WINDOW_MS + 50);
    }

    const last = meanwhile.at(-1);
    if (!last) throw new Error('nobody asked');
    await sleep(last.answeredAtMs + limitsOf(last.answer).seconds * 1_000 - performance.now());
    const again = await timed(key, second);
    expect(again.answer.status).toBe(200);
    // The window slides: the place of the first is free, those of the others are not yet.
    const next = await timed(key, first);
    expect(next.answeredAtMs).toBeLessThan(Math.min(...others.map(({ sentAtMs }) => sentAtMs)) + WINDOW_MS);
    expectRefused(next.answer, limit);
  }, 60_000);
});
