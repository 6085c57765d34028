/**
 * Every rule that guards the layout, the purity and the size of the code, broken on purpose: the lint of this
 * workspace must find exactly that fault, and nothing in the clean twin. A rule that stops biting fails here.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(__dirname, '..');
const BOUNDARY = '@nx/enforce-module-boundaries';
const IMPORTS = '@typescript-eslint/no-restricted-imports';
const TYPED = 'libs/platform/event-store/src';
const EXISTING = 'event-store.ts';
const HEAD = '// A probe.\n';

interface Probe {
  /** What the code does that it must not, or must be allowed to. */
  readonly fault: string;
  /** Folder that the code is linted in. */
  readonly layer: string;
  readonly code: string;
  /** Rules that must report, in alphabetical order; none for a clean file. */
  readonly rules: readonly string[];
  readonly says?: RegExp;
  /** Whether the rules look at types: then the file that it is linted as must exist. */
  readonly typed?: boolean;
}

const imported = (name: string): string => `${HEAD}export * from '${name}';\n`;
const lines = (count: number): string => `${HEAD}${'export {};\n'.repeat(count - 1)}`;
const exported = (body: string): string => `${HEAD}export const probe = ${body};\n`;
const switchOf = (union: string, cases: string): string =>
  `${HEAD}export function probe(of: ${union}): number {\n  switch (of) {\n${cases}  }\n}\n`;

const directions: Probe[] = (
  [
    ['money imports ledger', 'libs/money/src', '@haber/ledger', [BOUNDARY, IMPORTS]],
    ['ledger imports dialects', 'libs/ledger/src', '@haber/dialects', [BOUNDARY, IMPORTS]],
    ['ledger imports platform', 'libs/ledger/src', '@haber/event-store', [BOUNDARY, IMPORTS]],
    ['dialects imports platform', 'libs/dialects/src', '@haber/http', [BOUNDARY, IMPORTS]],
    ['dialects imports a context', 'libs/dialects/src', '@haber/payments', [BOUNDARY, IMPORTS]],
    ['a context imports another', 'libs/payments/src', '@haber/credit-lines', [BOUNDARY]],
    ['a context imports the gateway', 'libs/credit-lines/src', '@haber/gateway', [BOUNDARY]],
    ['the gateway imports a context', 'libs/gateway/src', '@haber/applications', [BOUNDARY]],
    ['platform imports a context', 'libs/platform/read-store/src', '@haber/credit-lines', [BOUNDARY]],
    ['platform imports dialects', 'libs/platform/http/src', '@haber/dialects', [BOUNDARY]],
    ['the event store imports ledger', 'libs/platform/event-store/src', '@haber/ledger', [BOUNDARY]],
    ['the read store imports ledger', 'libs/platform/read-store/src', '@haber/ledger', [BOUNDARY]],
    ['test support imports a context', 'libs/testing/src', '@haber/payments', [BOUNDARY]],
    ['the client imports the ledger', 'libs/client/src', '@haber/ledger', [BOUNDARY]],
    ['a context imports the client', 'libs/payments/src', '@haber/client', [BOUNDARY]],
    ['a context imports the composition', 'libs/payments/src', '@haber/composition', [BOUNDARY]],
    ['platform imports the composition', 'libs/platform/boot/src', '@haber/composition', [BOUNDARY]],
    ['the composition imports an app', 'libs/composition/src', '@haber/standalone', [BOUNDARY]],
    ['an app imports another', 'apps/cli/src', '@haber/standalone', [BOUNDARY]],
    ['a package imports its own door', 'libs/ledger/src', '@haber/ledger', [BOUNDARY, IMPORTS]],
    ['another package by a relative path', 'libs/payments/src', '../../ledger/src/index', [BOUNDARY]],
    ['another package behind its door', 'libs/payments/src', '@haber/ledger/src/codec', [IMPORTS]],
    ['production code imports test support', 'libs/payments/src', '@haber/testing', [IMPORTS]],
    ['production code imports fast-check', 'libs/platform/http/src', 'fast-check', [IMPORTS]],
  ] as const
).map(([fault, layer, name, rules]) => ({ fault, layer, code: imported(name), rules }));

const impureImports: Probe[] = [
  ...['libs/money/src', 'libs/ledger/src', 'libs/dialects/src', 'libs/payments/src/domain'].flatMap((layer) =>
    ['node:crypto', 'fs', '@nestjs/common', 'pg', 'rxjs'].map((name) => ({ layer, name })),
  ),
  ...['libs/money/src', 'libs/ledger/src', 'libs/payments/src/domain'].map((layer) => ({
    layer,
    name: 'class-validator',
  })),
  { layer: 'libs/payments/src/domain', name: '@haber/event-store' },
  { layer: 'libs/payments/src/domain', name: '@haber/dialects' },
  { layer: 'libs/applications/src/domain', name: 'node:crypto' },
  { layer: 'libs/credit-lines/src/domain', name: '@nestjs/common' },
  { layer: 'libs/gateway/src/domain', name: 'node:crypto' },
  { layer: 'libs/credit-lines/src/projections', name: '../domain/credit-line' },
  { layer: 'libs/credit-lines/src/queries', name: '../domain/credit-line' },
].map(({ layer, name }) => ({ fault: `${layer} imports ${name}`, layer, code: imported(name), rules: [IMPORTS] }));

const impureCalls: Probe[] = [
  'Date.now()',
  'new Date()',
  'Date()',
  'Math.random()',
  'crypto.randomUUID()',
  'performance.now()',
  'process.env',
  'Temporal.Now.instant()',
  'globalThis.crypto',
  "import('node:fs')",
  'setTimeout(String, 1)',
].flatMap((call) =>
  ['libs/money/src', 'libs/ledger/src', 'libs/dialects/src', 'libs/credit-lines/src/domain'].map((layer) => ({
    fault: `${layer} calls ${call}`,
    layer,
    code: exported(call),
    rules: ['haber/pure'],
  })),
);

const numbers: Probe[] = (
  [
    ['a file of 301 lines', 'max-lines', lines(301)],
    ['a line of 121', 'max-len', `${HEAD}export const probe = '${'x'.repeat(97)}';\n`],
    ['a function of 71 lines', 'max-lines-per-function', exported(`() => {\n${'  String(1);\n'.repeat(69)}}`)],
    ['4 parameters', 'max-params', exported('(a: string, b: string, c: string, d: string) => a + b + c + d')],
    ['complexity 9', 'complexity', exported(`(a: string) => a ${'|| a '.repeat(8)}`)],
    ['nesting 4', 'max-depth', exported('(a: boolean) => { if (a) { if (a) { if (a) { if (a) { String(a); } } } } }')],
  ] as const
).map(([fault, rule, code]) => ({ fault, layer: 'libs/platform/http/src', code, rules: [rule] }));

const types: Probe[] = (
  [
    ['a promise that nobody awaits', 'no-floating-promises', `${HEAD}Promise.resolve(1);\n`],
    ['a promise as a condition', 'no-misused-promises', exported('() => (Promise.resolve(1) ? 1 : 2)')],
    ['await of no promise', 'await-thenable', exported('async () => {\n  await 1;\n}')],
    [
      'a switch that forgets a case',
      'switch-exhaustiveness-check',
      switchOf("'a' | 'b'", "    case 'a':\n      return 1;\n"),
    ],
    ['any', 'no-explicit-any', `${HEAD}export type Probe = any;\n`],
    ['a non-null assertion', 'no-non-null-assertion', exported('(a: string | undefined) => a!.length')],
    [
      'a type imported as a value',
      'consistent-type-imports',
      `${HEAD}import { Server } from 'node:net';\nexport type P = Server;\n`,
    ],
    ['an unused variable', 'no-unused-vars', `${HEAD}const probe = 1;\n`],
    ['a thrown text', 'only-throw-error', `${HEAD}export function probe(): void {\n  throw 'text';\n}\n`],
    ['a require', 'no-require-imports', exported("require('node:fs') as unknown")],
    ['a silenced type error', 'ban-ts-comment', `${HEAD}// @ts-ignore\nexport const probe = 1;\n`],
  ] as const
).map(([fault, rule, code]) => ({ fault, layer: TYPED, code, typed: true, rules: [`@typescript-eslint/${rule}`] }));

const cleanFiles: Probe[] = (
  [
    ['money with big.js', 'libs/money/src', imported('big.js')],
    ['ledger with money', 'libs/ledger/src', imported('@haber/money')],
    [
      'dialects with decorators and ledger',
      'libs/dialects/src',
      `${HEAD}import 'class-validator';\nimport '@haber/ledger';\n`,
    ],
    ['domain with ledger', 'libs/payments/src/domain', imported('@haber/ledger')],
    ['a context with platform', 'libs/payments/src', imported('@haber/account-writer')],
    ['the writer with ledger', 'libs/platform/account-writer/src', imported('@haber/ledger')],
    ['personal data with ledger', 'libs/platform/personal-data/src', imported('@haber/ledger')],
    ['an app with a context', 'apps/standalone/src', imported('@haber/payments')],
    ['an app with the composition', 'apps/standalone/src', imported('@haber/composition')],
    ['the composition with contexts', 'libs/composition/src', imported('@haber/audit')],
    ['an app with the client', 'apps/cli/src', imported('@haber/client')],
    ['a time that was given', 'libs/ledger/src', exported('(ms: number) => new Date(ms).toISOString()')],
    ['a name of its own', 'libs/ledger/src', exported('(process: { env: string }) => process.env')],
    ['a derived id', 'libs/ledger/src', `${HEAD}import { v5 } from 'uuid';\nexport const probe = v5;\n`],
    ['a whole switch', 'libs/ledger/src', switchOf("'a'", "    case 'a':\n      return 1;\n")],
    ['a switch over a union of ten', 'libs/ledger/src', wholeSwitch(10)],
    ['300 lines', 'libs/platform/http/src', lines(300)],
  ] as const
).map(([fault, layer, code]) => ({ fault: `clean: ${fault}`, layer, code, rules: [] }));

function wholeSwitch(size: number): string {
  const members = Array.from({ length: size }, (_, n) => `'${n}'`);
  return switchOf(
    members.join(' | '),
    members.map((member) => `    case ${member}:\n      return ${member.length};\n`).join(''),
  );
}

const rest: Probe[] = [
  {
    fault: 'the ledger makes a random id',
    layer: 'libs/ledger/src',
    code: `${HEAD}import { v4 } from 'uuid';\nexport const probe = v4();\n`,
    rules: ['haber/pure'],
  },
  { fault: 'no opening comment', layer: 'libs/ledger/src', code: 'export {};\n', rules: ['haber/opening-comment'] },
  {
    fault: 'a domain file of 251 lines',
    layer: 'libs/payments/src/domain',
    code: lines(251),
    rules: ['max-lines'],
    says: /250/,
  },
];

const probes = [...directions, ...impureImports, ...impureCalls, ...numbers, ...types, ...rest, ...cleanFiles];

type Message = { rule: string | null; message: string };
let answers: Message[][];

function lint(these: readonly { file: string; code: string; typed: boolean }[]): Message[][] {
  const { stdout, stderr } = spawnSync(process.execPath, [join(root, 'tools/lint-probes.mjs')], {
    cwd: root,
    input: JSON.stringify(these),
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  try {
    return JSON.parse(stdout) as Message[][];
  } catch {
    throw new Error(`the lint did not answer: ${stdout}\n${stderr}`);
  }
}

describe('each boundary bites', () => {
  beforeAll(() => {
    answers = lint(
      probes.map(({ layer, code, typed = false }) => ({
        file: join(root, layer, typed ? EXISTING : 'probe.ts'),
        code,
        typed,
      })),
    );
  }, 120_000);

  it.each(probes.map((probe, index) => ({ ...probe, index })))('$fault', ({ index, rules, says }) => {
    const messages = answers[index] ?? [];
    expect([...new Set(messages.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
    if (says) expect(messages.map(({ message }) => message).join('\n')).toMatch(says);
  });

  it('names files in kebab-case, after an idea', () => {
    const names = [
      'libs/ledger/src/creditAccount.mjs',
      'libs/ledger/src/utils.mjs',
      'libs/ledger/src/credit-account.mjs',
    ];
    const found = lint(names.map((name) => ({ file: join(root, name), code: HEAD, typed: false })));
    expect(found.map((messages) => messages.map(({ rule }) => rule))).toEqual([
      ['haber/file-name'],
      ['haber/file-name'],
      [],
    ]);
  }, 60_000);
});

interface Package {
  readonly name: string;
  readonly folder: string;
  readonly tags: readonly string[];
  readonly targets: readonly string[];
}

function packages(): Package[] {
  const folders = ['apps', 'libs', 'libs/platform'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(root, group, name)),
  );
  return [...folders, join(root, 'bench')].flatMap((folder) => {
    const manifest = readManifest(folder);
    return manifest === undefined ? [] : [{ ...manifest, folder }];
  });
}

function readManifest(folder: string): Omit<Package, 'folder'> | undefined {
  if (!readdirSync(folder).includes('package.json')) return undefined;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    nx?: { tags?: string[]; targets?: object };
  };
  return { name: manifest.name, tags: manifest.nx?.tags ?? [], targets: Object.keys(manifest.nx?.targets ?? {}) };
}

function productionImports({ folder, name }: Package): string[] {
  if (!existsSync(join(folder, 'src'))) return []; // haber-verify: one file that imports nothing of ours
  const files = readdirSync(join(folder, 'src'), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts') && !/\.(spec|contract|fixture)\.ts$/.test(file));
  const found = sources.flatMap((file) =>
    [...readFileSync(join(folder, 'src', file), 'utf8').matchAll(/^(?:import|export|\}).*?'(@haber\/[^']+)'/gm)].map(
      (match) => match[1] ?? '',
    ),
  );
  return [...new Set(found)].filter((target) => target !== name);
}

describe('packages', () => {
  const all = packages();

  it.each(all.map((one) => [relative(root, one.folder), one] as const))('%s has its tags and targets', (path, one) => {
    const expected = path.startsWith('libs/platform/') ? ['type:platform', `platform:${path.split('/')[2]}`] : [];
    const type = /^type:(app|bench|client|composition|context|dialects|ledger|money|platform|testing)$/;
    expect(one.tags.filter((tag) => type.test(tag))).toHaveLength(1);
    expect(one.tags).toEqual(expect.arrayContaining(expected));
    expect(one.targets).toEqual(expect.arrayContaining(['build', 'lint', 'test']));
  });

  it('import each other in production without a cycle', () => {
    // Cycles through test support are let pass by the lint, so production code is looked at by itself.
    const imports = new Map(all.map((one) => [one.name, productionImports(one)]));
    expect([...imports.values()].flat().length).toBeGreaterThan(20);
    const settled = new Set<string>();
    for (let round = 0; round < all.length; round += 1) {
      for (const [name, targets] of imports) if (targets.every((target) => settled.has(target))) settled.add(name);
    }
    expect([...imports.keys()].filter((name) => !settled.has(name))).toEqual([]);
  });
});
