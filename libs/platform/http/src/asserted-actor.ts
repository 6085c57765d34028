/**
 * The `Haber-Actor` header: a platform names whoever acts through it. Only a key with the scope for it may do so; the
 * events then record both, the actor and the one that the key was issued to. A header holds bytes: beyond ASCII they
 * are UTF-8.
 */
import { isUtf8 } from 'node:buffer';
import { actorName } from '@haber/ledger';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './request-context';

export const ASSERT_SCOPE = 'actor:assert';

export function assertsActor({ headers }: FastifyRequest): boolean {
  return headers['haber-actor'] !== undefined;
}

/** Whoever acts, as the header says. Undefined: it names nobody, or more than one. */
export function withAssertedActor(principal: Principal, { raw }: FastifyRequest): Principal | undefined {
  const [header, ...more] = raw.headersDistinct['haber-actor'] ?? [];
  const text = header === undefined || more.length > 0 ? undefined : textOf(header);
  const actor = text === undefined ? undefined : actorName(text);
  if (actor === undefined) return undefined;
  return actor === principal.actor ? principal : { ...principal, actor, assertedBy: principal.actor };
}

/** Node reads the bytes of a header as Latin-1. */
function textOf(header: string): string | undefined {
  const bytes = Buffer.from(header, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}
