// Lints what is in deploy/ and docker-compose.yml with tools from npm and, for Prometheus, its own from Debian. Every
// lint runs even when one before it failed. `--root <folder>` looks at a copy: the spec breaks one to see it noticed.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { validate } from 'dockerfile-utils';
import { parseAllDocuments } from 'yaml';
import { requireNode24, root } from '../runtime.mjs';
import { dashboardFaults } from './dashboards.mjs';
import { imageFaults } from './dockerfile.mjs';
import { expressionsOf, rulesOf } from './expressions.mjs';
import { faultOf } from './promql.mjs';
import { findPromtool } from './promtool.mjs';

requireNode24();
const { values } = parseArgs({
  options: { root: { type: 'string', default: root }, 'no-promtool': { type: 'boolean' } },
});
const at = resolve(values.root);
const deploy = join(at, 'deploy');

const LINTS = [
  ['Dockerfile', lintDockerfile],
  ['YAML', lintYaml],
  ['docker-compose.yml', lintCompose],
  ['PromQL', lintExpressions],
  ['rules', lintRules],
  ['dashboards', () => dashboardFaults(deploy)],
  ...(values['no-promtool'] ? [] : [['promtool', lintWithPromtool]]),
];

let faults = 0;
for (const [what, lint] of LINTS) {
  for (const fault of faultsOf(lint)) {
    faults += 1;
    console.error(`${what}: ${fault}`);
  }
}
if (faults === 0) console.log(`deployment files are clean: ${LINTS.map(([what]) => what).join(', ')}`);
process.exitCode = faults === 0 ? 0 : 1;

/** A file that cannot be read at all is a fault of that lint. */
function faultsOf(lint) {
  try {
    return lint();
  } catch (error) {
    return [error.message];
  }
}

function lintDockerfile() {
  const text = readFileSync(join(deploy, 'Dockerfile'), 'utf8');
  const found = validate(text).map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
  return [...found, ...imageFaults(text)];
}

/** YAML 1.2, strictly: no key twice, no anchor that is not there, nothing that only warns. */
function lintYaml() {
  const files = [join(at, 'docker-compose.yml'), ...yamlIn(deploy)];
  return files.flatMap((file) => yamlFaults(file).map((message) => `${relative(at, file)}: ${message}`));
}

function yamlFaults(file) {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'), { merge: true, strict: true, uniqueKeys: true });
  return documents.flatMap((document) => {
    const found = [...document.errors, ...document.warnings].map(({ message }) => message);
    return found.length > 0 ? found : anchorFaults(document);
  });
}

/** Only looked for when the document is read. */
function anchorFaults(document) {
  try {
    document.toJS();
    return [];
  } catch ({ message }) {
    return [message];
  }
}

function yamlIn(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => /\.ya?ml$/.test(name));
  return names.map((name) => join(folder, name));
}

/** Against the Compose specification's schema, which dclint brings along, and its rules; a warning is a fault. */
function lintCompose() {
  const dclint = join(root, 'node_modules/dclint/bin/dclint.cjs');
  const args = ['--max-warnings', '0', '--config', join(root, '.dclintrc.json'), join(at, 'docker-compose.yml')];
  return said(process.execPath, [dclint, ...args]);
}

function lintExpressions() {
  const found = expressionsOf(deploy).map(({ where, expr }) => [where, faultOf(expr)]);
  return found.filter(([, fault]) => fault).map(([where, fault]) => `${where}: ${fault}`);
}

/** An alert says how bad it is and what to do, and stands in the tests of rules. */
function lintRules() {
  const tests = readFileSync(join(deploy, 'prometheus/rules.test.yml'), 'utf8');
  return rulesOf(deploy)
    .filter(({ alert }) => alert)
    .flatMap(({ alert, labels, annotations }) => [
      ...(['page', 'ticket'].includes(labels?.severity) ? [] : [`${alert}: severity must be page or ticket`]),
      ...(annotations?.summary && annotations.description ? [] : [`${alert}: summary and description are missing`]),
      ...(tests.includes(`alertname: ${alert}\n`) ? [] : [`${alert}: rules.test.yml does not bring it about`]),
    ]);
}

/** Where it cannot be had that is said, and is a fault only where HABER_REQUIRE lists `promtool` (.ci/run: not). */
function lintWithPromtool() {
  const promtool = findPromtool();
  if (!promtool) {
    const isRequired = (process.env.HABER_REQUIRE ?? '').split(',').includes('promtool');
    if (!isRequired)
      console.log('skipped: promtool is neither on PATH nor to be had from Debian; rules are not tested');
    return isRequired ? ['is neither on PATH nor to be had from Debian (apt-get download prometheus)'] : [];
  }
  const file = (name) => join(deploy, 'prometheus', name);
  return [
    ...said(promtool, ['check', 'config', '--syntax-only', file('prometheus.yml')]),
    ...said(promtool, ['check', 'rules', '--lint-fatal', file('rules.yml')]),
    ...said(promtool, ['test', 'rules', file('rules.test.yml')]),
  ];
}

/** @returns what a program that failed said */
function said(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: at, encoding: 'utf8' });
  return status === 0 ? [] : [`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trim() || `ended with ${status}`];
}
