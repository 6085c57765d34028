/**
 * Whatever is sent, asked, repeated, waited for and restarted in whatever order: one effect a reference at most,
 * nothing told that the book does not hold, and once it has settled `ask` says what the book says.
 */
import fc from 'fast-check';
import type { AskAnswer, Bank, Payout } from '../bank';
import { chosenScript, SCRIPT_NAMES, scriptOf, SCRIPTS } from './scripts';
import { type BookEntry, payout, SETTLE_MS, SimulatedBank } from './simulated.fixture';

const LONG_HOLD_MS = 60_000;
const RUNS = 40;

const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('submit' as const), which: fc.nat(3) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const), which: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('submit other' as const), which: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: SETTLE_MS }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
);
// 10 MB are met elsewhere.
const SCRIPTED = SCRIPT_NAMES.filter((name) => name !== 'answer-oversized');
const orders = fc.array(fc.constantFrom(...SCRIPTED), { minLength: 4, maxLength: 4 });

let bank: SimulatedBank;
let port: Bank;
let run = 0;
beforeAll(async () => {
  bank = await SimulatedBank.start({ timing: { longHoldMs: LONG_HOLD_MS, silenceMs: 5 } });
  port = bank.port();
});
afterAll(() => bank.destroy());

function amountOf(name: (typeof SCRIPTED)[number]): bigint {
  const row = SCRIPTS[name];
  return 'digits' in row ? 120_000n + BigInt(row.digits) : 100_050n;
}

/** What `ask` must say of it now that all has settled. */
function asInTheBook(entry: BookEntry | undefined): object {
  if (!entry) return { kind: 'unknown-reference' };
  const amount = { amountMinor: BigInt(entry.amount_minor), currency: entry.currency };
  if (entry.status === 'approved') return { kind: 'approved', ...amount, bankReference: entry.bank_reference };
  return { kind: 'rejected', ...amount, code: entry.code };
}

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type Told = readonly [payout: Payout, answer: AskAnswer];

async function taken(next: Step, payouts: readonly Payout[]): Promise<Told | undefined> {
  if (next.do === 'pass') return void bank.time.advanceMs(next.ms);
  if (next.do === 'restart') return restarted();
  const order = payouts[next.which] ?? payout('none');
  if (next.do === 'ask') return [order, await port.ask(order.reference)];
  if (next.do === 'submit') return [order, await port.submit(order)];
  if ((await port.ask(order.reference)).kind !== 'approved') return undefined;
  const other = { ...order, amountMinor: order.amountMinor + 10_000n };
  expect(await port.submit(other)).toMatchObject({ kind: 'no-answer', cause: 'conflict' });
  return undefined;
}

async function restarted(): Promise<undefined> {
  await port.close();
  await bank.restart();
  port = bank.port();
}

it('pays once at most, and tells the truth once it has settled', async () => {
  await fc.assert(
    fc.asyncProperty(orders, fc.array(step, { minLength: 5, maxLength: 25 }), async (names, steps) => {
      run += 1;
      const payouts = names.map((name, i) => payout(`run${run}-${i}`, amountOf(name)));
      const told: Told[] = [];
      for (const next of steps) {
        const heard = await taken(next, payouts);
        if (heard) told.push(heard);
      }
      bank.time.advanceMs(LONG_HOLD_MS + SETTLE_MS);
      const said = await Promise.all(payouts.map(({ reference }) => port.ask(reference)));
      const book = Map.groupBy(await bank.book(), ({ reference }) => reference);
      const entries = payouts.map(({ reference }) => book.get(reference) ?? []);
      expect(entries.map(({ length }) => length <= 1)).toEqual([true, true, true, true]);
      expect(said).toEqual(entries.map(([entry]) => asInTheBook(entry)));
      for (const [order, answer] of told) {
        if (answer.kind !== 'approved' && answer.kind !== 'rejected') continue;
        // That it names another amount, as scripted, is all in which it may differ from the book before it has settled.
        const lies = scriptOf(chosenScript(order)).answers === 'other-amount';
        expect(answer).toMatchObject(lies ? { kind: 'approved' } : asInTheBook(book.get(order.reference)?.[0]));
      }
    }),
    { numRuns: RUNS },
  );
});
