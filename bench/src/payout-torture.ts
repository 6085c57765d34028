/**
 * `npm run payout-torture -- --payouts 2000 --seed S --seconds 60`: executions through the gateway against a bank that
 * misbehaves, while the processes of capacity, of payments and of the bank are killed without warning. Then the bank's
 * book is held against ours. Exit 1 on any breach.
 */
import { parseArgs } from 'node:util';
import { runPayoutTorture } from './payout-torture/run';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      payouts: { type: 'string', default: '2000' },
      seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    },
  });
  const [payouts, seed] = [Number(values.payouts), Number(values.seed)];
  console.log(`payout torture: ${payouts} payouts, seed ${seed}`);
  const { breaches, ...figures } = await runPayoutTorture({ payouts, seed, log: (line) => console.log(line) });
  console.log(JSON.stringify(figures));
  for (const breach of breaches.slice(0, 50)) console.error(`BREACH ${breach}`);
  process.exitCode = breaches.length > 0 ? 1 : 0;
}

void main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
