/**
 * Partners at work on a cluster: uses, payments, sales as a stream, requests and questions, so that every service is
 * asked all the time. Each keeps his own tally of what he was told that was done.
 */
import { capacityAccountStream } from '@haber/ledger';
import type { Answer, Cluster, Member, Product } from '@haber/testing';
import { foldedOf } from '../capacity-books.fixture';
import { definite, historyOf, type Partner, partnerOf, usedMinor, withKey } from '../partner.fixture';

interface Told {
  readonly call: string;
  readonly status: number | 'no answer';
  readonly text: string;
}

const GOOD = new Set<Told['status']>([200, 201]);

export class Crowd {
  /** Every answer, also those to questions. */
  readonly told: Told[] = [];
  private readonly partner: Partner;
  private readonly customers: readonly string[];
  private over = false;
  private working: Promise<unknown> = Promise.resolve();

  /** `careful`: who gets no definite answer repeats under his key until he does. */
  constructor(
    private readonly product: Product,
    private readonly options: { readonly name: string; readonly clients: number; readonly careful: boolean },
  ) {
    this.partner = partnerOf(product);
    this.customers = Array.from({ length: options.clients }, (_, i) => `${options.name}-${i}`);
  }

  async start(): Promise<void> {
    for (const customer of this.customers) await this.partner.open(customer, '1000000.00');
    this.working = Promise.all(this.customers.map((customer) => this.work(customer)));
  }

  /** Once so many more answers have come. */
  async after(answers: number): Promise<void> {
    const target = this.told.length + answers;
    while (this.told.length < target && !this.over) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  async stop(): Promise<void> {
    this.over = true;
    await this.working;
  }

  /** Answers that are no success, and what got none. */
  get failures(): readonly Told[] {
    return this.told.filter(({ status }) => !GOOD.has(status));
  }

  /** Each acknowledged command has its one effect, and there is no other. */
  async expectExactBooks(): Promise<void> {
    for (const customer of this.customers) {
      const done = (kind: string) =>
        this.told.filter(({ call, status }) => call.startsWith(`${kind} ${customer} `) && GOOD.has(status)).length;
      expect([customer, await usedMinor(this.partner, customer)]).toEqual([customer, done('use') * 3 - done('pay')]);
      const history = await historyOf(this.product, customer);
      const effects = (type: string): number =>
        history.filter((line) => line.type === `credit-account.${type}.v1`).length;
      expect([effects('credit-used'), effects('payment-received')]).toEqual([done('use'), done('pay')]);
      expect(await this.processedMinor(customer)).toBe(BigInt(done('sell') * 7));
    }
  }

  private async processedMinor(customer: string): Promise<bigint> {
    const log = await this.product.openLog();
    const { standings } = await foldedOf(log, capacityAccountStream('demo/test', customer)).finally(() => log.close());
    return standings.at(-1)?.processedMinor ?? 0n;
  }

  /** @throws when the line is refused */
  private async sell(customer: string, id: string): Promise<Answer> {
    const line = {
      ...{ transaction_id: id, customer_id: customer, type: 'processed' },
      ...{ amount: '0.07', currency: 'USD', occurred_at: '2026-03-01T10:00:00Z' },
    };
    const options = { headers: { 'content-type': 'application/x-ndjson' } };
    const answer = await this.product.request('POST', '/api/v1/transactions', `${JSON.stringify(line)}\n`, options);
    if (answer.json?.rejected === 0 || answer.status !== 200) return answer;
    throw new Error(answer.text);
  }

  private async work(customer: string): Promise<void> {
    for (let i = 0; !this.over; i += 1) {
      const key = withKey(`${customer}-${i}`);
      await this.note(`use ${customer} ${i}`, () => this.partner.use(customer, `o-${i}`, '0.03', key));
      const pay = () => this.partner.pay(customer, `p-${i}`, '0.01', withKey(`${customer}-p-${i}`));
      await this.note(`pay ${customer} ${i}`, pay);
      await this.note(`read ${customer} ${i}`, () => this.partner.read(customer));
      await this.note(`sell ${customer} ${i}`, () => this.sell(customer, `s-${customer}-${i}`));
      if (i % 4 === 0) {
        const ask = withKey(`${customer}-r-${i}`);
        await this.note(`ask ${customer} ${i}`, () => this.partner.request(`${customer}-new-${i}`, undefined, ask));
      }
    }
  }

  private async note(call: string, send: () => Promise<Answer>): Promise<void> {
    const answer = await (this.options.careful ? definite(send) : send()).catch((error: Error) => error);
    const told = answer instanceof Error ? { status: 'no answer' as const, text: answer.message } : answer;
    this.told.push({ call, status: told.status, text: told.status === 200 ? '' : told.text });
  }
}

/** In the first round the one that writes most. */
const SERVICES = ['credit-lines', 'payments', 'applications', 'capacity'] as const;

/** How often the instances of a service are stopped or killed: HABER_ROUNDS says it, else once. */
export const ROUNDS = Number(process.env['HABER_ROUNDS'] || 1);

/**
 * Each instance of one service in turn, of another one in the next round; every process is there again before the next.
 * Gives how many there were.
 */
export async function inTurn(cluster: Cluster, each: (member: Member) => Promise<void>): Promise<number> {
  const services = Array.from({ length: ROUNDS }, (_, round) => SERVICES.at(round % SERVICES.length) ?? SERVICES[0]);
  const members = services.flatMap((service) => cluster.instancesOf(service));
  for (const member of members) await each(member);
  return members.length;
}
