/** What an event says beside its data: whose it is, who did it, why, when, what it followed. */
import { UnreadableEvent } from './codec';
import type { Tenant } from './streams';

/** A name under which a command may be repeated. The fingerprint tells a repeat from another command of that name. */
export interface CommandKey {
  /** `event`: the event that caused it. `import`: the file that an account was imported from. */
  readonly kind: 'header' | 'order' | 'payment' | 'event' | 'import';
  readonly key: string;
  readonly fingerprint: string;
}

/**
 * A name that an event binds by its data: it counts once in its stream, and is looked up as a command key is. The
 * fingerprint tells the same again from another thing of that name.
 */
export interface BoundName {
  readonly kind: 'processed' | 'reversed' | 'execution' | 'outcome';
  readonly key: string;
  readonly fingerprint: string;
}

/**
 * Was this name taken where the account lived before? Only an import has uses and payments in an account's first event;
 * it binds their names, without what they came to.
 */
export function isNameFromElsewhere(kind: CommandKey['kind'], revision: number): boolean {
  return (kind === 'order' || kind === 'payment') && revision === 0;
}

export interface EventMetadata {
  readonly commandKeys: readonly CommandKey[];
  readonly tenant: Tenant;
  /** Who acts: the name that the key was issued to, or the one that the caller asserted (`Haber-Actor`). */
  readonly actor: string;
  /** The name that the key was issued to, where the caller asserted another; else null. */
  readonly assertedBy: string | null;
  /** The API key that the command came with; null for what no key did. */
  readonly keyId: string | null;
  readonly correlationId: string;
  /** The event that caused the command, when one did. */
  readonly causationId: string | null;
  /** Business time: when the fact takes effect. */
  readonly effectiveAt: string;
  /** Our record time; never goes back within a stream. */
  readonly recordedAt: string;
  /** Revisions of other streams that the decision looked at. */
  readonly relied: Readonly<Record<string, number>>;
  /** Hash of the event before it in its stream. */
  readonly prevHash: string;
}

/** Exactly these members in this order, whatever object is given: the bytes are hashed and kept for ever. */
export function encodeMetadata(metadata: EventMetadata): string {
  const { tenant, actor, assertedBy, keyId, correlationId, causationId } = metadata;
  const { effectiveAt, recordedAt, relied, prevHash } = metadata;
  const commandKeys = metadata.commandKeys.map(({ kind, key, fingerprint }) => ({ kind, key, fingerprint }));
  const ordered = { commandKeys, tenant, actor, assertedBy, keyId, correlationId, causationId };
  return JSON.stringify({ ...ordered, effectiveAt, recordedAt, relied, prevHash } satisfies EventMetadata);
}

/** @throws UnreadableEvent when a member is missing or of the wrong kind. */
export function decodeMetadata(json: string): EventMetadata {
  let raw: unknown;
  try {
    raw = JSON.parse(json);
  } catch {
    throw new UnreadableEvent('metadata: not JSON');
  }
  if (!isRecord(raw)) throw new UnreadableEvent('metadata: no object');
  for (const [member, holds] of CHECKS) {
    if (!holds(raw[member])) throw new UnreadableEvent(`metadata: ${member} is missing or of the wrong kind`);
  }
  return raw as unknown as EventMetadata;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || isText(value);
}

function isCommandKey(value: unknown): boolean {
  return isRecord(value) && [value['kind'], value['key'], value['fingerprint']].every(isText);
}

const CHECKS = Object.entries({
  commandKeys: (value) => Array.isArray(value) && value.every(isCommandKey),
  tenant: isText,
  actor: isText,
  assertedBy: isTextOrNull,
  keyId: isTextOrNull,
  correlationId: isText,
  causationId: isTextOrNull,
  effectiveAt: isText,
  recordedAt: isText,
  relied: isRecord,
  prevHash: isText,
} satisfies Record<keyof EventMetadata, (value: unknown) => boolean>);
