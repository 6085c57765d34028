/**
 * What went wrong with a request, told without saying how we are built: a status, a code from a closed table, and
 * whether money may have moved (`outcome`). Thrown anywhere below the edge; one filter makes it the answer that the
 * path's error shape demands (contract.md, "Common to the dialects").
 */

export interface ProblemFields {
  readonly status: number;
  /** snake_case; the dialects' tables and `docs/errors/` are keyed by it. */
  readonly code: string;
  /** Constant for a code. From the platform's own table when absent, else the code in words. */
  readonly title?: string;
  /** About this one request. Never a stack, SQL, or a path of the machine. */
  readonly detail?: string;
  /** Extra public members of the answer's body, such as `credit_available`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly retryAfterSeconds?: number;
  /** May the command have had an effect? Below 500: none. From 500 on: unknown, unless said otherwise. */
  readonly outcome?: Outcome;
  /** For the log only. */
  readonly cause?: unknown;
}

export type Outcome = 'none' | 'unknown';

export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string | undefined;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly retryAfterSeconds: number | undefined;
  readonly outcome: Outcome;

  constructor({ status, code, title, ...rest }: ProblemFields) {
    super(title ?? titleOf(code), rest.cause === undefined ? undefined : { cause: rest.cause });
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.detail = rest.detail;
    this.members = rest.members ?? NONE;
    this.headers = rest.headers ?? NONE;
    this.retryAfterSeconds = rest.retryAfterSeconds;
    this.outcome = rest.outcome ?? (status < 500 ? 'none' : 'unknown');
  }

  get title(): string {
    return this.message;
  }
}

const NONE: Readonly<Record<string, never>> = Object.freeze({});

/** What the platform itself refuses, before any dialect is asked: status and English title. */
const PLATFORM_PROBLEMS = {
  malformed_request: [400, 'The request is not valid HTTP'],
  malformed_json: [400, 'The body is not valid JSON'],
  invalid_idempotency_key: [400, 'The Idempotency-Key header is not valid'],
  invalid_actor: [400, 'The Haber-Actor header does not name one actor'],
  invalid_if_match: [400, 'The If-Match header does not name one revision'],
  unauthorized: [401, 'The API key is missing or not valid'],
  address_not_allowed: [403, 'The API key may not be used from this address'],
  insufficient_scope: [403, 'The API key may not do this'],
  route_not_found: [404, 'There is no such path'],
  method_not_allowed: [405, 'This path does not take this method'],
  precondition_failed: [412, 'The object has changed since the version that If-Match names'],
  request_timeout: [408, 'The request took too long to arrive'],
  payload_too_large: [413, 'The body is too large'],
  uri_too_long: [414, 'The path is too long'],
  unsupported_media_type: [415, 'The body must be application/json'],
  expectation_failed: [417, 'The Expect header cannot be met'],
  too_many_requests: [429, 'Too many requests: wait as long as Retry-After says'],
  headers_too_large: [431, 'The headers are too large'],
  internal_error: [500, 'Something went wrong on our side'],
  service_unavailable: [503, 'The service cannot answer now'],
  queue_full: [503, 'The object has too many commands waiting'],
  outcome_unknown: [503, 'Nobody knows yet whether the command was done'],
} as const satisfies Record<string, readonly [number, string]>;

export type PlatformCode = keyof typeof PLATFORM_PROBLEMS;

export const PLATFORM_CODES = Object.keys(PLATFORM_PROBLEMS) as readonly PlatformCode[];

export function platformProblem(code: PlatformCode, more: Omit<ProblemFields, 'status' | 'code'> = NONE): Problem {
  return new Problem({ ...more, status: PLATFORM_PROBLEMS[code][0], code });
}

function titleOf(code: string): string {
  if (Object.hasOwn(PLATFORM_PROBLEMS, code)) return PLATFORM_PROBLEMS[code as PlatformCode][1];
  const words = code.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
