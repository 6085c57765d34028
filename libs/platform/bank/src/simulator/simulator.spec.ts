/** The simulated bank's own promises: signed requests only, a book that survives, callbacks that are owed. */
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signatureHeaders, signingKey } from '../signature';
import { OTHER_SECRET, payout, receiveCallbacks, SECRET, SETTLE_MS, SimulatedBank, until } from './simulated.fixture';
import { startBankSimulator } from './simulator';

const keys = [signingKey(SECRET)];
const LATE_MS = 30_000;
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function simulated(more: Parameters<typeof SimulatedBank.start>[0] = {}): Promise<SimulatedBank> {
  const bank = await SimulatedBank.start(more);
  closing.push(() => bank.destroy());
  return bank;
}

describe('what is sent to the simulated bank', () => {
  const ORDER = {
    ...{ reference: 'a', amount_minor: '100', currency: 'GTQ', concept: 'x' },
    destination: { bank: 'BI', account_type: 'savings', account_number: '1', holder_name: 'Ana' },
  };

  async function sent(bank: SimulatedBank, text: string, id = 'a'): Promise<number> {
    const body = Buffer.from(text);
    const headers = signatureHeaders({ id, nowMs: bank.time.clock(), body }, keys);
    return (await fetch(`${bank.url}/payouts`, { method: 'POST', body, headers })).status;
  }

  it('has no effect unless it is signed, for this order, and exactly of the protocol', async () => {
    const bank = await simulated();
    const text = JSON.stringify(ORDER);
    const unsigned = await fetch(`${bank.url}/payouts`, { method: 'POST', body: text });
    expect([unsigned.status, await unsigned.json()]).toEqual([
      401,
      { error: 'unauthorized', cause: 'missing-headers' },
    ]);
    expect(await sent(bank, text, 'b')).toBe(401);
    const malformed = [
      '',
      '<html>',
      'null',
      text.replace('"100"', '100'),
      text.replace('"100"', '"1.00"'),
      text.replace('"100"', '"0"'),
      text.replace('{', '{"amount_minor":"900",'),
      text.replace('{', '{"more":1,'),
      text.replace('GTQ', 'XXX'),
      text.replace('"holder_name":"Ana"', '"holder_name":""'),
    ];
    for (const bad of malformed) expect([bad, await sent(bank, bad)]).toEqual([bad, 400]);
    expect(await sent(bank, ' '.repeat(70_000))).toBe(413);
    expect(await bank.book()).toEqual([]);
    expect(await sent(bank, text)).toBe(200);
    expect(await bank.book()).toMatchObject([{ sequence: 1, reference: 'a', amount_minor: '100' }]);
  });

  it('may not use the signature of one question for another', async () => {
    const bank = await simulated();
    const headers = signatureHeaders({ id: '/payouts/a', nowMs: bank.time.clock(), body: new Uint8Array() }, keys);
    const statuses = ['/payouts/a', '/payouts/b', '/book'].map(async (target) => {
      return (await fetch(bank.url + target, { headers })).status;
    });
    expect(await Promise.all(statuses)).toEqual([404, 401, 401]);
    bank.time.advanceMs(301_000);
    expect((await fetch(`${bank.url}/payouts/a`, { headers })).status).toBe(401);
    expect((await fetch(`${bank.url}/healthz`)).status).toBe(200);
  });
});

describe('the book', () => {
  it('is the same after a restart, holds what is pending, and forgets only a line without an end', async () => {
    const bank = await simulated();
    const answers = await Promise.all(
      ['a', 'b', 'c'].map((reference, i) => bank.port().submit(payout(reference, [100n, 129_001n, 129_010n][i]))),
    );
    const before = await bank.book();
    await bank.stop();
    await appendFile(join(bank.folder, 'book.jsonl'), '{"type":"decided","sequence":3,"reference":"c","status":"appro');
    await bank.restart();
    expect(await bank.book()).toEqual(before);
    const port = bank.port();
    expect(await Promise.all(['a', 'b', 'c'].map((reference) => port.ask(reference)))).toEqual(answers);
    expect(await port.submit(payout('a', 100n))).toEqual(answers[0]);
    bank.time.advanceMs(2_000);
    expect(await port.ask('c')).toMatchObject({ kind: 'approved' });
    expect(await bank.book()).toMatchObject([...before, { sequence: 3, reference: 'c' }]);
  });

  it('remembers which send was lost', async () => {
    const bank = await simulated();
    expect(await bank.port().submit(payout('a', 129_025n))).toMatchObject({ kind: 'no-answer' });
    await bank.restart();
    expect(await bank.port().submit(payout('a', 129_025n))).toMatchObject({ kind: 'approved' });
  });

  it('holds no account and no name', async () => {
    const bank = await simulated();
    await bank.port().submit(payout('a'));
    const text = await readFile(join(bank.folder, 'book.jsonl'), 'utf8');
    expect(text).toContain('"reference":"a"');
    for (const personal of ['100-200', 'Ana']) expect(text).not.toContain(personal);
  });

  it('that cannot be read, or names an effect twice, stops the start', async () => {
    const bank = await simulated();
    await bank.port().submit(payout('a'));
    await bank.stop();
    const path = join(bank.folder, 'book.jsonl');
    const good = await readFile(path, 'utf8');
    const [received = '', decided = ''] = good.split('\n');
    for (const bad of [`${good}nonsense\n`, `${good}${decided}\n`, `${good}${received}\n`, `${decided}\n`]) {
      await writeFile(path, bad);
      await expect(bank.restart()).rejects.toMatchObject({ name: 'UnusableBook' });
    }
    await writeFile(path, good);
    await bank.restart();
    expect(await bank.book()).toHaveLength(1);
  });

  it('is one process’ at a time', async () => {
    const bank = await simulated();
    const second = { port: 0, folder: bank.folder, secrets: [SECRET] };
    await expect(startBankSimulator(second)).rejects.toMatchObject({ name: 'BookInUse' });
    await bank.stop();
    await writeFile(join(bank.folder, 'book.lock'), '{"pid":999999999}');
    await bank.restart();
    expect(await bank.book()).toEqual([]);
  });

  it('is read page by page', async () => {
    const bank = await simulated();
    const port = bank.port();
    for (let from = 0; from < 510; from += 102) {
      await Promise.all(Array.from({ length: 102 }, (_, i) => port.submit(payout(`p${from + i}`))));
    }
    const entries = await bank.book();
    expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 510 }, (_, i) => i + 1));
    expect(new Set(entries.map(({ reference }) => reference)).size).toBe(510);
  });
});

describe('callbacks', () => {
  const timing = { settleMs: SETTLE_MS, lateMs: LATE_MS, retryMs: [1_000, 1_000] };

  async function called() {
    const receiver = { nowMs: (): number => 0 };
    const callbacks = await receiveCallbacks(() => receiver.nowMs());
    closing.push(() => callbacks.close());
    const bank = await simulated({ callbackUrl: callbacks.url, timing });
    receiver.nowMs = bank.time.clock;
    return { bank, port: bank.port(), callbacks };
  }

  const truth = (amountMinor: bigint) => ({
    ...{ kind: 'verified', eventId: 'evt_a', reference: 'a' },
    said: { kind: 'approved', amountMinor, currency: 'GTQ', bankReference: 'REF-000000001' },
  });
  const refused = (cause: string) => ({ kind: 'refused', cause });
  const other = { ...truth(129_033n), eventId: 'evt_a_other-amount' };

  it.each([
    ['once', 100n, [truth(100n)]],
    ['twice, as one event', 129_030n, [truth(129_030n), truth(129_030n)]],
    ['with another amount', 129_032n, [other]],
    ['unsigned', 129_034n, [refused('missing-headers')]],
    ['forged', 129_035n, [refused('bad-signature')]],
    ['stale', 129_036n, [refused('too-old')]],
  ])('come %s', async (_, amountMinor, expected) => {
    const { bank, port, callbacks } = await called();
    await port.submit(payout('a', amountMinor));
    await until(async () => (await bank.endedCallbacks('delivered')) === expected.length, 'the callbacks');
    // Had there been one more, a restart would owe it, before what is decided later.
    await bank.restart();
    await bank.port().submit(payout('z'));
    await until(async () => (await bank.endedCallbacks('delivered')) === expected.length + 1, 'the last one');
    expect(callbacks.received.slice(0, -1)).toEqual(expected);
  });

  it('contradict what was answered, as scripted', async () => {
    const { port, callbacks } = await called();
    expect(await port.submit(payout('a', 129_033n))).toMatchObject({ kind: 'approved' });
    await until(() => callbacks.received.length > 0, 'the callback');
    expect(callbacks.received).toMatchObject([{ kind: 'verified', said: { kind: 'rejected' } }]);
  });

  it('come late, or never, and after a hold by themselves; a restart owes what is still to come', async () => {
    const { bank, port, callbacks } = await called();
    await port.submit(payout('late', 129_031n));
    await port.submit(payout('never', 129_037n));
    await port.submit(payout('held', 129_011n));
    await bank.restart();
    expect(callbacks.received).toEqual([]);
    bank.time.advanceMs(2_000);
    await until(async () => (await bank.endedCallbacks('delivered')) === 1, 'the held one');
    expect(callbacks.received).toMatchObject([
      { reference: 'held', said: { kind: 'rejected', code: 'account_closed' } },
    ]);
    await bank.restart();
    bank.time.advanceMs(LATE_MS);
    await until(() => callbacks.received.length === 2, 'the late one');
    expect(callbacks.received[1]).toMatchObject({ reference: 'late' });
  });

  it('that fail come again, and after the last attempt no more', async () => {
    const { bank, port, callbacks } = await called();
    callbacks.failing = 2;
    await port.submit(payout('a', 100n));
    const ended = (outcome: 'delivered' | 'given-up') => async () => {
      bank.time.advanceMs(200);
      return (await bank.endedCallbacks(outcome)) === 1;
    };
    await until(ended('delivered'), 'the third attempt');
    expect(callbacks.received).toEqual([truth(100n), truth(100n), truth(100n)]);
    callbacks.failing = 99;
    await port.submit(payout('b', 100n));
    await until(ended('given-up'), 'giving up');
    expect(callbacks.received).toHaveLength(6);
  });

  it('are signed with the newer of two secrets', async () => {
    const callbacks = await receiveCallbacks();
    closing.push(() => callbacks.close());
    const bank = await simulated({ callbackUrl: callbacks.url, secrets: [OTHER_SECRET, SECRET], timing });
    await bank.port().submit(payout('a'));
    await until(() => callbacks.received.length > 0, 'the callback');
    expect(callbacks.received).toEqual([refused('bad-signature')]);
  });
});
