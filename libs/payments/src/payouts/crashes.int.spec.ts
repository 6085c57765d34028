/** Killed between any two steps of a payout, against a bank that misbehaves: paid once, and none is lost. */
import type { PayoutAt } from './parts';
import { Mortal } from './mortal.fixture';
import { Paying, until } from './paying.fixture';

let paying: Paying;
beforeAll(async () => {
  paying = await Paying.start();
}, 120_000);
afterAll(() => paying.destroy(), 60_000);

/** Whose ways differ: paid, refused, held, lost before and behind the effect, hidden, lied about. */
const SCRIPTS = ['0001', '9001', '9010', '9020', '9021', '9022', '9023', '9024', '9026', '9033', '9043'];
/** More than any payout takes: those that are not reached find their instance alive. */
const MOST_HALF_STEPS = 20;
const MOST_TOUCHED = 3;

it('pays each once and loses none, wherever its process dies', async () => {
  const payouts: PayoutAt[] = [];
  const digitsOf = new Map<string, string>();
  let deaths = 0;
  const ends = SCRIPTS.flatMap((digits) =>
    Array.from({ length: MOST_HALF_STEPS }, async (_, atHalfStep) => {
      const payout = await paying.reserve(BigInt(`20${digits}`));
      payouts.push(payout);
      digitsOf.set(payout.payoutId, digits);
      const mortal = new Mortal({ atHalfStep, onDeath: () => void (deaths += 1) });
      const desk = paying.desk({}, (parts) => mortal.parts(parts));
      await desk.reserved(payout).catch(() => undefined); // it died
      // Again, as the bus does whose process died with it.
      if (mortal.isDead) await paying.desk().reserved(payout);
    }),
  );
  await Promise.all(ends);
  for (let survivors = 0; survivors < 2; survivors += 1) paying.desk().start();
  await until(async () => {
    const open = await Promise.all(payouts.map((payout) => paying.isOpen(payout)));
    return !open.includes(true);
  }, 'every payout to end');

  expect(deaths).toBeGreaterThan(SCRIPTS.length * MOST_TOUCHED);
  const book = await paying.book();
  expect(book.size).toBe(payouts.length);
  for (const payout of payouts) {
    const { status, amountMinor, finals, submissions } = await paying.ended(payout);
    const said = book.get(payout.payoutId)?.said;
    expect({ ...payout, finals, submissions, said: [said?.kind, said?.amountMinor] }).toEqual({
      ...{ ...payout, finals: 1, submissions: 1 },
      said: [status, amountMinor],
    });
  }
  const contradicted = () => paying.items().then((items) => new Set(items.map(({ payoutId }) => payoutId)));
  const lied = payouts.filter(({ payoutId }) => digitsOf.get(payoutId) === '9033').map(({ payoutId }) => payoutId);
  await until(async () => (await contradicted()).size >= lied.length, 'an item of every lie');
  expect([...(await contradicted())].toSorted()).toEqual(lied.toSorted());
}, 240_000);
