// Where Kafka's jars are: asked of Maven once for each version of the pom, which downloads what is missing (43 MB).
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from '../runtime.mjs';

const POM = join(import.meta.dirname, 'pom.xml');
const CACHE = join(root, 'node_modules/.cache/haber-kafka');
const MAVEN_TIMEOUT_MS = 300_000;

/** The program's path, looked for as a shell would. */
export function programOf(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @throws Error that says what is missing */
export function classpath() {
  const cached = join(CACHE, createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 16));
  const known = existsSync(cached) ? readFileSync(cached, 'utf8') : '';
  if (known !== '' && known.split(delimiter).every((jar) => existsSync(jar))) return known;

  const mvn = programOf('mvn');
  if (!mvn) throw new Error('Kafka needs Maven (mvn) on PATH, or KAFKA_BROKERS');
  mkdirSync(CACHE, { recursive: true });
  const half = `${cached}.${process.pid}`;
  const goal = ['-q', '-B', '-f', POM, 'dependency:build-classpath', `-Dmdep.outputFile=${half}`];
  const { status, stdout, stderr } = spawnSync(mvn, goal, { encoding: 'utf8', timeout: MAVEN_TIMEOUT_MS });
  if (status !== 0) throw new Error(`Maven could not get Kafka:\n${stdout}${stderr}`);
  renameSync(half, cached);
  return readFileSync(cached, 'utf8');
}
