// Compiles every package's src/ to its dist/ with SWC, or the packages named as arguments. What has not changed since
// its output is left alone, and an output appears whole or not at all: a process may start while another build runs.
import { transformFile } from '@swc/core';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { requireNode24, root } from './runtime.mjs';

requireNode24();
const swcrcMtime = (await stat(join(root, '.swcrc'))).mtimeMs;

async function packages() {
  const found = [];
  for (const group of ['libs', 'libs/platform', 'apps', '.']) {
    for (const name of group === '.' ? ['bench'] : await readdir(join(root, group))) {
      if (existsSync(join(root, group, name, 'package.json'))) found.push(join(root, group, name));
    }
  }
  return found;
}

async function compile(source, output) {
  const newer = await stat(output).then(
    async (out) => out.mtimeMs > Math.max((await stat(source)).mtimeMs, swcrcMtime),
    () => false,
  );
  if (newer) return 0;
  const { code, map } = await transformFile(source, { cwd: root, sourceFileName: relative(dirname(output), source) });
  await mkdir(dirname(output), { recursive: true });
  await replace(`${output}.map`, map);
  await replace(output, `${code}\n//# sourceMappingURL=${relative(dirname(output), output)}.map\n`);
  return 1;
}

async function replace(file, content) {
  const half = `${file}.${process.pid}.half`;
  await writeFile(half, content);
  await rename(half, file);
}

async function removeOrphans(dist, expected) {
  if (!existsSync(dist)) return;
  for (const entry of await readdir(dist, { recursive: true })) {
    if (entry.endsWith('.js') && !expected.has(join(dist, entry))) {
      await rm(join(dist, entry), { force: true });
      await rm(join(dist, `${entry}.map`), { force: true });
    }
  }
}

async function build(folder) {
  const src = join(folder, 'src');
  if (!existsSync(src)) return 0;
  const sources = (await readdir(src, { recursive: true })).filter((f) => f.endsWith('.ts') && !f.endsWith('.spec.ts'));
  const outputs = sources.map((f) => join(folder, 'dist', f.replace(/\.ts$/, '.js')));
  await removeOrphans(join(folder, 'dist'), new Set(outputs));
  const done = await Promise.all(sources.map((f, i) => compile(join(src, f), outputs[i])));
  return done.reduce((a, b) => a + b, 0);
}

const named = process.argv.slice(2).map((folder) => resolve(folder));
let compiled = 0;
for (const folder of named.length > 0 ? named : await packages()) compiled += await build(folder);
if (compiled > 0) console.error(`built ${compiled} file${compiled === 1 ? '' : 's'}`);
