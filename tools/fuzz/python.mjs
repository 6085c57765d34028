// The fuzzer is a Python program: the machine's Python makes it an environment of its own, once for each list of
// versions, under node_modules. Nothing is installed anywhere else.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../runtime.mjs';

const REQUIREMENTS = join(root, 'tools/fuzz/requirements.txt');
const OLDEST = [3, 11];

/** The path of the installed command. @throws when there is no Python that can do it */
export function installedFuzzer() {
  const version = pythonVersion();
  const versions = createHash('sha256').update(version).update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(root, `node_modules/.cache/haber-fuzz-${versions}`);
  const whole = join(folder, 'whole');
  if (!existsSync(whole)) {
    rmSync(folder, { recursive: true, force: true });
    run('python3', '-m', 'venv', folder);
    const python = join(folder, 'bin/python');
    run(python, '-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check', '-r', REQUIREMENTS);
    writeFileSync(whole, '');
  }
  return join(folder, 'bin/schemathesis');
}

function pythonVersion() {
  const { stdout, error } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  const [, major, minor] = /^Python (\d+)\.(\d+)/.exec(stdout ?? '') ?? [];
  const isGood = Number(major) === OLDEST[0] && Number(minor) >= OLDEST[1];
  if (!isGood) throw new Error(`python3 must be ${OLDEST.join('.')} or later: ${(error?.message ?? stdout).trim()}`);
  return stdout;
}

function run(command, ...args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? `exit ${status}`}`);
}
