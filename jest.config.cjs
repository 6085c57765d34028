// One Jest for the whole workspace: packages are mapped to their sources, so tests never need a build.
const { readdirSync, existsSync } = require('node:fs');
const { availableParallelism } = require('node:os');
const { join } = require('node:path');

const roots = ['libs', 'libs/platform'];
// What is imported late is named as it will be called once it is built.
const moduleNameMapper = { '^\\./eventstoredb\\.js$': '<rootDir>/libs/platform/event-store/src/eventstoredb.ts' };
for (const root of roots) {
  for (const name of readdirSync(join(__dirname, root))) {
    if (!existsSync(join(__dirname, root, name, 'src/index.ts'))) continue;
    const manifest = require(join(__dirname, root, name, 'package.json'));
    moduleNameMapper[`^${manifest.name}$`] = `<rootDir>/${root}/${name}/src/index.ts`;
  }
}

module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{libs,apps,bench,tools}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.nx/'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper,
  // One more than there are cores, for most of a suite is waiting for servers; more than eight have no memory.
  maxWorkers: Math.min(8, availableParallelism() + 1),
  workerIdleMemoryLimit: '1500MB',
  testTimeout: 120_000,
};
