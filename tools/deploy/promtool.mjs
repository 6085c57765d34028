// Prometheus' own checker of rules: the one on PATH, else Debian's package, unpacked where npm keeps what can be made
// anew. Nothing is installed, and no root is needed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';

const FOLDER = join(root, 'node_modules/.cache/promtool');
const UNPACKED = join(FOLDER, 'usr/bin/promtool');
const TIMEOUT_MS = 180_000;

/** @returns the program's path; undefined where none can be had */
export function findPromtool() {
  if (succeeds('promtool', ['--version'])) return 'promtool';
  if (!existsSync(UNPACKED)) fetchPackage();
  return succeeds(UNPACKED, ['--version']) ? UNPACKED : undefined;
}

function fetchPackage() {
  mkdirSync(join(FOLDER, 'lists/partial'), { recursive: true });
  if (!succeeds('apt-get', ['download', 'prometheus'])) {
    // A machine whose lists of packages were removed, as in most images: lists of our own, beside the package.
    const lists = ['-o', `Dir::State::lists=${FOLDER}/lists`, '-o', `Dir::Cache=${FOLDER}`];
    succeeds('apt-get', [...lists, 'update']) && succeeds('apt-get', [...lists, 'download', 'prometheus']);
  }
  const file = readdirSync(FOLDER).find((name) => /^prometheus_.*\.deb$/.test(name));
  if (file) succeeds('dpkg-deb', ['-x', file, '.']);
}

function succeeds(program, args) {
  const cwd = existsSync(FOLDER) ? FOLDER : root;
  return spawnSync(program, args, { cwd, stdio: 'ignore', timeout: TIMEOUT_MS }).status === 0;
}
