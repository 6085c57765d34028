// Holds the event contract against what has been released of it (contract/), and fails with a line a break, and with a
// line a type that is not recorded. With `--record` adds the coming release (the version of package.json) to it, with
// `--release` the same as released, unless anything is broken; what is released is never written again.
//
//   npm run contract [-- --record | --release] [-- --folder contract]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { breaksOf, unrecorded } from './contract/compatibility.mjs';
import { record, released } from './contract/released.mjs';
import { requireNode24, root } from './runtime.mjs';

requireNode24();
const OPTIONS = { record: { type: 'boolean' }, release: { type: 'boolean' }, folder: { type: 'string' } };
const { values } = parseArgs({ options: OPTIONS });

const built = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const { eventContract } = createRequire(import.meta.url)(join(root, 'libs/composition/dist/index.js'));

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contract = eventContract();
const before = released(values.folder);
const writes = values.record || values.release;
const breaks = [...breaksOf(contract, before, version), ...(writes ? [] : unrecorded(contract, before, version))];
if (breaks.length === 0 && writes) {
  try {
    record(contract, { version, isOut: values.release === true }, values.folder);
  } catch (error) {
    breaks.push(error.message);
  }
}
for (const line of breaks) console.error(`broken: ${line}`);
if (breaks.length > 0) process.exit(1);
const count = Object.keys(released(values.folder).schemas).length;
console.log(`the event contract holds: ${count} recorded types, ${contract.writes.length} written by ${version}`);
