export { type Clock, type Ids, randomIds, systemClock } from './clock-and-ids';
export {
  type Environment,
  type LogLevel,
  type ProcessConfig,
  readEnvironment,
  type ServiceName,
  unknownVariables,
  UnusableEnvironment,
  variableNames,
} from './environment';
export { createLogger, type Logger, type LoggerOptions } from './logger';
export { isRunning, type KnownProcess, startOfProcess } from './process-start';
export { redact, redactText } from './redact';
export { Secret } from './secret';
export {
  assertNode,
  demandNode,
  EXIT_CODES,
  type ProcessContext,
  type ProcessHost,
  startProcess,
  type StartProcessOptions,
} from './start-process';
