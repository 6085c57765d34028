// What may import what, what must stay pure, and how long things may get. Every rule that guards the design has a
// probe in tools/boundaries.spec.ts which breaks it on purpose: change one here, and its probe with it.
import nx from '@nx/eslint-plugin';
import { createProjectGraphAsync } from '@nx/devkit';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import haber from './tools/eslint-haber.mjs';

// Without a project graph the Nx rule only warns and checks nothing.
await createProjectGraphAsync({ exitOnError: false });

const SPECS = ['**/*.spec.ts'];
// Suites that run against several implementations, and what only specs import: test code by another name.
const TESTS = [...SPECS, '**/*.contract.ts', '**/*.fixture.ts', 'libs/testing/**/*.ts'];
const DOMAIN = ['libs/*/src/domain/**/*.ts'];
const READ_MODELS = ['libs/*/src/{projections,queries}/**/*.ts'];

// One way: apps → composition → context → dialects → ledger → money, and context → platform → money (ARCHITECTURE.md,
// “Code map”). Who may import `testing` is a matter of files, not of packages, and is said below.
const BELOW_CONTEXT = ['type:dialects', 'type:ledger', 'type:platform', 'type:money', 'type:testing'];
const depConstraints = [
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:composition', 'type:context', 'type:client', ...BELOW_CONTEXT],
  },
  // The only room where contexts meet; it is the processes' own, and no context knows it.
  { sourceTag: 'type:composition', onlyDependOnLibsWithTags: ['type:context', ...BELOW_CONTEXT] },
  // What partners install knows nothing of ours but the document that it is made from.
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:client'] },
  { sourceTag: 'type:bench', onlyDependOnLibsWithTags: ['type:app', 'type:context', ...BELOW_CONTEXT] },
  { sourceTag: 'type:context', onlyDependOnLibsWithTags: BELOW_CONTEXT },
  { sourceTag: 'type:dialects', onlyDependOnLibsWithTags: ['type:ledger', 'type:money', 'type:testing'] },
  { sourceTag: 'type:ledger', onlyDependOnLibsWithTags: ['type:money', 'type:testing'] },
  { sourceTag: 'type:money', onlyDependOnLibsWithTags: ['type:testing'] },
  {
    sourceTag: 'type:platform',
    onlyDependOnLibsWithTags: ['type:platform', 'type:ledger', 'type:money', 'type:testing'],
  },
  {
    // These packages of the floor hold commands and streams in their hands; for the others an event is bytes.
    sourceTag: '/^platform:(?!(account-writer|http|personal-data)$)/',
    onlyDependOnLibsWithTags: ['type:platform', 'type:money', 'type:testing'],
  },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: BELOW_CONTEXT },
];

const oneDoor = {
  regex: '^@haber/[^/]+/',
  message: 'A package has one door, its src/index.ts: import it by its name alone (ARCHITECTURE.md, “Code map”).',
};
const testsOnly = {
  regex: '^(@haber/testing|fast-check|@jest/.*)$',
  message: 'Test support is for specs only: what runs in production must not need it.',
};
const noRules = {
  regex: '(^|/)domain(/|$)',
  message:
    'A read model shows what events say; the rules stay in domain/, which decides (ARCHITECTURE.md, “Code map”).',
};

/** Everything outside the package but these is refused: frameworks, drivers and Node itself. */
function onlyThese(who, allowed) {
  return {
    regex: `^(?!\\.{1,2}(/|$))(?!(${allowed.map((name) => name.replaceAll('.', '\\.')).join('|')})$)`,
    message: `${who} is pure and imports nothing but its own files and ${allowed.join(', ')} (“Code map”).`,
  };
}

function imports(...patterns) {
  return { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] };
}

const DECORATORS = ['class-validator', 'class-transformer'];
const pureLayers = [
  { files: ['libs/money/**/*.ts'], only: onlyThese('money', ['big.js']) },
  { files: ['libs/ledger/**/*.ts'], only: onlyThese('ledger', ['@haber/money', 'temporal-polyfill', 'uuid']) },
  {
    files: ['libs/dialects/**/*.ts'],
    only: onlyThese('dialects', ['@haber/money', '@haber/ledger', 'lossless-json', ...DECORATORS]),
  },
  { files: DOMAIN, only: onlyThese('domain/', ['@haber/money', '@haber/ledger']) },
];

export default defineConfig(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/coverage/**', '.nx/**', '.haber/**', 'bench/results/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{ts,mjs,cjs}'],
    plugins: { haber },
    rules: {
      'haber/file-name': 'error',
      'max-len': ['error', { code: 120, ignoreUrls: true }],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 70],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
      // One exhaustive switch over a union is one decision: `modified` counts it as such.
      complexity: ['error', { max: 8, variant: 'modified' }],
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'no-self-compare': 'error',
      'no-constant-condition': ['error', { checkLoops: 'none' }],
      'no-unreachable': 'error',
      'no-fallthrough': 'error',
      'no-dupe-keys': 'error',
      'no-empty': 'error',
      'no-control-regex': 'error',
      'no-loss-of-precision': 'error',
      'no-unsafe-finally': 'error',
      'no-debugger': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin, '@nx': nx },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { depConstraints, ignoredCircularDependencies: [['@haber/testing', '*']] },
      ],
      ...imports(oneDoor, testsOnly),
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
      '@typescript-eslint/no-base-to-string': 'error',
      '@typescript-eslint/no-for-in-array': 'error',
      '@typescript-eslint/no-implied-eval': 'error',
      '@typescript-eslint/no-unnecessary-type-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unsafe-argument': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-require-imports': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.ts'],
    ignores: ['**/index.ts', ...SPECS],
    rules: { 'haber/opening-comment': 'error' },
  },
  ...pureLayers.map(({ files, only }) => ({
    files,
    ignores: TESTS,
    rules: { 'haber/pure': 'error', ...imports(oneDoor, testsOnly, only) },
  })),
  { files: DOMAIN, ignores: TESTS, rules: { 'max-lines': ['error', 250] } },
  // Published as one file that needs no other.
  { files: ['apps/haber-verify/haber-verify.mjs'], rules: { 'max-lines': ['error', 299] } },
  {
    files: READ_MODELS,
    ignores: SPECS,
    rules: imports(oneDoor, testsOnly, noRules),
  },
  {
    files: TESTS,
    rules: {
      'max-lines-per-function': ['error', 280],
      'max-params': ['error', 6], // a row of a table has as many as it has columns
      'max-len': ['error', { code: 120, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true }],
    },
  },
  // The bench and the torture drive whole processes, with the same support as the specs that do.
  { files: [...TESTS, 'bench/**/*.ts'], rules: imports(oneDoor) },
);
