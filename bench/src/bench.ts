/**
 * `npm run bench`: the canonical workloads, each beside what it is compared with, in one run. Ratios are what counts:
 * rounds of the compared workloads alternate, so that a slower minute of the machine hits all of them. Method and
 * targets: bench/README.md. At most ten minutes.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openAccounts, useOf } from './commands';
import { longAccount, type LongAccountFigures } from './long-account';
import { type LoadRequest, type LoadResult, runLoad } from './load';
import { outputOf, residentMiB, type Server, startCompare, startHaber } from './processes';
import { report, type Targets } from './report';

export interface Round {
  readonly name: string;
  readonly port: number;
  readonly clients: number;
  readonly next: () => LoadRequest;
}

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '5' },
  },
});
const ACCOUNTS = Number(values.accounts);
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const CLIENTS = 64;
const HOT = 'bench-hot';

const any = (): number => Math.floor(Math.random() * ACCOUNTS);

function roundsOf(haber: Server, compare: Server): Round[] {
  const use = (customer: () => string) => useOf(() => `/api/v1/customers/${customer()}/credit/use`);
  const own = (name: string, next: () => LoadRequest, clients = CLIENTS): Round => ({
    name,
    port: haber.port,
    clients,
    next,
  });
  const other = (name: string, next: () => LoadRequest): Round => ({
    name,
    port: compare.port,
    clients: CLIENTS,
    next,
  });
  return [
    other(
      "c' bare Nest + Fastify POST",
      useOf(() => '/bare'),
    ),
    own(
      'c  no-op, same guard and validation',
      useOf(() => `/noop/bench-${any()}`),
    ),
    own(
      `a  use, ${ACCOUNTS} accounts at random`,
      use(() => `bench-${any()}`),
    ),
    own(
      'b  use, one hot account',
      use(() => HOT),
    ),
    own(
      'b16  hot account, 16 clients',
      use(() => HOT),
      16,
    ),
    own(
      'b256 hot account, 256 clients',
      use(() => HOT),
      256,
    ),
    other(
      'd  naive, one hot account',
      useOf(() => '/naive/account-0/use'),
    ),
    other(
      'da naive, accounts at random',
      useOf(() => `/naive/account-${any()}/use`),
    ),
  ];
}

async function measureRounds(rounds: readonly Round[]): Promise<Map<string, LoadResult[]>> {
  const results = new Map<string, LoadResult[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { name, port, clients, next } of rounds) {
      const load = { host: '127.0.0.1', port, clients, seconds: SECONDS, warmUpSeconds: 1, next, expected: [200] };
      const result = await runLoad(load);
      results.set(name, [...(results.get(name) ?? []), result]);
      console.error(`round ${round + 1}/${ROUNDS}  ${name}: ${result.operationsPerSecond}/s, p99 ${result.p99Ms} ms`);
    }
  }
  return results;
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-bench-'));
  // To be passed through: Postgres does not run as root, even where the bench does.
  await chmod(folder, 0o711);
  const dataDir = join(folder, 'data');
  let haber = await startHaber(dataDir);
  const idleMiB = await residentMiB(haber.pid);
  const compare = await startCompare(haber.databaseUrl, CLIENTS, ACCOUNTS);
  console.error(`opening ${ACCOUNTS} accounts`);
  await openAccounts(haber.port, [HOT, 'bench-small', ...Array.from({ length: ACCOUNTS }, (_, i) => `bench-${i}`)]);
  const results = await measureRounds(roundsOf(haber, compare));
  const loadedMiB = await residentMiB(haber.pid);
  await compare.stop();

  const long: LongAccountFigures = await longAccount({
    use: useOf,
    big: HOT,
    small: 'bench-small',
    server: () => haber,
    restart: async () => {
      await haber.stop();
      haber = await startHaber(dataDir);
    },
  });
  const replay = JSON.parse(await outputOf('replay.js', haber.databaseUrl)) as { events: number; seconds: number };
  await haber.stop();
  await rm(folder, { recursive: true, force: true });

  const processor = cpus()[0]?.model ?? 'unknown';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const machine = `${cpus().length} × ${processor}, ${memory}, Node ${process.version}`;
  const targets: Targets = { machine, results, long, replay, idleMiB, loadedMiB };
  console.log(report(targets));
  await mkdir(join(__dirname, '../results'), { recursive: true });
  await writeFile(
    join(__dirname, '../results/latest.json'),
    JSON.stringify({ ...targets, results: [...results] }, null, 2),
  );
}

void main();
