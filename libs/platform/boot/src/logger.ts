/** The log of a process: one JSON object a line, with nothing in it that is secret or personal (`redact.ts`). */
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import type { LogLevel } from './environment';
import { redact, redactText } from './redact';

export type Logger = PinoLogger;

export interface LoggerOptions {
  /** Shown on every line. */
  readonly name: string;
  readonly level: LogLevel;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

export function createLogger({ name, level, destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: { err: (value: unknown) => value },
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (line: object) => redact(line) as Record<string, unknown>,
    },
    hooks: { logMethod: redactMessages },
  };
  const logger = destination ? pino(options, destination) : pino(options);
  return withRedactedBindings(logger);
}

type LogMethod = (this: Logger, ...args: unknown[]) => void;

/** An error's message would otherwise become the line's own. */
function redactMessages(this: Logger, args: unknown[], method: LogMethod): void {
  const [first, ...rest] = args;
  // The first object becomes the line's members, by way of the formatter; what follows is put into the text.
  const [line, ...words] = first instanceof Error ? [{ err: first }, rest[0] ?? first.message] : args;
  method.apply(this, [typeof line === 'string' ? redactText(line) : line, ...words.map((word) => redact(word))]);
}

/** Bindings of child loggers are written once, beside the formatters. */
function withRedactedBindings(logger: Logger): Logger {
  const child = logger.child.bind(logger);
  logger.child = ((bindings: object, options?: object) => {
    return withRedactedBindings(child(redact(bindings) as Record<string, unknown>, options));
  }) as unknown as Logger['child'];
  return logger;
}
