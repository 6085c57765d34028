/**
 * A real broker for `.int.spec.ts`: the one that KAFKA_BROKERS names, else one of the spec's own from Kafka's jars
 * (`npm run kafka`), where Java and Maven are there, else one in Docker. Where none can be had, the suite is skipped
 * and named in the run's summary; where HABER_REQUIRE lists `kafka`, that is a failure.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { accessSync, constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { hasDocker, kafkaInDocker, type ServerInDocker } from './docker';
import { freePorts } from './free-ports';

const RUN = join(__dirname, '../../../tools/kafka/run.mjs');

/** One more listener of a broker of our own, which names another address to its clients: of a proxy before it. */
export interface ProxiedListener {
  readonly port: number;
  /** host:port */
  readonly advertised: string;
}

export class KafkaBroker {
  private readonly answers: AsyncIterator<string>;

  private constructor(
    private readonly child: ChildProcess | undefined,
    /** As kafkajs takes them. */
    public brokers: readonly string[],
    private readonly inDocker?: ServerInDocker,
  ) {
    this.answers = child?.stdout ? linesOf(child.stdout) : linesOf([]);
  }

  static async start(): Promise<KafkaBroker> {
    const given = process.env['KAFKA_BROKERS'];
    if (given) return new KafkaBroker(undefined, given.split(','));
    if (canHaveOwnKafka() || !hasDocker()) return KafkaBroker.startOwn();
    const inDocker = await kafkaInDocker();
    return new KafkaBroker(undefined, [inDocker.address], inDocker);
  }

  /** For whoever stops it, or needs the product's topics for himself: whatever KAFKA_BROKERS says. */
  static async startOwn(proxied?: ProxiedListener): Promise<KafkaBroker> {
    const folder = join(tmpdir(), `haber-test-kafka-${randomUUID()}`);
    const door = proxied ? ['--proxied', `${proxied.port}=${proxied.advertised}`] : [];
    const [port, controllerPort] = await freePorts(2);
    const ports = ['--port', `${port}`, '--controller-port', `${controllerPort}`];
    const child = spawn(process.execPath, [RUN, '--piped', ...ports, '--folder', folder, ...door], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const broker = new KafkaBroker(child, []);
    broker.brokers = [await broker.order('start')];
    return broker;
  }

  /** Others use it too: whoever comes brings names of his own. */
  get isShared(): boolean {
    return !this.child && !this.inDocker;
  }

  /** On the data and the port that it had. */
  async restart(): Promise<void> {
    await this.order('start');
  }

  /** In order; its data stays. */
  async stop(): Promise<void> {
    await this.order('stop');
  }

  /** SIGKILL; its data stays as it is. */
  async kill(): Promise<void> {
    await this.order('kill');
  }

  /** Ends it and removes its data. */
  async destroy(): Promise<void> {
    const { child, inDocker } = this;
    await inDocker?.stop();
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.stdin?.end();
    await gone;
  }

  private async order(what: 'start' | 'stop' | 'kill'): Promise<string> {
    if (!this.child) throw new Error('this broker is not ours to start and stop');
    this.child.stdin?.write(`${what}\n`);
    const { value, done } = await this.answers.next();
    if (done === true) throw new Error('Kafka could not be started: see above');
    return value;
  }
}

function linesOf(input: NodeJS.ReadableStream | readonly string[]): AsyncIterator<string> {
  if (Array.isArray(input)) return (async function* () {})();
  return createInterface({ input: input as NodeJS.ReadableStream })[Symbol.asyncIterator]();
}

/** Prefix of topics and names of groups that no other spec has, on a broker that may be shared. */
export function kafkaName(what: string): string {
  return `${what}-${randomUUID().slice(0, 8)}`;
}

/** A suite that needs a broker. */
export function describeWithKafka(name: string, suite: () => void): void {
  describeIf(canHaveKafka(), name, suite);
}

/** A suite that needs a broker of its own, to be stopped, killed, or had to itself: from the jars. */
export function describeWithOwnKafka(name: string, suite: () => void): void {
  describeIf(canHaveOwnKafka(), name, suite);
}

function describeIf(isThere: boolean, name: string, suite: () => void): void {
  const required = process.env['HABER_REQUIRE']?.split(',').includes('kafka') === true;
  const describeIt = required || isThere ? describe : describe.skip;
  describeIt(name, suite);
}

export function canHaveKafka(): boolean {
  return Boolean(process.env['KAFKA_BROKERS']) || canHaveOwnKafka() || hasDocker();
}

/** Kafka's jars come with Maven and run with Java. */
function canHaveOwnKafka(): boolean {
  return isOnPath('java') && isOnPath('mvn');
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
