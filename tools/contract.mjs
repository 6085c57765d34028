// Holds the event contract against what has been released of it (contract/), and fails with a line a break. With
// `--release` adds this release (the version of package.json) to it, unless anything is broken.
//
//   npm run contract [-- --release] [-- --folder contract]
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { breaksOf } from './contract/compatibility.mjs';
import { release, released } from './contract/released.mjs';
import { requireNode24, root } from './runtime.mjs';

requireNode24();
const { values } = parseArgs({ options: { release: { type: 'boolean' }, folder: { type: 'string' } } });

const built = spawnSync(process.execPath, [join(root, 'tools/build.mjs')], { stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const { eventContract } = createRequire(import.meta.url)(join(root, 'libs/composition/dist/index.js'));

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const contract = eventContract();
const before = released(values.folder);
const breaks = breaksOf(contract, before, version);
if (Object.keys(before.schemas).length === 0 && !values.release)
  breaks.push('nothing has been released: no contract to hold');
for (const line of breaks) console.error(`broken: ${line}`);
if (breaks.length > 0) process.exit(1);
if (values.release) release(contract, version, values.folder);
const count = Object.keys(released(values.folder).schemas).length;
console.log(`the event contract holds: ${count} released types, ${contract.writes.length} written by ${version}`);
