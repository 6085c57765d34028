/**
 * `npm run bench:shapes`: the product as separate processes with Kafka, its log in Postgres and in EventStoreDB, beside
 * the product in one process; how fast each relay empties a backlog; how long after its commit a consumer has an event.
 * Method: bench/README.md.
 */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Cluster, type ClusterOptions } from '@haber/testing';
import { measureBus } from './bus';
import { openAccounts, useOf } from './commands';
import { type LoadResult, runLoad } from './load';
import { BENCH_KEY, startHaber } from './processes';

const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '5' },
  },
});
const ACCOUNTS = Number(values.accounts);
const ROUNDS = Number(values.rounds);
const SECONDS = Number(values.seconds);
const CLIENTS = 64;
const HOT = 'bench-hot';

/** Shapes that are held against one process: another one joins here. */
const SHAPES: readonly { readonly name: string; readonly options: ClusterOptions }[] = [
  { name: 'processes, Kafka, log in Postgres', options: { kafka: 'direct' } },
  { name: 'processes, Kafka, log in EventStoreDB', options: { kafka: 'direct', log: 'eventstoredb' } },
];

interface Measured {
  readonly name: string;
  readonly port: number;
  readonly random: LoadResult[];
  readonly hot: LoadResult[];
}

const any = (): string => `bench-${Math.floor(Math.random() * ACCOUNTS)}`;
const portOf = (url: string): number => Number(new URL(url).port);

async function measure({ name, port, random, hot }: Measured): Promise<void> {
  const load = { host: '127.0.0.1', port, clients: CLIENTS, seconds: SECONDS, warmUpSeconds: 1, expected: [200] };
  for (const [results, customer] of [
    [random, any],
    [hot, () => HOT],
  ] as const) {
    const result = await runLoad({ ...load, next: useOf(() => `/api/v1/customers/${customer()}/credit/use`) });
    results.push(result);
    console.error(`${name}: ${result.operationsPerSecond}/s, p99 ${result.p99Ms} ms`);
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rowsOf(measured: Measured, one: Measured): string[] {
  return (['random', 'hot'] as const).map((kind) => {
    const of = measured[kind];
    const speed = (results: readonly LoadResult[]) => results.map(({ operationsPerSecond }) => operationsPerSecond);
    // Within each round, so that a slow minute hits both.
    const ratio = median(speed(of).map((each, i) => each / (speed(one[kind])[i] ?? 1)));
    const unexpected = of.flatMap((result) => Object.keys(result.unexpected)).join(', ') || 'none';
    const [p50, p99] = [median(of.map(({ p50Ms }) => p50Ms)), median(of.map(({ p99Ms }) => p99Ms))];
    const figures = [median(speed(of)), p50, p99, Math.round(ratio * 100) / 100, unexpected];
    return [`${measured.name}: ${kind === 'hot' ? 'one hot account' : 'accounts at random'}`, ...figures].join(' | ');
  });
}

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'haber-bench-'));
  await chmod(folder, 0o711); // to be passed through, by a Postgres that does not run as root
  const haber = await startHaber(join(folder, 'data'));
  const env = { HABER_BOOTSTRAP_KEY: BENCH_KEY, HABER_LOG_LEVEL: 'warn' };
  const clusters: Cluster[] = [];
  try {
    for (const { options } of SHAPES) clusters.push(await Cluster.start({ ...options, env }));
    const one: Measured = { name: 'one process', port: haber.port, random: [], hot: [] };
    const others = SHAPES.map(({ name }, i) => {
      return { name, port: portOf(clusters[i]?.url ?? ''), random: [], hot: [] };
    });
    console.error(`opening ${ACCOUNTS} accounts in each`);
    const customers = [HOT, ...Array.from({ length: ACCOUNTS }, (_, i) => `bench-${i}`)];
    for (const { port } of [one, ...others]) await openAccounts(port, customers);
    for (let round = 0; round < ROUNDS; round += 1) for (const each of [one, ...others]) await measure(each);
    const buses = [];
    for (const cluster of clusters) buses.push(await measureBus(cluster, portOf(cluster.url), any));
    await tell({ rows: [one, ...others].flatMap((each) => rowsOf(each, one)), buses });
  } finally {
    await haber.stop();
    for (const cluster of clusters) await cluster.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

async function tell(figures: { readonly rows: readonly string[]; readonly buses: readonly object[] }): Promise<void> {
  const processor = cpus()[0]?.model ?? 'unknown';
  const machine = `${cpus().length} × ${processor}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  console.log(`machine: ${machine}\n\nshape | operations/s | p50 ms | p99 ms | × one process | unexpected`);
  console.log(`---|---|---|---|---|---\n${figures.rows.join('\n')}\n`);
  SHAPES.forEach(({ name }, i) => console.log(`${name}: ${JSON.stringify(figures.buses[i])}`));
  await mkdir(join(__dirname, '../results'), { recursive: true });
  await writeFile(join(__dirname, '../results/shapes.json'), JSON.stringify({ machine, ...figures }, null, 2));
}

void main();
