/**
 * A command that is sent again and again, at the same moment and much later, is done once and answered with the same
 * bytes: by `Idempotency-Key`, by `order_id`, by `payment_reference`; across kill -9, without snapshots, and for keys
 * that are older than what a fold remembers. All on one hot account.
 */
import { type Answer, type Product, startProduct } from '@haber/testing';
import {
  endClean,
  many,
  type Partner,
  partnerOf,
  sql,
  storedEvents,
  told,
  usedMinor,
  withKey,
} from './partner.fixture';

const KEYS = 1_000;
const REPEATS = Number(process.env['HABER_REPEATS'] || 16);
/** So that the first of the keys leave the fold's memory, which holds the last 4,096. */
const EARLIER = 300;

type Send = (index: number) => Promise<Answer>;

let product: Product;
let partner: Partner;
/** What every command was first told; the same for ever. */
const firstAnswers: { readonly send: Send; readonly told: readonly string[] }[] = [];

beforeAll(async () => {
  product = await startProduct();
  partner = partnerOf(product);
  await partner.open('hot', '1000000.00');
}, 180_000);
afterAll(() => endClean(product), 120_000);

const effects = async (type: string): Promise<number> => {
  const wanted = `credit-account.${type}.v1`;
  return (await storedEvents(product)).filter((event) => event.type === wanted).length;
};

/** Each command `REPEATS` times at once; what the repeats of one command differ in. */
async function sendAtOnce(send: Send, commands: number): Promise<readonly string[]> {
  const answers = await many(commands, 24, async (i) => {
    const repeats = await Promise.all(Array.from({ length: REPEATS }, () => send(i)));
    expect(repeats.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
    return [...new Set(repeats.map(told))];
  });
  firstAnswers.push({ send, told: answers.map(([only = '']) => only) });
  return answers.flatMap((different) => (different.length === 1 ? [] : different));
}

async function expectTheSameAgain(): Promise<void> {
  for (const { send, told: first } of firstAnswers) {
    const again = await many(first.length, 32, async (i) => told(await send(i)));
    expect(again.filter((answer, i) => answer !== first[i])).toEqual([]);
  }
}

describe('repeats at the same moment', () => {
  it('of what was long ago, first', async () => {
    const send: Send = (i) => partner.use('hot', `earlier-${i}`, '0.03', withKey(`earlier-${i}`));
    const first = await many(EARLIER, 64, async (i) => told(await send(i)));
    firstAnswers.push({ send, told: first });
    expect(first.filter((answer) => !answer.startsWith('200 '))).toEqual([]);
  });

  it(`of ${KEYS} idempotency keys have ${KEYS} effects`, async () => {
    expect(await sendAtOnce((i) => partner.use('hot', `keyed-${i}`, '0.02', withKey(`key-${i}`)), KEYS)).toEqual([]);
    expect(await effects('credit-used')).toBe(EARLIER + KEYS);
    expect(await usedMinor(partner, 'hot')).toBe(EARLIER * 3 + KEYS * 2);
  }, 120_000);

  it(`of ${KEYS} orders without a key have ${KEYS} effects`, async () => {
    expect(await sendAtOnce((i) => partner.use('hot', `order-${i}`, '0.02'), KEYS)).toEqual([]);
    expect(await effects('credit-used')).toBe(EARLIER + 2 * KEYS);
    expect(await usedMinor(partner, 'hot')).toBe(EARLIER * 3 + KEYS * 4);
  }, 120_000);

  it(`of ${KEYS} payment references without a key have ${KEYS} effects`, async () => {
    expect(await sendAtOnce((i) => partner.pay('hot', `reference-${i}`, '0.01'), KEYS)).toEqual([]);
    expect(await effects('payment-received')).toBe(KEYS);
    expect(await usedMinor(partner, 'hot')).toBe(EARLIER * 3 + KEYS * 3);
  }, 120_000);
});

describe('repeats later', () => {
  afterEach(async () => {
    expect(await effects('credit-used')).toBe(EARLIER + 2 * KEYS);
    expect(await effects('payment-received')).toBe(KEYS);
    expect(await usedMinor(partner, 'hot')).toBe(EARLIER * 3 + KEYS * 3);
  });

  it('are answered the same by the same process', expectTheSameAgain, 240_000);

  it('are answered the same after a kill -9', async () => {
    await product.kill();
    await product.restart();
    await expectTheSameAgain();
  }, 120_000);

  it('are answered the same with every snapshot deleted and every cache gone', async () => {
    expect(await sql(product, 'DELETE FROM writer.snapshots RETURNING stream')).toHaveLength(1);
    await product.kill();
    await product.restart();
    await expectTheSameAgain();
  }, 120_000);
});
