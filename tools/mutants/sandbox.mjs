// Runs the workspace's own spec files in this process, against sources of which some may be replaced: one fresh set of
// modules a run, a few milliseconds each. Only for synchronous specs without Jest's own mocks and timers.
import { transformSync } from '@swc/core';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

export const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const requireReal = createRequire(join(root, 'package.json'));
const { expect } = requireReal('expect');

const packages = new Map();
for (const group of ['libs', 'libs/platform', 'apps']) {
  for (const name of readdirSync(join(root, group))) {
    const manifest = join(root, group, name, 'package.json');
    if (existsSync(manifest)) packages.set(requireReal(manifest).name, join(root, group, name, 'src/index.ts'));
  }
}

const NAMES = ['exports', 'require', 'module', '__filename', '__dirname', 'describe', 'it', 'expect'];
const compiled = new Map();

/** The function that holds a module's code, compiled once for each text it ever has. */
function compile(path, source) {
  const key = `${path}\n${source}`;
  let held = compiled.get(key);
  if (!held) {
    const { code } = transformSync(source, { cwd: root, filename: path, sourceMaps: false });
    held = vm.compileFunction(code, NAMES, { filename: path });
    compiled.set(key, held);
  }
  return held;
}

function locate(request, from) {
  if (packages.has(request)) return packages.get(request);
  if (!request.startsWith('.')) return undefined;
  const base = resolve(dirname(from), request);
  return [base, `${base}.ts`, join(base, 'index.ts')].find((path) => existsSync(path) && statSync(path).isFile());
}

/** Loads the named spec files with some sources replaced (path → text) and gives their tests, in order. */
export function loadSpecs(specs, replaced = new Map()) {
  const { tests, describe, it } = collector();
  const modules = new Map();
  const load = (path) => {
    const known = modules.get(path);
    if (known) return known.exports;
    const module = { exports: {} };
    modules.set(path, module);
    const source = replaced.get(path) ?? readFileSync(path, 'utf8');
    const requireHere = (request) => {
      const found = locate(request, path);
      return found?.endsWith('.ts') ? load(found) : requireReal(found ?? request);
    };
    requireHere.resolve = requireReal.resolve;
    const run = compile(path, source);
    run.call(module.exports, module.exports, requireHere, module, path, dirname(path), describe, it, expect);
    return module.exports;
  };
  for (const spec of specs) load(spec);
  const unused = [...replaced.keys()].filter((path) => !modules.has(path));
  if (unused.length > 0) throw new Error(`no spec loads ${unused.join(', ')}`);
  return tests;
}

/** Jest's describe and it, as far as these specs speak it. */
function collector() {
  const tests = [];
  const names = [];
  const describe = (name, body) => {
    names.push(name);
    body();
    names.pop();
  };
  const it = (name, body) => {
    tests.push({ name: [...names, name].join(' › '), body });
  };
  const each = (one) => (rows) => (name, body) => {
    for (const row of rows) {
      const args = Array.isArray(row) ? row : [row];
      one(`${name} [${String(args[0])}]`, () => body(...args));
    }
  };
  return {
    tests,
    describe: Object.assign(describe, { each: each(describe) }),
    it: Object.assign(it, { each: each(it) }),
  };
}

/** Runs tests up to the first that fails, and gives its name and error; undefined when all pass. */
export function firstFailure(tests, timeoutMs) {
  globalThis.runTestsOfSandbox = () => {
    for (const { name, body } of tests) {
      try {
        const answer = body();
        if (typeof answer?.then === 'function') throw new Error('a spec of the sandbox must be synchronous');
      } catch (error) {
        return { name, error };
      }
    }
    return undefined;
  };
  try {
    // Only code that is entered through a script can be stopped when it never ends.
    return vm.runInThisContext('runTestsOfSandbox()', { timeout: Math.round(timeoutMs) });
  } catch (error) {
    return { name: `stopped after ${Math.round(timeoutMs)} ms`, error };
  }
}
