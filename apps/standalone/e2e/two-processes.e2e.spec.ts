/**
 * Two products on one database, commands for the same accounts spread over both: each decides on what the other has
 * done, no update is lost, no refusal is one that was false already when it was given, and whoever wrote through one
 * reads it through the other.
 */
import { randomBytes } from 'node:crypto';
import { type Answer, Standalone } from '@haber/testing';
import {
  definite,
  errorCode,
  endClean,
  many,
  type Partner,
  partnerOf,
  told,
  usedMinor,
  withKey,
} from './partner.fixture';

let first: Standalone;
let second: Standalone;
let a: Partner;
let b: Partner;
const oneOf = (i: number): Partner => (i % 2 === 0 ? a : b);

beforeAll(async () => {
  const HABER_MASTER_KEY = randomBytes(32).toString('hex');
  first = await Standalone.start({ env: { HABER_MASTER_KEY } });
  const { databaseUrl } = await first.runtime();
  second = await Standalone.start({ env: { HABER_MASTER_KEY, DATABASE_URL: databaseUrl } });
  a = partnerOf(first);
  b = partnerOf(second);
}, 120_000);
afterAll(async () => {
  await second.destroy();
  await endClean(first);
}, 90_000);

const count = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

describe('two processes on one database', () => {
  it('use a limit that allows 200 of 512 uses exactly 200 times', async () => {
    await a.open('limit', '200.00');
    const answers = await many(512, 64, (i) => oneOf(i).use('limit', `order-${i}`, '1.00'));
    expect([count(answers, 200), count(answers, 422)]).toEqual([200, 312]);
    expect([await usedMinor(a, 'limit'), await usedMinor(b, 'limit')]).toEqual([20_000, 20_000]);
    const took = [0, 1].map((half) => count(answers.filter((_, i) => i % 2 === half), 200)); // prettier-ignore
    expect(Math.min(...took)).toBeGreaterThan(0);
  }, 60_000);

  it('lose no update of accounts that both write to, and give up on none', async () => {
    const accounts = Array.from({ length: 5 }, (_, i) => `both-${i}`);
    await Promise.all(accounts.map((account, i) => oneOf(i).open(account, '1000000.00')));
    await Promise.all(accounts.map((account) => a.use(account, 'to pay from', '1000.00')));
    const answers = await many(1_000, 64, (i) => {
      const account = accounts[i % 5] ?? '';
      const partner = oneOf(Math.floor(i / 5));
      return i % 3 === 0 ? partner.pay(account, `p-${i}`, '0.02') : partner.use(account, `o-${i}`, '0.05');
    });
    expect(answers.filter(({ status }) => status !== 200 && status !== 201)).toEqual([]);
    const expected = accounts.map((_, account) => {
      const its = Array.from({ length: 1_000 }, (_each, i) => i).filter((i) => i % 5 === account);
      return its.reduce((sum, i) => sum + (i % 3 === 0 ? -2 : 5), 100_000);
    });
    expect(await Promise.all(accounts.map((account) => usedMinor(a, account)))).toEqual(expected);
    expect(await Promise.all(accounts.map((account) => usedMinor(b, account)))).toEqual(expected);
  }, 60_000);

  it('show a write at once, whichever of them is asked', async () => {
    await a.open('seen', '1000.00');
    for (let i = 1; i <= 40; i += 1) {
      await oneOf(i).use('seen', `order-${i}`, '1.00');
      expect(await usedMinor(oneOf(i + 1), 'seen')).toBe(i * 100);
    }
  }, 30_000);

  it('refuse nothing that the other has made possible', async () => {
    await a.open('possible', '10.00');
    for (let i = 0; i < 40; i += 1) {
      const [one, other] = [oneOf(i), oneOf(i + 1)];
      expect((await one.use('possible', `fills-${i}`, '10.00')).status).toBe(200);
      // The other knows now that it is full, and that nothing of this order is there.
      expect(errorCode(await other.use('possible', `again-${i}`, '0.01'))).toBe('422 insufficient_credit');
      expect((await one.pay('possible', `pays-${i}`, '4.00')).status).toBe(201);
      expect((await other.use('possible', `again-${i}`, '4.00')).status).toBe(200);
      expect((await one.pay('possible', `rest-${i}`, '10.00')).status).toBe(201);
      expect(errorCode(await other.pay('possible', `too-much-${i}`, '0.01'))).toBe('422 amount_exceeds_debt');
    }
  }, 30_000);

  it('refuse a second request, and approve what the other was asked', async () => {
    for (let i = 0; i < 10; i += 1) {
      const requests = await Promise.all([a.request(`new-${i}`), b.request(`new-${i}`)]);
      expect([count(requests, 201), count(requests, 409)]).toEqual([1, 1]);
      expect((await oneOf(i).approve(`new-${i}`)).status).toBe(200);
      expect(errorCode(await oneOf(i + 1).approve(`new-${i}`))).toBe('409 credit_already_approved');
    }
  }, 30_000);

  it('do a command once that both are sent at the same moment, and give the same answer', async () => {
    await a.open('same', '1000.00');
    const differing = await many(200, 16, async (i) => {
      const use = (partner: Partner) => partner.use('same', `order-${i}`, '1.00', withKey(`key-${i}`));
      const answers = await Promise.all([use(a), use(b), use(a), use(b)]);
      expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
      return new Set(answers.map(told)).size;
    });
    expect(Math.max(...differing)).toBe(1);
    expect(await usedMinor(b, 'same')).toBe(20_000);
  }, 60_000);

  it('go on with the one when the other is killed in the middle', async () => {
    await a.open('left', '1000.00');
    const answers = await many(400, 32, async (i) => {
      if (i === 200) void second.kill();
      const viaSecond = i % 2 === 1 && b.use('left', `order-${i}`, '1.00', withKey(`left-${i}`)).catch(() => undefined);
      const answer = (await viaSecond) || undefined;
      return answer ?? a.use('left', `order-${i}`, '1.00', withKey(`left-${i}`));
    });
    expect(count(answers, 200)).toBe(400);
    expect(await usedMinor(a, 'left')).toBe(40_000);
    await second.restart();
    expect(await usedMinor(b, 'left')).toBe(40_000);
  }, 60_000);

  it('both come back when Postgres falls', async () => {
    await a.open('fallen', '1000.00');
    let falling: Promise<void> | undefined;
    const answers = await many(300, 32, async (i) => {
      if (i === 100) falling = first.killPostgres('SIGKILL');
      return definite(() => oneOf(i).use('fallen', `order-${i}`, '1.00', withKey(`fallen-${i}`)));
    });
    await falling;
    expect(first.output).toContain('postgres fell');
    expect(count(answers, 200)).toBe(300);
    const standing = [a, b].map((partner) => definite(() => partner.read('fallen')));
    expect((await Promise.all(standing)).map(({ json }) => json.data.credit_used as number)).toEqual([300, 300]);
  }, 60_000);
});
