/** The port on the simulated bank, and on servers that are no bank at all. */
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeBank } from './bank.contract';
import { httpBank } from './http-bank';
import { OTHER_SECRET, payout, SECRET, SETTLE_MS, SimulatedBank } from './simulator/simulated.fixture';
import { Secret } from '@haber/boot';

const HOLD_MS = 2_000;

describeBank('the simulated bank', async () => {
  const simulated = await SimulatedBank.start({ timing: { holdMs: HOLD_MS, settleMs: SETTLE_MS, silenceMs: 30 } });
  return {
    bank: simulated.port(),
    stranger: simulated.port({ secret: new Secret(`whsec_${'C'.repeat(32)}`) }),
    ...{ settleMs: SETTLE_MS, holdMs: HOLD_MS, payout },
    pass: (ms) => simulated.time.advanceMs(ms),
    effects: async (reference) => (await simulated.book()).filter((entry) => entry.reference === reference),
    destroy: () => simulated.destroy(),
  };
});

describe('the port', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  async function server(listener: RequestListener): Promise<string> {
    const listening = createServer(listener).listen(0, '127.0.0.1');
    await once(listening, 'listening');
    closing.push(() => {
      listening.closeAllConnections();
      return new Promise((resolve) => listening.close(resolve));
    });
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }

  function port(url: string, bounds: object = {}) {
    const bank = httpBank({ url, secret: SECRET, clock: Date.now, bounds });
    closing.push(() => bank.close());
    return bank;
  }

  it('takes a secret that is being changed at both ends, one after the other', async () => {
    const simulated = await SimulatedBank.start();
    closing.push(() => simulated.destroy());
    const answer = await simulated.port({ secret: OTHER_SECRET }).submit(payout('a'));
    expect(answer).toMatchObject({ kind: 'approved' });
  });

  it('waits no longer than it was told to: for an answer, and for the end of one', async () => {
    const silent = await server(() => undefined);
    const dripping = await server((_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(' '), 10);
      response.once('close', () => clearInterval(drip));
    });
    for (const url of [silent, dripping]) {
      expect(await port(url, { timeoutMs: 200 }).ask('a')).toEqual({ kind: 'no-answer', cause: 'timeout' });
    }
  });

  it('reads no more than it was told to, whatever is sent', async () => {
    let sentBytes = 0;
    const endless = await server((_, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
        sentBytes += 65_536;
      };
      response.writeHead(200);
      more();
    });
    expect(await port(endless, { maxAnswerBytes: 1_000 }).ask('a')).toEqual({ kind: 'no-answer', cause: 'oversized' });
    const atCut = sentBytes;
    expect(atCut).toBeLessThan(50 * 1024 * 1024);
  });

  it('has so many calls at once, and sends no more', async () => {
    let arrived = 0;
    const silent = await server(() => void (arrived += 1));
    const bank = port(silent, { maxCalls: 2, timeoutMs: 200 });
    const answers = await Promise.all([bank.ask('a'), bank.ask('b'), bank.ask('c')]);
    expect(answers.map((answer) => 'cause' in answer && answer.cause)).toEqual([
      'timeout',
      'timeout',
      'too-many-calls',
    ]);
    expect(arrived).toBeLessThanOrEqual(2);
    expect(await bank.ask('d')).toMatchObject({ cause: 'timeout' });
  });

  it('follows nobody to another place', async () => {
    let followed = false;
    const elsewhere = await server((_, response) => {
      followed = true;
      response.end('{}');
    });
    const redirecting = await server((_, response) => void response.writeHead(307, { location: elsewhere }).end());
    expect(await port(redirecting).submit(payout('a'))).toMatchObject({ cause: 'redirect', status: 307 });
    expect(followed).toBe(false);
  });

  it('believes no 404 but the bank’s own', async () => {
    const page = await server((_, response) => void response.writeHead(404).end('<h1>Not Found</h1>'));
    expect(await port(page).ask('a')).toMatchObject({ kind: 'no-answer', cause: 'not-json' });
    const other = await server((_, response) => void response.writeHead(404).end('{"error":"not_found"}'));
    expect(await port(other).ask('a')).toMatchObject({ kind: 'no-answer', cause: 'malformed' });
    const confused = JSON.stringify({ error: 'unknown_reference', reference: 'b' });
    const mixedUp = await server((_, response) => void response.writeHead(404).end(confused));
    expect(await port(mixedUp).ask('a')).toMatchObject({ kind: 'no-answer', cause: 'other-reference' });
    const own = await server((_, response) => void response.writeHead(404).end(confused));
    expect(await port(own).submit(payout('b'))).toMatchObject({ kind: 'no-answer', cause: 'malformed' });
  });

  it('says what it cannot reach, speaks under a path, and ends what is under way when it is closed', async () => {
    expect(await port('http://127.0.0.1:1').ask('a')).toEqual({ kind: 'no-answer', cause: 'connection' });
    const targets: (string | undefined)[] = [];
    const silent = await server((request) => void targets.push(request.url));
    const bank = port(`${silent}/api/v2/`);
    const asked = bank.ask('a');
    while (targets.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await bank.close();
    expect(await asked).toEqual({ kind: 'no-answer', cause: 'connection' });
    expect(targets).toEqual(['/api/v2/payouts/a']);
    expect(await bank.ask('b')).toEqual({ kind: 'no-answer', cause: 'connection' });
  });
});
