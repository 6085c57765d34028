/** Whom a request is sent to, when to somebody else, and what is said when nobody knows what became of it. */
import { Readable } from 'node:stream';
import type { Problem } from '@haber/http';
import type { ServiceAnswer, ServiceRequest } from './exchange';
import { type OddInstance, startOddInstance, until } from './forwarding.fixture';
import { Service, type ServiceOptions } from './service';

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
/** Nobody listens there: it is reserved. */
const NOBODY = 'http://127.0.0.1:1';
const TURNED_AWAY =
  'HTTP/1.1 503 Service Unavailable\r\nHaber-Turned-Away: stopping\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';

const post: ServiceRequest = { method: 'POST', target: '/x', headers: [], body: Buffer.from('{}') };
const get: ServiceRequest = { method: 'GET', target: '/x', headers: [], body: null };

const open: { close(): Promise<void> }[] = [];
afterEach(async () => void (await Promise.all(open.splice(0).map((each) => each.close()))));

async function odd(answer: Parameters<typeof startOddInstance>[0]): Promise<OddInstance> {
  const instance = await startOddInstance(answer);
  open.push(instance);
  return instance;
}

const good = (): Promise<OddInstance> => odd((socket) => void socket.write(ANSWER));

async function serviceOf(urls: readonly string[], more: Partial<ServiceOptions> = {}): Promise<Service> {
  const service = new Service({ name: 'things', urls, ...more });
  open.unshift(service);
  await service.start();
  return service;
}

/** As the partner is told. */
async function told(service: Service, request: ServiceRequest): Promise<string> {
  try {
    const { status, body } = await service.send(request);
    return `${status} ${Buffer.isBuffer(body) ? body.toString() : 'in parts'}`;
  } catch (error) {
    const { status, code, outcome, retryAfterSeconds } = error as Problem;
    return `${status} ${code} ${outcome} ${retryAfterSeconds}`;
  }
}

const states = ({ instances }: Service): string[] => instances.map(({ state }) => state);

it('takes turns among those that are ready', async () => {
  const [a, b] = [await good(), await good()];
  const service = await serviceOf([a.url, b.url]);
  for (let i = 0; i < 10; i += 1) expect(await told(service, post)).toBe('200 ok');
  expect([a.heard.length, b.heard.length]).toEqual([5, 5]);
});

it('prefers whoever has less to do', async () => {
  const silent = await odd(() => undefined);
  const quick = await good();
  const service = await serviceOf([silent.url, quick.url], { timeouts: { answerMs: 60_000 } });
  const left = new AbortController();
  const waiting = [1, 2].map(() => told(service, { ...get, unwanted: left.signal }));
  await until(() => silent.heard.length > 0);
  for (let i = 0; i < 6; i += 1) await told(service, post);
  expect(silent.heard).toHaveLength(1);
  left.abort();
  await Promise.all(waiting);
});

it.each([post, get])('goes on to the next when nobody listens: $method', async (request) => {
  const there = await good();
  const service = await serviceOf([NOBODY, there.url]);
  for (let i = 0; i < 4; i += 1) expect(await told(service, request)).toBe('200 ok');
  expect(there.heard).toHaveLength(4);
  expect(states(service)).toEqual(['down', 'ready']);
});

it('goes on to the next with a stream of which nobody was sent a part', async () => {
  const [gone, there] = [await good(), await good()];
  const service = await serviceOf([gone.url, there.url], { checkEveryMs: 60_000 });
  await gone.close();
  const streamed = (): ServiceRequest => ({ ...post, body: Readable.from([Buffer.from('{}')]) });
  // Each is the first to be asked of one of the two.
  for (let i = 0; i < 2; i += 1) expect(await told(service, streamed())).toBe('200 ok');
  expect([gone.heard.length, there.heard.length, states(service)]).toEqual([0, 2, ['down', 'ready']]);
});

it.each([post, get])('says that nothing was done where nobody listens at all: $method', async (request) => {
  const service = await serviceOf([NOBODY, NOBODY]);
  expect(await told(service, request)).toBe('503 service_unavailable none 1');
});

it('sends a command once whose answer is lost, and says that nobody knows', async () => {
  const resets = await odd((socket) => socket.resetAndDestroy());
  const other = await odd((socket) => socket.resetAndDestroy());
  const service = await serviceOf([resets.url, other.url]);
  expect(await told(service, post)).toBe('503 outcome_unknown unknown 1');
  expect(resets.heard.length + other.heard.length).toBe(1);
});

it.each([
  ['before a word', ''],
  ['in the head', 'HTTP/1.1 200 OK\r\nContent-Le'],
  ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no'],
])('holds an answer for lost that ends %s', async (_, words) => {
  const breaks = await odd((socket) => void socket.end(words));
  const service = await serviceOf([breaks.url]);
  expect(await told(service, post)).toBe('503 outcome_unknown unknown 1');
  expect(await told(service, get)).toBe('503 service_unavailable none 1');
});

it('asks another when the answer to a question is lost', async () => {
  const resets = await odd((socket) => socket.resetAndDestroy());
  const there = await good();
  const service = await serviceOf([resets.url, there.url]);
  for (let i = 0; i < 4; i += 1) expect(await told(service, get)).toBe('200 ok');
  expect([resets.heard.length > 0, there.heard.length]).toEqual([true, 4]);
});

it('sends a command elsewhere that was turned away, as often as it is', async () => {
  const stopping = await odd((socket) => void socket.end(TURNED_AWAY));
  const there = await good();
  const service = await serviceOf([stopping.url, there.url], { checkEveryMs: 60_000 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => told(service, post)));
  expect(new Set(answers)).toEqual(new Set(['200 ok']));
  expect(stopping.heard.length).toBeGreaterThan(0);
  expect([there.heard.length, states(service)]).toEqual([20, ['unready', 'ready']]);
  expect(await told(await serviceOf([stopping.url]), post)).toBe('503 service_unavailable none 1');
});

it('waits for an answer so long and no longer', async () => {
  const silent = await odd(() => undefined);
  const also = await odd(() => undefined);
  const service = await serviceOf([silent.url, also.url], { timeouts: { answerMs: 50 } });
  expect(await told(service, post)).toBe('503 outcome_unknown unknown 1');
  expect(await told(service, get)).toBe('503 service_unavailable none 1');
  expect(silent.heard.length + also.heard.length).toBe(2);
}, 30_000);

describe('an instance that falls silent', () => {
  const CHECKS = { checkEveryMs: 20, timeouts: { checkMs: 1_000, answerMs: 60_000 } };
  /** One of two, which was sent one request and fell silent before it answered. */
  async function silentWith(request: ServiceRequest) {
    const [stopped, there] = [await odd(() => undefined), await good()];
    const service = await serviceOf([stopped.url, there.url], CHECKS);
    const sent: Promise<string>[] = [];
    while (stopped.heard.length === 0) {
      sent.push(told(service, request));
      await until(() => stopped.heard.length + there.heard.length === sent.length);
    }
    stopped.fallSilent();
    return { stopped, there, sent, service };
  }

  it('has the question that waits for it asked elsewhere, long before its time is over', async () => {
    const { there, sent } = await silentWith(get);
    expect(new Set(await Promise.all(sent))).toEqual(new Set(['200 ok']));
    expect(there.heard).toHaveLength(sent.length);
  });

  it('keeps the command that it was sent, of which nobody knows then', async () => {
    const { stopped, there, sent, service } = await silentWith(post);
    await until(() => states(service)[0] === 'unready');
    await stopped.close();
    expect(await sent.at(-1)).toBe('503 outcome_unknown unknown 1');
    expect(there.heard).toHaveLength(sent.length - 1);
  });

  it('is waited for where no other is ready', async () => {
    let answer = (): void => undefined;
    const stopped = await odd((socket) => void (answer = () => void socket.write(ANSWER)));
    const service = await serviceOf([stopped.url, NOBODY], CHECKS);
    const question = told(service, get);
    await until(() => stopped.heard.length === 1);
    stopped.fallSilent();
    await until(() => states(service)[0] === 'unready');
    answer();
    expect(await question).toBe('200 ok');
  });

  it('does not break off an answer that has begun', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n';
    let rest = (): void => undefined;
    const slow = await odd((socket) => {
      socket.write(head);
      rest = () => void socket.write(Buffer.alloc(2_000_000, 'x'));
    });
    const service = await serviceOf([slow.url, (await good()).url], CHECKS);
    let body: ServiceAnswer['body'] = Buffer.alloc(0);
    while (Buffer.isBuffer(body)) ({ body } = await service.send(get)); // they take turns
    slow.fallSilent();
    await until(() => states(service)[0] === 'unready');
    rest();
    let bytes = 0;
    for await (const chunk of body) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(2_000_000);
  });
});

it('sends on what the service itself refuses', async () => {
  const busy = await odd(
    (socket) => void socket.write('HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 1\r\n\r\n-'),
  );
  expect(await told(await serviceOf([busy.url]), post)).toBe('503 -');
  expect(busy.heard).toHaveLength(1);
});

it('notices that an instance goes and comes again', async () => {
  const first = await good();
  const port = Number(new URL(first.url).port);
  const service = await serviceOf([first.url], { checkEveryMs: 20 });
  expect(states(service)).toEqual(['ready']);
  await first.close();
  await until(() => states(service)[0] === 'down');
  const { createServer } = await import('node:http');
  let ready = false;
  const again = createServer((_, response) => response.writeHead(ready ? 200 : 503).end());
  await new Promise<void>((resolve) => void again.listen(port, '127.0.0.1', resolve));
  open.push({ close: () => new Promise((resolve) => void again.close(() => resolve())) });
  await until(() => states(service)[0] === 'unready');
  ready = true;
  await until(() => states(service)[0] === 'ready');
}, 30_000);
