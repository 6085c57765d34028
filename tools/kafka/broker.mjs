// One Kafka broker in KRaft mode, on Java 17: on a data directory of its own, on ports that stay its own over restarts.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { classpath, programOf } from './jars.mjs';

const START_TIMEOUT_MS = 60_000;
const HEAP = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
const CLUSTER_ID = 'aGFiZXIta2Fma2EtdGVzdA';
// Whoever listens on its port need not be this broker.
const STARTED = 'Kafka Server started';

export class Broker {
  /** `proxied`: `port=host:port`, one more listener and what it says to its clients that its address is. */
  constructor(folder, { port, controllerPort, proxied }) {
    this.folder = folder;
    this.port = port;
    this.controllerPort = controllerPort;
    this.proxied = proxied?.split('=');
    this.java = programOf('java');
    if (!this.java) throw new Error('Kafka needs Java 17 (java) on PATH, or KAFKA_BROKERS');
    this.classpath = classpath();
  }

  get address() {
    return `127.0.0.1:${this.port}`;
  }

  get log() {
    return join(this.folder, 'broker.log');
  }

  get running() {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it takes connections. */
  async start() {
    if (this.running) return;
    const config = this.prepare();
    const log = openSync(this.log, 'a');
    const said = statSync(this.log).size;
    const main = ['-cp', this.classpath, 'kafka.Kafka', config];
    this.child = spawn(this.java, [...HEAP, ...main], { stdio: ['ignore', log, log] });
    closeSync(log);
    this.gone = new Promise((resolve) => this.child.once('exit', resolve));
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (!readFileSync(this.log).subarray(said).includes(STARTED)) {
      if (!this.running) throw new Error(`Kafka ended:\n${this.lastWords()}`);
      if (Date.now() > deadline) throw new Error(`Kafka does not start:\n${this.lastWords()}`);
      await sleep(50);
    }
  }

  /** SIGTERM, SIGKILL. Resolves when it is gone. */
  async end(signal) {
    if (!this.running) return;
    this.child.kill(signal);
    await this.gone;
  }

  prepare() {
    const config = join(this.folder, 'server.properties');
    const logs = join(this.folder, 'data');
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(config, propertiesOf({ ...this, logs }));
    if (!existsSync(join(logs, 'meta.properties'))) this.format(config);
    return config;
  }

  format(config) {
    const tool = ['-cp', this.classpath, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', config];
    const { status, stdout, stderr } = spawnSync(this.java, [...HEAP, ...tool], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`Kafka could not format ${this.folder}:\n${stdout}${stderr}`);
  }

  lastWords() {
    return readFileSync(this.log, 'utf8').slice(-4_000);
  }
}

function propertiesOf({ port, controllerPort, proxied, logs }) {
  const [doors, names] = [[`PLAINTEXT://127.0.0.1:${port}`], [`PLAINTEXT://127.0.0.1:${port}`]];
  if (proxied) {
    doors.push(`PROXIED://127.0.0.1:${proxied[0]}`);
    names.push(`PROXIED://${proxied[1]}`);
  }
  return [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${controllerPort}`,
    `listeners=${doors.join()},CONTROLLER://127.0.0.1:${controllerPort}`,
    `advertised.listeners=${names.join()}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,PROXIED:PLAINTEXT',
    'inter.broker.listener.name=PLAINTEXT',
    `log.dirs=${logs}`,
    'offsets.topic.replication.factor=1',
    'offsets.topic.num.partitions=4',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'transaction.state.log.num.partitions=2',
    'share.coordinator.state.topic.replication.factor=1',
    'share.coordinator.state.topic.min.isr=1',
    // One that was killed may come back soon: it must wait for this end of its former life.
    'broker.session.timeout.ms=2000',
    'broker.heartbeat.interval.ms=500',
    'group.initial.rebalance.delay.ms=0',
    'group.min.session.timeout.ms=1000',
    'auto.create.topics.enable=false',
    '',
  ].join('\n');
}
