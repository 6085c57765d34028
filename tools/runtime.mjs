// Which Node runs us. npm scripts find the Node 24 that `npm ci` has installed; a file started by its path finds the
// machine's own, on which Nest and Jest fail in ways that say nothing. Run by itself, this file only asserts.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

const NEEDED = 24;

/** Ends the process, saying what to do, unless it runs on Node 24 or later. */
export function requireNode24() {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return;
  const installed = existsSync(join(root, 'node_modules/.bin/node'));
  const advice = installed
    ? 'Start it through npm (npm test, npm start, npm run …), or put node_modules/.bin first on PATH.'
    : `There is no packaged Node for ${process.platform}-${process.arch} here: run npm ci, and where that installs ` +
      `none (macOS on ARM, musl), install Node ${NEEDED} with a version manager.`;
  console.error(`Haber needs Node ${NEEDED} or later; this is ${process.versions.node}. ${advice}`);
  process.exit(1);
}

if (process.argv[1] === import.meta.filename) requireNode24();
