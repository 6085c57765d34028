/**
 * The life of a process: start, run, stop once and in order, within a bounded time. Whatever was started is registered
 * with `defer`, and is stopped in the reverse order, also when the start fails half-way. A fault that nobody caught
 * ends the process: what is durable is in the event log, and a process in an unknown state must not go on.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Environment,
  type ProcessConfig,
  readEnvironment,
  unknownVariables,
  UnusableEnvironment,
} from './environment';
import { createLogger, type Logger } from './logger';

export const EXIT_CODES = { stopped: 0, fault: 1, stopTimedOut: 2, environment: 78, forced: 130 } as const;

export interface ProcessContext {
  /** Of the process, as logs and traces show it. */
  readonly name: string;
  readonly config: ProcessConfig;
  readonly logger: Logger;
  /** Runs at the stop, before what was deferred earlier. A failing one is logged and does not keep back the others. */
  defer(name: string, stop: () => Promise<void> | void): void;
  /** Aborted when the process is told to stop, before anything stops: from then on it is not ready. */
  readonly stopping: AbortSignal;
  /** It stops, or could not start, because something cannot go on: not because it was told to stop. */
  hasFailed(): boolean;
  /** Ends the process in order with the exit code of a fault: for parts that cannot go on and say so by themselves. */
  fail(error: unknown): void;
}

export interface StartProcessOptions {
  readonly name: string;
  /** Resolves when the process is ready to work. */
  readonly start: (context: ProcessContext) => Promise<void>;
  /** Default: this process. */
  readonly host?: ProcessHost;
}

/** What of a process is needed here. */
export interface ProcessHost {
  readonly env: Environment;
  readonly nodeVersion: string;
  on(event: 'SIGINT' | 'SIGTERM' | 'uncaughtException' | 'unhandledRejection', listener: (what: unknown) => void): void;
  exit(code: number): void;
  /** Before there is a log. */
  complain(line: string): void;
}

const OLDEST_NODE = 24;
/** Their messages are meant for the operator: shown without a stack, exit code 78. */
const OPERATOR_ERRORS = [
  'UnusableEnvironment',
  'UnusableMasterKey',
  'UnusableDataDirectory',
  'DataDirectoryInUse',
  'UnfinishedRestore',
  'PortUnusable',
  'UnusableTokenKey',
  'UnusableBankSecret',
  'UnusableBook',
  'BookInUse',
];

/** Resolves when the process runs, or has failed to; it never rejects. */
export async function startProcess(options: StartProcessOptions): Promise<void> {
  const host = options.host ?? thisProcess();
  try {
    assertNode(host.nodeVersion);
    const config = readEnvironment(host.env);
    const logger = createLogger({ name: options.name, level: config.logLevel });
    await new ProcessLife(options, { host, config, logger }).run();
  } catch (error) {
    host.complain(error instanceof Error ? error.message : String(error));
    host.exit(error instanceof UnusableEnvironment ? EXIT_CODES.environment : EXIT_CODES.fault);
  }
}

/** @throws UnusableEnvironment on a Node that is too old. */
export function assertNode(version: string): void {
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return;
  throw new UnusableEnvironment(
    `Haber needs Node ${OLDEST_NODE} or later, this is ${version}. Start it with npm (npm start), which uses the ` +
      'Node in node_modules/.bin, or put that folder first on PATH.',
  );
}

/**
 * For the first import of a process' main file, before anything that an old Node cannot even load: ends the process
 * with the remedy.
 */
export function demandNode(host: Pick<ProcessHost, 'nodeVersion' | 'complain' | 'exit'> = thisProcess()): void {
  try {
    assertNode(host.nodeVersion);
  } catch (error) {
    host.complain((error as Error).message);
    host.exit(EXIT_CODES.environment);
  }
}

function thisProcess(): ProcessHost {
  return {
    env: process.env,
    nodeVersion: process.versions.node,
    on: (event, listener) => void process.on(event, listener),
    exit: (code) => process.exit(code),
    complain: (line) => void process.stderr.write(`${line}\n`),
  };
}

interface Surroundings {
  readonly host: ProcessHost;
  readonly config: ProcessConfig;
  readonly logger: Logger;
}

interface Deferred {
  readonly name: string;
  readonly stop: () => Promise<void> | void;
}

class ProcessLife {
  private readonly deferred: Deferred[] = [];
  private starting: Promise<void> = Promise.resolve();
  private readonly stopping = new AbortController();
  private failed = false;
  private overtime: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: StartProcessOptions,
    private readonly surroundings: Surroundings,
  ) {}

  async run(): Promise<void> {
    const { host, config, logger } = this.surroundings;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) host.on(signal, () => this.onSignal(signal));
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
      host.on(event, (error) => this.onFault(event, error));
    }
    const misspelt = unknownVariables(host.env);
    if (misspelt.length > 0) logger.warn({ variables: misspelt }, 'unknown variables: misspelt?');
    const context: ProcessContext = {
      name: this.options.name,
      config,
      logger,
      stopping: this.stopping.signal,
      hasFailed: () => this.failed,
      defer: (name, stop) => void this.deferred.push({ name, stop }),
      fail: (error) => this.onFailure(error),
    };
    this.starting = this.options.start(context);
    await this.starting.catch((error: unknown) => this.onFailedStart(error));
  }

  private onSignal(signal: string): void {
    const { host, logger } = this.surroundings;
    if (this.stopping.signal.aborted) {
      logger.warn({ signal }, 'stopping at once');
      clearTimeout(this.overtime);
      return host.exit(EXIT_CODES.forced);
    }
    logger.info({ signal }, 'stopping');
    void this.stop(EXIT_CODES.stopped);
  }

  private onFault(event: string, error: unknown): void {
    this.surroundings.logger.fatal({ err: error }, event);
    this.surroundings.host.exit(EXIT_CODES.fault);
  }

  private onFailure(error: unknown): void {
    this.surroundings.logger.fatal({ err: error }, 'cannot go on');
    void this.stop(EXIT_CODES.fault);
  }

  private async onFailedStart(error: unknown): Promise<void> {
    const { logger, host } = this.surroundings;
    if (this.stopping.signal.aborted) return;
    const isOperators = error instanceof Error && this.isOperators(error);
    if (isOperators) host.complain(error.message);
    else logger.fatal({ err: error }, 'the start failed');
    await this.stop(isOperators ? EXIT_CODES.environment : EXIT_CODES.fault);
  }

  private isOperators(error: Error): boolean {
    return OPERATOR_ERRORS.includes(error.name);
  }

  /** Once; a start that is under way is waited for, so that nothing is stopped while it is being made. */
  private async stop(code: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    this.failed = code !== EXIT_CODES.stopped;
    this.stopping.abort();
    const { host, logger, config } = this.surroundings;
    // Whoever sends requests here learns first that no more are wanted; a fault waits for nobody.
    const delayMs = code === EXIT_CODES.stopped ? config.shutdownDelayMs : 0;
    this.overtime = setTimeout(() => {
      logger.error({ timeoutMs: config.shutdownTimeoutMs }, 'the stop takes too long');
      host.exit(EXIT_CODES.stopTimedOut);
    }, delayMs + config.shutdownTimeoutMs);
    if (delayMs > 0) await sleep(delayMs);
    await this.starting.catch(() => undefined);
    for (let last = this.deferred.pop(); last; last = this.deferred.pop()) await this.stopOne(last);
    clearTimeout(this.overtime);
    logger.info('stopped');
    host.exit(code);
  }

  private async stopOne({ name, stop }: Deferred): Promise<void> {
    const { logger } = this.surroundings;
    try {
      await stop();
    } catch (error) {
      logger.error({ err: error, part: name }, 'a part did not stop cleanly');
    }
  }
}
