/** `npm run torture -- --kills N --seed S`: prints the seed, so that a run can be had again. Exit 1 on any breach. */
import { parseArgs } from 'node:util';
import { runTorture } from '@haber/testing';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '30' },
      seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    },
  });
  const kills = Number(values.kills);
  const seed = Number(values.seed);
  console.log(`torture: ${kills} kills, seed ${seed}`);
  const result = await runTorture({ kills, seed, log: (line) => console.log(line) });
  const { breaches, ...figures } = result;
  console.log(JSON.stringify(figures));
  for (const breach of breaches) console.error(`BREACH ${breach}`);
  if (result.committedButUnanswered === 0) console.error('BREACH no kill fell between commit and answer');
  process.exitCode = breaches.length > 0 || result.committedButUnanswered === 0 ? 1 : 0;
}

void main();
