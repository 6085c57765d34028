/** How a service and the gateway before it stop: no caller notices. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { PRINCIPAL, type Running, Seen, sign, startGateway, startInstance, until } from './forwarding.fixture';

const send = (url: string, init: RequestInit): Promise<Response> =>
  fetch(url, { ...init, headers: { authorization: 'Bearer good' } });

describe('a stop', () => {
  const calls: readonly [string, string, RequestInit, number][] = [
    ['whole', '/things/1', { method: 'POST', body: '{}' }, 201],
    ['streamed', '/things/1/stream', { method: 'PUT', body: 'y'.repeat(1_000) }, 200],
  ];

  it.each(calls)(
    'of one instance after the other, under load of %s bodies, is noticed by no caller',
    async (...call) => {
      const [, path, init, good] = call;
      const [first, second] = [new Seen('first'), new Seen('second')];
      const partingMs = 5_000;
      let [one, two] = [await startInstance(first, { partingMs }), await startInstance(second, { partingMs })];
      const again = (seenThere: Seen, { url }: Running): Promise<Running> =>
        startInstance(seenThere, { partingMs, port: Number(new URL(url).port) });
      const busy = await startGateway({ urls: [one.url, two.url], checkEveryMs: 50 });
      const told: string[] = [];
      let over = false;
      const client = async (): Promise<void> => {
        while (!over) {
          const answer = await send(busy.url + path, init).catch((error: Error) => error);
          told.push(answer instanceof Error ? String(answer.cause) : `${answer.status}`);
          if (!(answer instanceof Error)) await answer.text();
        }
      };
      const clients = Array.from({ length: 12 }, client);
      const enough = (more: number): Promise<void> => {
        const target = told.length + more;
        return until(() => told.length >= target);
      };
      for (let round = 0; round < 2; round += 1) {
        await enough(100);
        await one.server.close();
        await enough(100);
        one = await again(first, one);
        await until(() => busy.service.instances[0]?.state === 'ready');
        await two.server.close();
        await enough(100);
        two = await again(second, two);
        await until(() => busy.service.instances[1]?.state === 'ready');
      }
      over = true;
      await Promise.all(clients);
      expect([...new Set(told)]).toEqual([`${good}`]);
      expect(Math.min(first.calls.length, second.calls.length)).toBeGreaterThan(100);
      await busy.server.close();
      await busy.service.close();
      await Promise.all([one.server.close(), two.server.close()]);
    },
    60_000,
  );

  it('does what comes as a stream until everybody has hung up, turns all else away, and ends each connection', async () => {
    const instance = await startInstance(new Seen('a'), { partingMs: 30_000 });
    const held = connect(Number(new URL(instance.url).port), '127.0.0.1');
    await once(held, 'connect');
    const closed = instance.server.close();
    const ask = async (target: string, method: string, body: Buffer | undefined): Promise<Response> => {
      const shown = { principal: PRINCIPAL, service: 'things', method, target, headers: {}, body };
      return fetch(instance.url + target, {
        ...{ method, body: body ?? 'y' },
        headers: { authorization: `Bearer ${await sign(shown)}` },
      });
    };
    const answers = [
      await ask('/things/1/stream', 'PUT', undefined),
      await ask('/things/1', 'POST', Buffer.from('{}')),
      await ask('/things/1/stream', 'PUT', undefined),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get('connection')])).toEqual([
      [200, 'close'],
      [503, 'close'],
      [200, 'close'],
    ]);
    expect(answers[1]?.headers.get('haber-turned-away')).toBe('stopping');
    held.destroy();
    await closed;
  });

  it('of the gateway waits for what it has accepted', async () => {
    const seen = new Seen('a');
    const instance = await startInstance(seen);
    const stopping = await startGateway({ urls: [instance.url] });
    let open = (): void => undefined;
    seen.gate = new Promise((resolve) => (open = resolve));
    const asked = send(`${stopping.url}/things/1`, { method: 'POST', body: '{}' });
    await until(() => seen.calls.length > 0);
    const closed = stopping.server.close().then(() => stopping.service.close());
    setTimeout(open, 100);
    expect((await asked).status).toBe(201);
    await closed;
    await instance.server.close();
  });
});
