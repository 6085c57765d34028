/**
 * Clients who process, reverse, execute and ask all at once: every figure that any of them is told is an independent
 * fold of the stream at a revision no older than what was acknowledged before, and in the end the totals are what they
 * have counted themselves.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore } from '@haber/event-store';
import { capacityAccountStream } from '@haber/ledger';
import { randomFrom, Standalone } from '@haber/testing';
import { availableMinor, type Folded, foldedOf, Told, wire } from './capacity-books.fixture';
import { type Merchant, merchantOf } from './merchants.fixture';
import { definite, endClean, withKey } from './partner.fixture';

const MERCHANTS = 3;
const CLIENTS_OF_EACH = 5;
const ROUNDS = 10;
const PATIENCE_MS = 60_000;

let product: Standalone;
let log: EventStore;
beforeAll(async () => {
  product = await Standalone.start({
    env: {
      HABER_BANK_HOSTILE_SEED: 'capacity answers',
      HABER_BANK_HOSTILE_WEIGHTS: 'approve=4,reject-account-closed=3,hold-approve=1,hold-reject=1',
    },
  });
  log = await product.openLog();
}, 120_000);
afterAll(async () => {
  await log.close();
  await endClean(product);
}, 60_000);

/** One of a merchant's programs, and what it has counted. */
class Client {
  readonly executed = new Map<string, bigint>();
  processedMinor = 0n;
  /** Of sales of its own that it has not reversed. */
  private readonly sales = new Map<string, bigint>();
  private readonly random: () => number;
  private sent = 0;

  constructor(
    private readonly of: Merchant,
    private readonly told: Told,
    private readonly name: string,
  ) {
    this.random = randomFrom([...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 1_000_003);
  }

  async work(): Promise<void> {
    for (let round = 0; round < ROUNDS; round += 1) {
      await this.process(round);
      const draw = this.random();
      if (draw < 0.3) await this.reverse();
      if (draw > 0.2) await this.execute(round);
      await this.ask();
    }
  }

  private async process(round: number): Promise<void> {
    const minor = BigInt(1 + Math.floor(this.random() * 40_000));
    const id = `${this.name}-${round}`;
    await this.record(id, 'processed', minor);
    this.sales.set(id, minor);
  }

  private async reverse(): Promise<void> {
    const [sale] = this.sales;
    if (!sale) return;
    this.sales.delete(sale[0]);
    await this.record(sale[0], 'reversed', sale[1]);
    // Once more: it counts once.
    await this.record(sale[0], 'reversed', sale[1]);
  }

  private async record(transaction_id: string, type: 'processed' | 'reversed', minor: bigint): Promise<void> {
    const minute = `${Math.floor(this.random() * 60)}`.padStart(2, '0');
    const occurred_at = `2026-02-03T10:${minute}:${`${(this.sent += 1) % 60}`.padStart(2, '0')}Z`;
    const of = { transaction_id, customer_id: this.of.customer, currency: 'USD', type, occurred_at };
    const answer = await product.request('POST', '/api/v1/transactions', { ...of, amount: wire(minor) });
    const { accepted, duplicate } = (answer.json ?? {}) as { accepted?: number; duplicate?: number };
    if (accepted === 1) this.processedMinor += type === 'reversed' ? -minor : minor;
    else if (duplicate !== 1) throw new Error(answer.text);
  }

  private async execute(round: number): Promise<void> {
    const minor = BigInt(1 + Math.floor(this.random() * 30_000));
    const options = withKey(`${this.name}-${round}`);
    const ask = () => this.told.asking('execute', () => this.of.execute(wire(minor), options));
    const answer = await definite(ask);
    if (answer.status === 200) this.executed.set(String(answer.json?.transaction_id), minor);
    else if (answer.status !== 403 && answer.status !== 429) throw new Error(answer.text);
  }

  private async ask(): Promise<void> {
    await this.asked('capacity', '/capacity');
    const id = [...this.executed.keys()].at(-1);
    if (id !== undefined) await this.asked('read', `/${id}`);
    await this.asked('list', '?limit=20');
  }

  /** Again where the read model is not there yet. */
  private async asked(kind: 'capacity' | 'read' | 'list', path: string): Promise<void> {
    const answer = await definite(() => this.told.asking(kind, () => this.of.get(path)));
    if (answer.status !== 200) throw new Error(answer.text);
  }
}

/** Once the bank has decided on all. */
async function settled(told: Told): Promise<Folded> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const folded = await foldedOf(log, told.stream);
    const waiting = folded.standings.at(-1)?.inProcess.size ?? 0;
    if (waiting === 0 || performance.now() > deadline) return folded;
    await sleep(100);
  }
}

it('is told nothing that was not so, and what was counted is there', async () => {
  const merchants = await Promise.all(Array.from({ length: MERCHANTS }, (_, i) => merchantOf(product, `asks-${i}`)));
  const all = merchants.map((of) => {
    const told = new Told(log, capacityAccountStream('demo/test', of.customer));
    const clients = Array.from({ length: CLIENTS_OF_EACH }, (_, i) => new Client(of, told, `${of.customer}-${i}`));
    return { of, told, clients };
  });
  await Promise.all(all.flatMap(({ clients }) => clients.map((client) => client.work())));
  for (const { of, told, clients } of all) {
    const folded = await settled(told);
    expect([of.customer, folded.breaches, told.untrue(folded)]).toEqual([of.customer, [], []]);
    // Only of what was said: an answer that was missing says nothing.
    expect(told.count).toBeGreaterThan(CLIENTS_OF_EACH * ROUNDS);
    expectTallies(clients, folded);
    await expectLast(of, folded);
    // Not so easily satisfied: with another unit of volume from the start on, no figure is as it was told.
    const standings = folded.standings.map((it) => ({ ...it, processedMinor: it.processedMinor + 1n }));
    expect(told.untrue({ ...folded, standings }).length).toBeGreaterThan(CLIENTS_OF_EACH * ROUNDS);
  }
}, 240_000);

function expectTallies(clients: readonly Client[], { standings, executions }: Folded): void {
  const last = standings.at(-1);
  const sum = (minors: readonly bigint[]): bigint => minors.reduce((a, b) => a + b, 0n);
  expect(last?.processedMinor).toBe(sum(clients.map(({ processedMinor }) => processedMinor)));
  const executed = clients.flatMap((client) => [...client.executed]);
  expect(executions.size).toBe(executed.length);
  const paid = executed.filter(([id]) => executions.get(id)?.status === 'APROBADA');
  expect(last?.creditedMinor).toBe(sum(paid.map(([, minor]) => minor)));
  // Every kind of thing did happen.
  const statuses = new Set([...executions.values()].map(({ status }) => status));
  expect([...statuses].toSorted()).toEqual(['APROBADA', 'RECHAZADA']);
}

async function expectLast(of: Merchant, { standings }: Folded): Promise<void> {
  const last = standings.at(-1);
  if (!last) throw new Error('nothing was written');
  expect((await of.get('/capacity')).text).toContain(`"volume_available":${wire(availableMinor(last))},`);
}
