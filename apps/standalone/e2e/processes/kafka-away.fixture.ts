/**
 * `npm run kafka-outage`: partners at the gateway while Kafka is away for OUTAGE_SECONDS. No command is refused, every
 * answer shows what its reader has written before, and afterwards Kafka has all of the log.
 */
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Cluster, describeWithOwnKafka, type KafkaBroker, startCluster } from '@haber/testing';
import { endClean, type Partner, partnerOf, usedMinor } from '../partner.fixture';

const OUTAGE_MS = Number(process.env['OUTAGE_SECONDS'] ?? 10) * 1_000;
const CLIENTS = 4;
/** Between two rounds of a client: this is about an outage, not about load. */
const PAUSE_MS = 50;

let cluster: Cluster;
const refused: string[] = [];
const stale: string[] = [];
let rounds = 0;
let over: boolean;

async function done(what: string, sent: Promise<Answer>): Promise<void> {
  const answer = await sent.catch((error: Error) => error);
  if (answer instanceof Error) refused.push(`${what}: ${answer.message}`);
  else if (answer.status !== 200 && answer.status !== 201) refused.push(`${what}: ${answer.status} ${answer.text}`);
}

/** Uses three cents, pays one back, and asks after each what is used. */
async function work(partner: Partner, customer: string): Promise<void> {
  let owedMinor = 0;
  const expectOwed = async (i: number): Promise<void> => {
    const shown = await usedMinor(partner, customer);
    if (shown !== owedMinor) stale.push(`${customer} ${i}: ${shown}, not ${owedMinor}`);
  };
  for (let i = 0; !over; i += 1) {
    await done(`use ${customer} ${i}`, partner.use(customer, `o-${i}`, '0.03'));
    owedMinor += 3;
    await expectOwed(i);
    await done(`pay ${customer} ${i}`, partner.pay(customer, `p-${i}`, '0.01'));
    owedMinor -= 1;
    await expectOwed(i);
    rounds += 1;
    await sleep(PAUSE_MS);
  }
}

function brokerAnswers(): Promise<boolean> {
  const [host, port] = String(cluster.bus.broker.brokers[0]).split(':');
  return new Promise((resolve) => {
    const socket = connect({ host: String(host), port: Number(port) });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

describeWithOwnKafka('Kafka away', () => {
  beforeAll(async () => void (cluster = await startCluster({ kafka: 'own' })), 180_000);
  // After it has waited until Kafka has what the log has.
  afterAll(() => endClean(cluster), 300_000);

  const ends = [
    ['stopped', (broker: KafkaBroker) => broker.stop()],
    ['killed with -9', (broker: KafkaBroker) => broker.kill()],
  ] as const;

  it.each(ends)(
    `for ${OUTAGE_MS / 1_000} s, %s: no command is refused and no balance is stale`,
    async (how, end) => {
      const partner = partnerOf(cluster);
      const customers = Array.from({ length: CLIENTS }, (_, i) => `${how.slice(0, 6)}-${i}`);
      for (const customer of customers) await partner.open(customer, '1000000.00');
      over = false;
      const working = Promise.all(customers.map((customer) => work(partner, customer)));
      try {
        await end(cluster.bus.broker);
        const roundsBefore = rounds;
        expect(await brokerAnswers()).toBe(false);
        await sleep(OUTAGE_MS);
        expect(await brokerAnswers()).toBe(false);
        expect(rounds - roundsBefore).toBeGreaterThanOrEqual(CLIENTS);
        console.log(`Kafka ${how}: ${rounds - roundsBefore} rounds of two commands and two questions`);
        await cluster.bus.broker.restart();
      } finally {
        over = true;
        await working;
      }
      expect({ refused, stale }).toEqual({ refused: [], stale: [] });
    },
    OUTAGE_MS + 180_000,
  );
});
