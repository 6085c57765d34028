/** `haber rebuild`: fill a read model anew from the log, beside the live one, and swap it in. */
import { PROJECTIONS } from '@haber/composition';
import { rebuildProjection } from '@haber/read-store';
import { Command } from 'commander';
import type { Run } from '../program';
import { Refusal } from '../refusal';

const NAMES = PROJECTIONS.map(({ name }) => name).join(', ');

export function rebuildCommand(run: Run): Command {
  return new Command('rebuild')
    .description('make a read model anew from the log, under load')
    .argument('<projection>', `one of: ${NAMES}`)
    .option('--json', 'as JSON')
    .action(run(rebuild));
}

const rebuild: Parameters<Run>[0] = async ({ session, output, options, args }) => {
  const { json } = options as { json?: boolean };
  const [name = ''] = args;
  const projection = PROJECTIONS.find((known) => known.name === name);
  if (!projection) throw new Refusal('usage', `there is no projection '${name}'; there are: ${NAMES}`);
  const { store, pool } = session;
  const startedMs = performance.now();
  const progress = output.progress(`rebuild ${name}`);
  const { events } = await rebuildProjection({
    store,
    pool,
    projection,
    onProgress: ({ through, target }) => progress.update(Number(through), Number(target > through ? target : through)),
  }).finally(() => progress.stop());
  const seconds = (performance.now() - startedMs) / 1_000;
  const text = `rebuilt ${name} from ${events} events in ${seconds.toFixed(1)} s`;
  return output.line(json ? JSON.stringify({ projection: name, events, seconds }) : text);
};
