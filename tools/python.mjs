// Programs in Python that tests run: the machine's Python makes them an environment of their own, once for each list of
// versions, under node_modules. Nothing is installed anywhere else.
//
//   node tools/python.mjs <requirements file>     makes it, and prints the path of its Python
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from './runtime.mjs';

const OLDEST = [3, 11];

/** The folder of the commands that these requirements bring. @throws when there is no Python that can do it */
export function commandsOf(requirements) {
  const version = pythonVersion();
  const versions = createHash('sha256').update(version).update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const folder = join(root, `node_modules/.cache/haber-python-${versions}`);
  const whole = join(folder, 'whole');
  const commands = join(folder, 'bin');
  if (!existsSync(whole)) {
    rmSync(folder, { recursive: true, force: true });
    run('python3', '-m', 'venv', folder);
    const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
    run(join(commands, 'python'), ...pip, '-r', requirements);
    writeFileSync(whole, '');
  }
  return commands;
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

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(join(commandsOf(resolve(process.argv[2])), 'python'));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
