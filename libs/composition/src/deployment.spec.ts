/**
 * What is deployed is what there is: docker-compose.yml, Prometheus' files and the dashboard are held against the
 * processes, the variables and the metrics of the product.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment, variableNames } from '@haber/boot';
import { intakeGauges, Metrics, payoutGauges, productGauges, relayMetrics, takenMetrics } from '@haber/telemetry';
import { Exposition } from '@haber/testing';
import { parse } from 'yaml';

const ROOT = join(__dirname, '../../..');

/** Not of this release's product, or run by hand: why a process is no service of docker-compose.yml. */
const NOT_DEPLOYED: Readonly<Record<string, string>> = {
  standalone: 'is all of them in one process, for one machine',
  'haber-verify': 'is what auditors run on their own machine',
};
interface Service {
  readonly image: string;
  readonly build?: { readonly args: { readonly APP: string } };
  readonly profiles: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly volumes?: readonly string[];
  readonly networks: readonly string[];
}

function node(...args: readonly string[]): string {
  return execFileSync(process.execPath, [...args], { cwd: ROOT, encoding: 'utf8' });
}

/** As Compose would read it with a new .env. */
function composed(): Readonly<Record<string, Service>> {
  const script = `
    const { readCompose, variablesOf } = await import('./tools/deploy/compose.mjs');
    const { environmentText } = await import('./tools/deploy/env.mjs');
    console.log(JSON.stringify(readCompose(variablesOf(environmentText())).services));`;
  return JSON.parse(node('--input-type=module', '--eval', script)) as Readonly<Record<string, Service>>;
}

const services = composed();
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);
/** The simulated bank knows nothing of Haber: it has none of its variables and none of its metrics. */
const processes = ours.filter(([name, { profiles }]) => profiles.includes('core') && name !== 'bank-simulator');

describe('docker-compose.yml', () => {
  it('has every process of apps/, or a reason why not', () => {
    const apps = readdirSync(join(ROOT, 'apps'));
    const deployed = ours.map(([, { build }]) => build?.args.APP);
    expect([...deployed, ...Object.keys(NOT_DEPLOYED)].toSorted()).toEqual(apps.toSorted());
    for (const app of deployed) expect(existsSync(join(ROOT, `apps/${app}/src/main.ts`))).toBe(true);
  });

  it.each(ours)('gives %s nothing that it does not know, and nothing that it cannot read', (_, { environment }) => {
    const known = new Set(variableNames());
    expect(Object.keys(environment ?? {}).filter((name) => !known.has(name))).toEqual([]);
    expect(() => readEnvironment(environment ?? {})).not.toThrow();
  });

  it('gives each what it cannot start without', () => {
    const everywhere = ['DATABASE_URL', 'HABER_MASTER_KEY', 'HABER_METRICS_TOKEN'];
    const ofServices = ['HABER_PUBLIC_URL', 'HABER_GATEWAY_PUBLIC_KEYS'];
    const demanded: Readonly<Record<string, readonly string[]>> = {
      gateway: [
        'HABER_GATEWAY_SIGNING_KEY',
        ...['HABER_APPLICATIONS_URLS', 'HABER_CAPACITY_URLS', 'HABER_CREDIT_LINES_URLS', 'HABER_PAYMENTS_URLS'],
      ],
      ...{ applications: ofServices, 'credit-lines': ofServices },
      capacity: [...ofServices, 'KAFKA_BROKERS', 'HABER_BANK_SIMULATOR_URL'],
      payments: [...ofServices, 'KAFKA_BROKERS', 'HABER_BANK_SIMULATOR_URL', 'HABER_BANK_SIMULATOR_SECRET'],
      relay: ['KAFKA_BROKERS'],
    };
    for (const [name, { environment = {} }] of processes) {
      const absent = [...everywhere, ...(demanded[name] ?? ['a line in this test'])].filter((key) => !environment[key]);
      expect([name, absent]).toEqual([name, []]);
    }
  });

  it('lets only the gateway and Grafana be reached, on this machine alone; payments may reach a bank', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
    expect(published).toEqual([
      ['gateway', '127.0.0.1:3000:3000'],
      ['grafana', '127.0.0.1:3001:3000'],
    ]);
    const outside = Object.entries(services).filter(([, { networks }]) => networks.includes('edge'));
    expect(outside.map(([name]) => name)).toEqual(['gateway', 'payments', 'grafana']);
  });

  it('waits for what has a health check, and pins what it does not build', () => {
    for (const [name, { depends_on: awaited = {}, healthcheck, build, image }] of Object.entries(services)) {
      for (const [other, { condition }] of Object.entries(awaited)) {
        expect([name, other, condition]).toEqual([name, other, 'service_healthy']);
        expect(services[other]?.healthcheck ?? services[other]?.build).toBeDefined();
      }
      // Ours bring it along in the image.
      if (!build)
        expect([name, healthcheck !== undefined, image]).toEqual([name, true, expect.stringMatching(/:v?\d+\.\d+/)]);
    }
  });

  it('keeps the data of every process', () => {
    for (const [name, { volumes }] of processes) expect([name, volumes]).toEqual([name, [`${name}:/data`]]);
  });

  it('is told everything by env.example, and env.example nothing that it does not ask for', () => {
    const text = readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8');
    const asked = new Set([...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name));
    const required = [...text.matchAll(/\$\{(\w+):\?/g)].map(([, name]) => name);
    const example = readFileSync(join(ROOT, 'deploy/env.example'), 'utf8');
    const told = [...example.matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect(told.filter((name) => !asked.has(name))).toEqual([]);
    expect(required.filter((name) => !told.includes(name))).toEqual([]);
  });
});

describe('Prometheus and Grafana', () => {
  it('scrape every process, on the port that it has', () => {
    const { scrape_configs: jobs } = parse(readFileSync(join(ROOT, 'deploy/prometheus/prometheus.yml'), 'utf8')) as {
      scrape_configs: { job_name: string; dns_sd_configs: { names: string[]; port: number }[] }[];
    };
    const [found] = jobs.find(({ job_name: name }) => name === 'haber')?.dns_sd_configs ?? [];
    expect(found).toMatchObject({ names: processes.map(([name]) => name), port: 3000 });
    expect(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8')).toContain('PORT=3000 ');
  });

  it('ask for no metric and no label that the product does not tell', async () => {
    const known = await labelsByMetric();
    for (const name of recorded()) known.set(name, undefined);
    const asked = JSON.parse(node('tools/deploy/promql.mjs')) as { where: string; name: string; labels: string[] }[];
    expect(asked.length).toBeGreaterThan(50);
    const unknown = asked.flatMap(({ where, name, labels }) => {
      if (!known.has(name)) return [`${where}: ${name}`];
      const own = known.get(name);
      return labels.filter((label) => own && !own.has(label)).map((label) => `${where}: ${name}{${label}}`);
    });
    expect(unknown).toEqual([]);
  });

  it('show or watch every metric of Haber’s own', async () => {
    const asked = node('tools/deploy/promql.mjs');
    const unseen = [...(await labelsByMetric()).keys()].filter(
      (name) => name.startsWith('haber_') && !asked.includes(name.replace(/_(bucket|sum|count)$/, '')),
    );
    expect(unseen).toEqual(['haber_relay_position']);
  });
});

/** Undefined: with labels of a rule's own making. */
type LabelsByMetric = Map<string, ReadonlySet<string> | undefined>;

/** What Prometheus adds to every series that it scrapes. */
const ADDED = ['job', 'instance', 'process'];

/** Of every metric that a process may tell, as /metrics shows it. */
async function labelsByMetric(): Promise<LabelsByMetric> {
  const metrics = new Metrics();
  const behind = { positions: 0n, ms: 0 };
  productGauges(metrics, {
    writers: { accounts: { usage: { unanswered: 0, busyAccounts: 0, cacheBytes: 0 } } },
    checks: () => [{ name: 'database', status: 'ok' } as never],
    log: { isDense: true, end: () => 0n },
    projections: () => [{ name: 'accounts', behind } as never],
    signing: () => ({ signs: true, behind }),
    pools: { commands: { totalCount: 0, idleCount: 0, waitingCount: 0 } },
    instances: () => [{ service: 'payments', state: 'ready' }],
  });
  relayMetrics(metrics, {
    health: () => ({ role: 'active', through: 0n, failingMs: 0 }),
    logEnd: () => 0n,
    waitingMs: () => 0,
  });
  const reactions = [{ group: 'a', healthy: true, parkedAccounts: 0, lag: new Map([['b', 0n]]) }];
  const open = [{ status: 'submitted', payouts: 1, oldestSeconds: 1 }];
  payoutGauges(metrics, () => ({ open, openItems: 0, reactions }));
  intakeGauges(metrics, () => ({ healthy: true, parkedKeys: 0, lag: 0n }));
  takenMetrics(metrics)({ accepted: 1, duplicate: 1, contradicting: 1 });
  metrics.bankAnswers.of('a', 'b', 'c').add();
  metrics.requests.of('/', 'GET', 200).observe(1);
  for (const family of [metrics.commandDuration, metrics.projectionDuration]) family.of('a').observe(1);
  for (const family of [metrics.groupEntries, metrics.groupDuration]) family.of().observe(1);
  metrics.commands.of('a', 'rejected', 'b').add();
  for (const family of [metrics.projectedEvents, metrics.rateLimited, metrics.conflicts]) family.of('a').add();
  metrics.nudges.of().add();
  const { samples } = new Exposition(await metrics.registry.metrics());
  const found: LabelsByMetric = new Map([
    ['up', new Set(ADDED)],
    ['ALERTS', new Set(['alertstate'])],
  ]);
  for (const { name, labels } of samples) found.set(name, new Set([...ADDED, ...Object.keys(labels)]));
  return found;
}

function recorded(): readonly string[] {
  const { groups } = parse(readFileSync(join(ROOT, 'deploy/prometheus/rules.yml'), 'utf8')) as {
    groups: { rules: { record?: string }[] }[];
  };
  return groups.flatMap(({ rules }) => rules.flatMap(({ record }) => record ?? []));
}

describe('npm run lint:deploy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'haber-deploy-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  type Break = readonly [file: string, find: string, become: string, said: RegExp];
  const DOCKERFILE = 'deploy/Dockerfile';
  const COMPOSE = 'docker-compose.yml';
  const RULES = 'deploy/prometheus/rules.yml';
  const DASHBOARD = 'deploy/grafana/dashboards/haber.json';

  function linted(breaks: readonly Break[]): { readonly status: number | null; readonly said: string } {
    cpSync(join(ROOT, 'deploy'), join(folder, 'deploy'), { recursive: true, force: true });
    cpSync(join(ROOT, COMPOSE), join(folder, COMPOSE), { force: true });
    for (const [file, find, become] of breaks) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).toContain(find);
      writeFileSync(join(folder, file), text.replace(find, become));
    }
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['tools/deploy/lint.mjs', '--no-promtool', '--root', folder],
      { cwd: ROOT, encoding: 'utf8' },
    );
    return { status, said: stdout + stderr };
  }

  it('finds nothing in what is there', () => {
    expect(linted([])).toMatchObject({ status: 0 });
  });

  // Every lint runs whatever the others find: what does not hide another is broken in one go.
  it.each<[string, readonly Break[]]>([
    [
      'an image, rules and a dashboard that are not what they must be',
      [
        [DOCKERFILE, 'node:24.21.0-bookworm-slim', 'node:latest', /node:latest is not pinned/],
        [DOCKERFILE, 'USER node\n', '', /runs as root/],
        [DOCKERFILE, 'HEALTHCHECK', '# HEALTHCHECK', /HEALTHCHECK is missing/],
        [DOCKERFILE, 'STOPSIGNAL SIGTERM', 'STOPSIGNAL SIGKILL', /STOPSIGNAL SIGTERM is missing/],
        [DOCKERFILE, 'ENTRYPOINT ["node", "apps/app/dist/main.js"]', 'ENTRYPOINT node main.js', /must be a list/],
        [DOCKERFILE, 'ENV NODE_ENV=production', 'ENV HABER_MASTER_KEY=abc', /HABER_MASTER_KEY is a secret/],
        [COMPOSE, 'cap_drop: [ALL]', 'cap_dropp: [ALL]', /ComposeValidationError/],
        [RULES, 'haber_ready == 0', 'haber_ready == == 0', /HaberNotReady: does not parse/],
        [RULES, 'alert: HaberQueueFull', 'alert: HaberFull', /HaberFull: rules.test.yml does not bring it about/],
        [RULES, 'severity: page', 'severity: high', /severity must be page or ticket/],
        [
          'deploy/prometheus/prometheus.yml',
          'rule_files: [',
          'rule_files: [[',
          /YAML: deploy\/prometheus\/prometheus.yml/,
        ],
        [DASHBOARD, '"unit": "s"', '"unit": ""', /has no unit/],
        [DASHBOARD, '$process', '$proces', /uses \$proces, which is no variable/],
        [DASHBOARD, '"expr": "sum(haber_relay_active)"', '"expr": ""', /"Relay at work" has an empty expression/],
      ],
    ],
    [
      'a port that all the world may reach, and a misspelt instruction',
      [
        [COMPOSE, "'127.0.0.1:${GRAFANA_PORT:-3001}:3000'", "'3001:3000'", /no-unbound-port-interfaces/],
        [DOCKERFILE, 'WORKDIR /app', 'WORKDR /app', /WORKDR/],
      ],
    ],
    [
      'a key that stands there twice',
      [
        [COMPOSE, 'name: haber\n', 'name: haber\nname: other\n', /YAML: docker-compose.yml: Map keys must be unique/],
        [
          DASHBOARD,
          '"expr": "sum(haber_relay_active)"',
          '"expr": "sum(haber_relay_active"',
          /Relay at work: does not parse/,
        ],
      ],
    ],
    [
      'an anchor that is not there',
      [[COMPOSE, '<<: *haber', '<<: *habr', /YAML: docker-compose.yml: Merge sources must be/]],
    ],
  ])('finds %s', (_, breaks) => {
    const { status, said } = linted(breaks);
    for (const [, , , fault] of breaks) expect(said).toMatch(fault);
    expect(status).toBe(1);
  });
});
