/**
 * One account and everybody who may write to it at once: both instances of credit-lines and both of payments, each of
 * which decides on what the others have done. With many HABER_ROUNDS over more commands. For
 * `npm run e2e:processes` alone.
 */
import { type Answer, type Cluster, Exposition, startCluster } from '@haber/testing';
import { endClean, errorCode, many, type Partner, partnerOf, usedMinor } from '../partner.fixture';
import { ROUNDS } from './crowd.fixture';

const COMMANDS = Math.max(300, 75 * ROUNDS);
const CLIENTS = 32;
/** The fewer are under way, the more is known for certain. */
const FEW_CLIENTS = 8;

let cluster: Cluster;
let partner: Partner;
beforeAll(async () => {
  cluster = await startCluster();
  partner = partnerOf(cluster);
}, 180_000);
afterAll(() => endClean(cluster), 120_000);

const instances = () => [...cluster.instancesOf('credit-lines'), ...cluster.instancesOf('payments')];
const count = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

/** Of each instance. */
async function counted(name: string, labels: Readonly<Record<string, string>>): Promise<readonly number[]> {
  const texts = await Promise.all(instances().map(({ url }) => fetch(`${url}/metrics`).then((it) => it.text())));
  return texts.map((text) => new Exposition(text).value(name, { category: 'account', ...labels }) ?? 0);
}

const accepted = () => counted('haber_commands_total', { result: 'accepted', code: '' });
const conflicts = () => counted('haber_writer_conflicts_total', {});
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

it('loses nothing of uses and payments that four instances write to it, and none gives up', async () => {
  await partner.open('shared', '1000000.00');
  await partner.use('shared', 'to pay from', '10000.00');
  const [acceptedBefore, conflictsBefore] = [await accepted(), await conflicts()];
  const isPayment = (i: number): boolean => i % 2 === 1;
  const answers = await many(COMMANDS, CLIENTS, (i) =>
    isPayment(i) ? partner.pay('shared', `p-${i}`, '0.02') : partner.use('shared', `o-${i}`, '0.05'),
  );
  expect([count(answers, 200), count(answers, 201)]).toEqual([COMMANDS / 2, COMMANDS / 2]);
  expect(await usedMinor(partner, 'shared')).toBe(1_000_000 + (COMMANDS / 2) * 3);
  const took = (await accepted()).map((now, i) => now - (acceptedBefore[i] ?? 0));
  expect([Math.min(...took) > 0, sum(took)]).toEqual([true, COMMANDS]);
  // They do come into each other's way, and less than once for each command.
  const met = sum(await conflicts()) - sum(conflictsBefore);
  console.log(`${COMMANDS} commands of four instances on one account: ${met} conflicts`);
  expect(met).toBeGreaterThan(0);
  expect(met).toBeLessThan(COMMANDS);
}, 180_000);

it('is used to its limit and never beyond while payments make room, and no refusal is one that was false already', async () => {
  const [limit, amount] = [100, 1];
  await partner.open('narrow', `${limit}.00`);
  for (let i = 0; i < limit; i += 20) await partner.use('narrow', `fills-${i}`, '20.00');
  let [paidBack, refusedThough] = [0, 0];
  const used = { acknowledged: limit, underWay: 0 };
  const answers = await many(COMMANDS, FEW_CLIENTS, async (i) => {
    if (i % 3 === 0) {
      const paid = await partner.pay('narrow', `p-${i}`, `${amount}.00`);
      if (paid.status === 201) paidBack += amount;
      return paid;
    }
    // What is free for certain: what was paid before this was sent, less all that may be used when it is answered.
    const paidBefore = paidBack;
    used.underWay += amount;
    const answer = await partner.use('narrow', `o-${i}`, `${amount}.00`);
    if (answer.status === 422 && limit + paidBefore - used.acknowledged - used.underWay >= 0) refusedThough += 1;
    if (answer.status === 200) used.acknowledged += amount;
    used.underWay -= amount;
    return answer;
  });
  expect(answers.filter(({ status }) => ![200, 201, 422].includes(status)).map(errorCode)).toEqual([]);
  expect(refusedThough).toBe(0);
  // More is asked for than payments make room for.
  expect([count(answers, 200) > 0, count(answers, 422) >= COMMANDS / 3]).toEqual([true, true]);
  expect(await usedMinor(partner, 'narrow')).toBe((used.acknowledged - paidBack) * 100);
  const shown = answers.flatMap(({ status, json }) => (status === 200 ? [Number(json.data.credit_used)] : []));
  expect(Math.max(...shown)).toBeLessThanOrEqual(limit);
}, 180_000);

it('refuses nothing that another instance has made possible', async () => {
  await partner.open('possible', '10.00');
  for (let i = 0; i < 30; i += 1) {
    // The gateway sends them in turn to either instance of the service.
    expect((await partner.use('possible', `fills-${i}`, '10.00')).status).toBe(200);
    expect(errorCode(await partner.use('possible', `again-${i}`, '0.01'))).toBe('422 insufficient_credit');
    expect((await partner.pay('possible', `pays-${i}`, '4.00')).status).toBe(201);
    expect((await partner.use('possible', `again-${i}`, '4.00')).status).toBe(200);
    expect((await partner.pay('possible', `rest-${i}`, '10.00')).status).toBe(201);
    expect(errorCode(await partner.pay('possible', `too-much-${i}`, '0.01'))).toBe('422 amount_exceeds_debt');
  }
}, 120_000);
