/**
 * A crowd of executions under distinct keys against little capacity, spread over both instances of capacity, one of
 * which is killed meanwhile; whoever got no answer repeats under his key. As many are reserved as there is capacity
 * for, never one more, and every refusal was true when it was given. For `npm run e2e:processes` alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BankSimulator, readWeights, startBankSimulator } from '@haber/bank';
import { Secret } from '@haber/boot';
import type { EventStore } from '@haber/event-store';
import { capacityAccountStream } from '@haber/ledger';
import { type Answer, type Cluster, freePorts, type Member, startCluster } from '@haber/testing';
import { availableMinor, foldedOf, Told } from '../capacity-books.fixture';
import { type Merchant, merchantOf } from '../merchants.fixture';
import { definite, endClean, many, withKey } from '../partner.fixture';

const CROWD = 64;
const SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
/** Half of what it decides on gives its capacity back, and most of it not at once. */
const WEIGHTS = 'approve=2,hold-approve=3,hold-reject=4,reject-account-closed=1';
/** The bank decides on these when nobody waits any more. */
const HELD = '190.12';
const PATIENCE_MS = 60_000;

let cluster: Cluster;
let bank: BankSimulator;
let folder: string;
let log: EventStore;
beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const bankUrl = `http://127.0.0.1:${port}`;
  cluster = await startCluster({
    env: { HABER_BANK_SIMULATOR_URL: bankUrl, HABER_BANK_SIMULATOR_SECRET: SECRET },
  });
  folder = await mkdtemp(join(tmpdir(), 'haber-executions-'));
  bank = await startBankSimulator({
    ...{ port, folder, secrets: [new Secret(SECRET)] },
    callbackUrl: `${cluster.url}/api/v1/bank/callbacks`,
    hostility: { seed: 'executions', weights: readWeights(WEIGHTS) },
    timing: { holdMs: 400, longHoldMs: 3_600_000 },
  });
  log = await cluster.openLog();
}, 180_000);
afterAll(async () => {
  await log.close();
  await endClean(cluster).finally(() => bank.close());
  await rm(folder, { recursive: true, force: true });
}, 120_000);

/** With so much processed, in one transaction. */
async function merchantWith(customer: string, amount: string): Promise<Merchant> {
  const of = await merchantOf(cluster, customer);
  const transaction = { transaction_id: 't-1', customer_id: customer, amount, currency: 'USD', type: 'processed' };
  const sent = { ...transaction, occurred_at: '2026-01-01T00:00:00Z' };
  const { status, text } = await cluster.request('POST', '/api/v1/transactions', sent);
  if (status !== 200) throw new Error(text);
  return of;
}

const toldTo = ({ customer }: Merchant): Told => new Told(log, capacityAccountStream('demo/test', customer));
const count = (answers: readonly Answer[], status: number): number =>
  answers.filter((answer) => answer.status === status).length;

/** Kills each of these once so many more answers have come, and starts it again. */
class Killer {
  private answers = 0;

  constructor(
    private readonly members: readonly (Member | undefined)[],
    private readonly every: number,
  ) {}

  readonly answered = (): void => void (this.answers += 1);

  async run(): Promise<void> {
    for (const [i, member] of this.members.entries()) {
      while (this.answers < (i + 1) * this.every) await sleep(5);
      await member?.kill();
      await member?.restart();
    }
  }
}

const INSTANCES = () => cluster.instancesOf('capacity');

/** All at once; each until it has a definite answer. */
async function crowd(of: Merchant, told: Told, victim: Member | undefined): Promise<readonly Answer[]> {
  const killer = new Killer([victim], 8);
  const killed = killer.run();
  const answers = await many(CROWD, CROWD, async (i) => {
    const options = withKey(`${of.customer}-${i}`);
    const ask = () => told.asking('execute', () => of.execute(HELD, options)).finally(killer.answered);
    return definite(ask);
  });
  await killed;
  return answers;
}

it('reserves exactly as many as there is capacity for, and refuses the others for want of it', async () => {
  const of = await merchantWith('for-seven', '1331.84'); // seven times, and one unit
  const told = toldTo(of);
  const answers = await crowd(of, told, INSTANCES()[0]);
  expect([count(answers, 200), count(answers, 403)]).toEqual([7, 57]);
  const folded = await foldedOf(log, told.stream);
  expect([folded.breaches, folded.executions.size, told.untrue(folded)]).toEqual([[], 7, []]);
  expect((await of.get('/capacity')).text).toContain('"volume_available":1.00,');
}, 120_000);

it('has ten in process and never one more, however much there is', async () => {
  const of = await merchantWith('for-many', '100000.00');
  const told = toldTo(of);
  const answers = await crowd(of, told, INSTANCES()[1]);
  expect([count(answers, 200), count(answers, 429)]).toEqual([10, 54]);
  const folded = await foldedOf(log, told.stream);
  expect([folded.breaches, folded.executions.size, told.untrue(folded)]).toEqual([[], 10, []]);
}, 120_000);

it('pays exactly as many while payouts settle and give their capacity back', async () => {
  const of = await merchantWith('for-nine', '90.50');
  const told = toldTo(of);
  const killer = new Killer(INSTANCES(), 24);
  const killed = killer.run();
  const paid = new Set<string>();
  const deadline = performance.now() + PATIENCE_MS;
  await many(CROWD, CROWD, async (i) => {
    while (paid.size < 9 && performance.now() < deadline) {
      const ask = () => told.asking('execute', () => of.execute('10.00', withKey(`nine-${i}`)));
      const answer = await definite(() => ask().finally(killer.answered));
      if (answer.json?.status === 'APROBADA') paid.add(String(answer.json.transaction_id));
      if (answer.status === 200 && answer.json?.status !== 'ESPERA') return;
      await sleep(100);
    }
  });
  await killed;
  const last = await told.asking('execute', () => of.execute('10.00', withKey('one more')));
  const folded = await foldedOf(log, told.stream);
  const approved = [...folded.executions].filter(([, { status }]) => status === 'APROBADA').map(([id]) => id);
  expect([folded.breaches, told.untrue(folded), last.status]).toEqual([[], [], 403]);
  expect([approved.toSorted(), approved.length]).toEqual([[...paid].toSorted(), 9]);
  expect(folded.standings.map(availableMinor).at(-1)).toBe(50n);
  // It did happen that capacity was given back, and used again.
  expect(folded.executions.size).toBeGreaterThan(9);
  expect(await cluster.haber('verify', '--bank')).toMatchObject({ code: 0 });
}, 180_000);
