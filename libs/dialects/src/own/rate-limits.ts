/**
 * Rate limits on the wire: by class of routes, `"none"` where nothing holds a caller back. That is a word and not null,
 * since null never stands for anything in a request, and an answer must be good as the next request.
 */
import { LONGEST_WINDOW_SECONDS, MOST_REQUESTS, type RateLimit, type RateLimits, ROUTE_CLASSES } from '@haber/ledger';
import { field } from '../body-fields';
import type { JsonSchema } from '../json-schema';
import { type Field, isRawObject, memberOf, type RawObject, wholeOf } from '../raw-members';

const NONE = 'none';
const MEMBERS = new Set(['requests', 'window_seconds']);

export const rateLimitsSchema: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(ROUTE_CLASSES.map((name) => [name, limitSchema()])),
  additionalProperties: false,
  examples: [{ default: { requests: 100, window_seconds: 1 } }],
};

function limitSchema(): JsonSchema {
  const figures: JsonSchema = {
    type: 'object',
    properties: {
      requests: { type: 'integer', minimum: 1, maximum: MOST_REQUESTS },
      window_seconds: { type: 'integer', minimum: 1, maximum: LONGEST_WINDOW_SECONDS },
    },
    required: [...MEMBERS],
    additionalProperties: false,
  };
  return { anyOf: [figures, { const: NONE }] };
}

/** By class of routes, at most so many requests in any span of so many seconds. */
export const IsRateLimits = (): PropertyDecorator =>
  field({
    name: 'isRateLimits',
    message:
      `must be an object of ${ROUTE_CLASSES.join(', ')}, each "none" or {"requests": 1 to ${MOST_REQUESTS}, ` +
      `"window_seconds": 1 to ${LONGEST_WINDOW_SECONDS}}`,
    valid: (value) => typeof value === 'object' && value !== null,
    schema: rateLimitsSchema,
  });

/** Whole or not at all: one limit that is wrong makes them all wrong. */
export function rateLimitsOf(raw: RawObject, name: string): Field<RateLimits> {
  const value = memberOf(raw, name);
  if (value === undefined) return undefined;
  if (!isRawObject(value)) return null;
  const limits: [string, RateLimit | null][] = [];
  for (const [routeClass, said] of Object.entries(value)) {
    const limit = said === NONE ? null : limitOf(said);
    if (limit === undefined || !(ROUTE_CLASSES as readonly string[]).includes(routeClass)) return null;
    limits.push([routeClass, limit]);
  }
  return Object.fromEntries(limits);
}

function limitOf(said: unknown): RateLimit | undefined {
  if (!isRawObject(said) || !Object.keys(said).every((member) => MEMBERS.has(member))) return undefined;
  const [requests, windowSeconds] = [wholeOf(said, 'requests'), wholeOf(said, 'window_seconds')];
  const good = isUpTo(requests, MOST_REQUESTS) && isUpTo(windowSeconds, LONGEST_WINDOW_SECONDS);
  return good ? { requests, windowSeconds } : undefined;
}

function isUpTo(figure: Field<number>, most: number): figure is number {
  return typeof figure === 'number' && figure >= 1 && figure <= most;
}

export function rateLimitsAnswer(limits: RateLimits) {
  const shown = Object.entries(limits).map(([name, limit]): [string, object | string] => {
    return [name, limit === null ? NONE : { requests: limit.requests, window_seconds: limit.windowSeconds }];
  });
  return Object.fromEntries(shown);
}
