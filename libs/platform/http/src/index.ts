/** The HTTP edge: exact JSON, access by scope, errors in the shape of the path, a server that closes cleanly. */
import 'reflect-metadata';

export {
  AcceptApiKeyHeader,
  type Authenticator,
  CountAs,
  type Credentials,
  Public,
  RequireScope,
  SignedByCaller,
} from './access';
export {
  type Accepted,
  type BusinessKey,
  callerOf,
  commandOrigin,
  type CommandOrigin,
  eventOf,
  evidenceOf,
  executed,
  type Fingerprint,
  mayActFor,
  type Refusals,
  sendEvidence,
  settled,
  valid,
} from './command';
export { answerOf, ChangedMeanwhile, comparedAgain } from './compared-again';
export { TURNED_AWAY } from './closing';
export { cursorOf, isInstant, placeOf } from './cursor';
export { carriedOut, type CarriedOut, type CommandTarget } from './dry-run';
export type { ErrorShape, FailedRequest } from './error-shape';
export { exactDecimal, type ExactDecimal, MalformedJson, parseExactJson } from './exact-json';
export { Exchange, type HttpExchange } from './exchange';
export type { FaultLog } from './failure-filter';
export { type CheckReport, type HealthCheck, Readiness, type ReadinessOptions } from './readiness';
export {
  createHttpServer,
  type HttpServer,
  type HttpServerOptions,
  type HttpTimeouts,
  type Instrument,
} from './http-server';
export { loggableId } from './loggable-id';
export { parseIdempotencyKey } from './idempotency-key';
export { ExactBody, StreamedBody } from './json-body';
export type { OpenApiDocument } from './openapi/document';
export { Operation, type OperationFields, Undocumented } from './openapi/operation';
export {
  type Outcome,
  PLATFORM_CODES,
  type PlatformCode,
  platformProblem,
  Problem,
  type ProblemFields,
} from './problem';
export { Caller, Context, contextOf, type Principal, type RequestContext } from './request-context';
export { StreamedExchange, type StreamedHttpExchange } from './streamed-body';
export { bodyHash, UNHASHED } from './vouched-body';
