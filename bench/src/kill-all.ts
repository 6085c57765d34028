/** `npm run kill-all -- --kills N --seed S`: prints the seed, so that a run can be had again. Exit 1 on any breach. */
import { parseArgs } from 'node:util';
import { runKillAll } from './kill-all/run';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '60' },
      seed: { type: 'string', default: `${Date.now() % 1_000_000}` },
    },
  });
  const kills = Number(values.kills);
  const seed = Number(values.seed);
  console.log(`kill-all: ${kills} kills, seed ${seed}`);
  const { breaches, ...figures } = await runKillAll({ kills, seed, log: (line) => console.log(line) });
  console.log(JSON.stringify(figures));
  const found = [...breaches];
  if (figures.proved.length === 0) found.push('no relay was killed between publishing and its answer');
  if (figures.committedButUnanswered === 0) found.push('no kill fell between commit and answer');
  for (const breach of found) console.error(`BREACH ${breach}`);
  process.exitCode = found.length > 0 ? 1 : 0;
}

void main();
