/**
 * One turn of an account, as a pure plan: queued commands are decided in order, each on top of the accepted events of
 * the one before, and all accepted events are sealed into one append. Nothing here touches a store. A command whose
 * decision throws, or does not fit, leaves no trace in the plan.
 */
import { type EventToAppend, hashOf } from '@haber/event-store';
import {
  type BoundName,
  type CommandKey,
  commandEventId,
  dueEventId,
  encodeMetadata,
  type EventMetadata,
  followingEventId,
  type PlainEvent,
  type StreamDefinition,
  type UsedNames,
} from '@haber/ledger';
import type { Command, WrittenEvent } from './command';
import type { Folded } from './folded';
import type { WriterLimits } from './limits';
import { keyName, type RememberedKey } from './remembered-keys';

/** What a turn holds of one queued command; the rejection's type is known only to whoever queued it. */
export type AnyCommand<S, D> = Command<S, D, unknown>;

export type Planned<E extends PlainEvent> =
  | {
      readonly kind: 'accepted';
      readonly events: readonly WrittenEvent<E>[];
      readonly revision: number;
      readonly hash: string;
      readonly replayed: boolean;
      readonly used: UsedNames;
    }
  | { readonly kind: 'rejected'; readonly rejection: unknown; readonly revision: number }
  | { readonly kind: 'stale'; readonly revision: number }
  | { readonly kind: 'key-reused'; readonly key: CommandKey; readonly revision: number }
  /** `decide` threw: a bug, which must not fail the other commands of the batch. */
  | { readonly kind: 'failed'; readonly error: unknown }
  /** The first answer stands in the stream, from this revision on. */
  | { readonly kind: 'replay'; readonly revision: number; readonly key: CommandKey; readonly used: UsedNames };

export interface Plan<S, E extends PlainEvent> {
  readonly outcomes: readonly Planned<E>[];
  readonly events: readonly EventToAppend[];
  readonly written: readonly WrittenEvent<E>[];
  readonly bytes: number;
  readonly state: S;
  readonly revision: number;
  readonly hash: string;
  readonly recordedAt: string;
}

export interface PlanInput<S, E extends PlainEvent, D> {
  readonly definition: StreamDefinition<S, E, D>;
  readonly stream: string;
  readonly folded: Folded<S>;
  readonly commands: readonly AnyCommand<S, D>[];
  /** Keys that the fold no longer remembers, by `keyName`. */
  readonly oldKeys: ReadonlyMap<string, RememberedKey>;
  readonly nowMs: number;
  readonly newId: () => string;
  /** Of data, metadata and what the store keeps beside them. */
  readonly maxBytes: number;
}

/** What an event's metadata is made of. */
interface Sealing<S, D> {
  readonly command: Doer & Pick<AnyCommand<S, D>, 'tenant' | 'correlationId' | 'causationId' | 'keys' | 'relied'>;
  readonly effectiveAt: string;
}

interface Doer {
  readonly actor: string;
  readonly assertedBy?: string | null;
  readonly keyId?: string | null;
}

/** The first answer is rebuilt from this many events at most. */
export const MAX_COMMAND_EVENTS = 16;

/** As many lines as an event of volume may have, and what else a command may name. */
const MOST_NAMES = 512;

/** Whatever was not looked up could be new or old. */
const NONE_USED: UsedNames = (name) => {
  throw new Error(`${keyName(name)} is not among the names of the command`);
};

/** Id, type and framing of one event on its way to the store. */
const EVENT_OVERHEAD_BYTES = 150;

const encoder = new TextEncoder();

/** What falls due is nobody's doing, whoever's command happens to come by first. */
const BY_ITSELF = { actor: 'haber', assertedBy: null, keyId: null, keys: [], relied: {} } as const;

/** How many of the commands that wait one turn takes on: at least one, and no more names than one look-up bears. */
export function turnSize(
  waiting: readonly { readonly command: { readonly names?: readonly unknown[] } }[],
  { batchCommands, batchNames }: Pick<WriterLimits, 'batchCommands' | 'batchNames'>,
): number {
  let names = 0;
  const tooMany = waiting.findIndex(({ command }) => (names += command.names?.length ?? 0) > batchNames);
  return tooMany === -1 ? batchCommands : Math.min(batchCommands, Math.max(1, tooMany));
}

/** Plans as many of the commands as fit; at least one. `outcomes` has one entry for each planned command. */
export function planBatch<S, E extends PlainEvent, D>(input: PlanInput<S, E, D>): Plan<S, E> {
  const planning = new Planning(input);
  for (const command of input.commands) {
    if (!planning.add(command)) break;
  }
  return planning;
}

class Planning<S, E extends PlainEvent, D> implements Plan<S, E> {
  readonly outcomes: Planned<E>[] = [];
  readonly events: EventToAppend[] = [];
  readonly written: WrittenEvent<E>[] = [];
  bytes = 0;
  state: S;
  revision: number;
  hash: string;
  recordedAt: string;
  private readonly now: string;
  private readonly newKeys = new Map<string, RememberedKey & { answer: Planned<E> }>();
  /** Bound by the events of this plan. */
  private readonly newNames = new Map<string, RememberedKey>();

  constructor(private readonly input: PlanInput<S, E, D>) {
    const { folded, nowMs } = input;
    ({ state: this.state, revision: this.revision, hash: this.hash, recordedAt: this.recordedAt } = folded);
    const clock = new Date(nowMs).toISOString();
    this.now = clock > folded.recordedAt ? clock : folded.recordedAt;
  }

  /** False when the command does not fit into this batch any more. */
  add(command: AnyCommand<S, D>): boolean {
    const { bytes, state, revision, hash, recordedAt } = this;
    const takeBack = (): void => {
      this.events.length = this.written.length -= this.revision - revision;
      Object.assign(this, { bytes, state, revision, hash, recordedAt });
    };
    let planned: Planned<E>;
    try {
      planned = this.known(command) ?? this.decided(command);
    } catch (error) {
      takeBack();
      planned = { kind: 'failed', error };
    }
    if (this.bytes > this.input.maxBytes) {
      takeBack();
      if (this.outcomes.length > 0) return false;
      planned = { kind: 'failed', error: new Error(`one command writes more than ${this.input.maxBytes} bytes`) };
    }
    this.keep(command, planned);
    return true;
  }

  private keep(command: AnyCommand<S, D>, planned: Planned<E>): void {
    this.outcomes.push(planned);
    if (planned.kind !== 'accepted' || planned.replayed) return;
    const [first] = planned.events;
    if (!first) return;
    const { revision } = first;
    const answer = { ...planned, replayed: true };
    for (const key of command.keys) this.newKeys.set(keyName(key), { fingerprint: key.fingerprint, revision, answer });
    for (const event of planned.events) {
      for (const name of this.boundBy(event)) {
        this.newNames.set(keyName(name), { fingerprint: name.fingerprint, revision: event.revision });
      }
    }
  }

  /** A repeat of something done before, in this batch or earlier; the first key that is known decides. */
  private known(command: AnyCommand<S, D>): Planned<E> | undefined {
    for (const key of command.keys) {
      const answer = this.answerUnder(key, command);
      if (answer) return answer;
    }
    return undefined;
  }

  private answerUnder(key: CommandKey, command: AnyCommand<S, D>): Planned<E> | undefined {
    const name = keyName(key);
    const fresh = this.newKeys.get(name);
    const done = fresh ?? this.input.folded.keys.get(name) ?? this.input.oldKeys.get(name);
    if (!done) return undefined;
    const { fingerprint, revision } = done;
    if (fingerprint !== key.fingerprint) return { kind: 'key-reused', key, revision };
    return fresh ? fresh.answer : { kind: 'replay', revision, key, used: this.usedNames(command, revision) };
  }

  private decided(command: AnyCommand<S, D>): Planned<E> {
    const { expectedRevision = this.revision } = command;
    if (expectedRevision !== this.revision) return { kind: 'stale', revision: this.revision };
    const { definition, stream, newId } = this.input;
    const firstKey = command.keys[0];
    const commandId = firstKey ? commandEventId(stream, firstKey, 0) : newId();
    const due = definition.due(this.state, this.now);
    const afterDue = due.reduce((state, { draft }) => definition.stamp(state, draft).state, this.state);
    const used = this.usedNames(command);
    const decision = command.decide(afterDue, { now: this.now, commandId, revision: this.revision, used });
    if ('reject' in decision) return { kind: 'rejected', rejection: decision.reject, revision: this.revision };
    if (decision.accept.length > MAX_COMMAND_EVENTS) throw new Error(`${decision.accept.length} events of one command`);

    const about = { command, effectiveAt: decision.effectiveAt ?? this.now };
    for (const { what, date, effectiveAt, draft } of due) {
      this.seal(dueEventId(stream, { what, date }, 0), draft, { command: { ...command, ...BY_ITSELF }, effectiveAt });
    }
    const events = decision.accept.map((draft, index) => {
      const id = index > 0 && firstKey ? commandEventId(stream, firstKey, index) : followingEventId(commandId, index);
      return this.seal(id, draft, about);
    });
    this.demandFreeNames(events, used);
    return { kind: 'accepted', events, revision: this.revision, hash: this.hash, replayed: false, used };
  }

  private boundBy({ event }: WrittenEvent<E>): readonly BoundName[] {
    return this.input.definition.namesOf?.(event) ?? [];
  }

  /** As they stand now, or stood before the event at a revision. */
  private usedNames({ names = [] }: AnyCommand<S, D>, before = Infinity): UsedNames {
    if (names.length === 0) return NONE_USED;
    if (names.length > MOST_NAMES) throw new Error(`${names.length} names of one command`);
    const { folded, oldKeys } = this.input;
    const used = new Map<string, RememberedKey | undefined>();
    for (const name of names.map(keyName)) {
      used.set(name, this.newNames.get(name) ?? folded.keys.get(name) ?? oldKeys.get(name));
    }
    return (name) => {
      const found = used.get(keyName(name));
      if (!found && !used.has(keyName(name))) return NONE_USED(name);
      return found && found.revision < before ? found : undefined;
    };
  }

  /** Whatever `decide` makes of it, a name is bound once. @throws when it is a second time, or was not looked up */
  private demandFreeNames(events: readonly WrittenEvent<E>[], used: UsedNames): void {
    const bound = new Set<string>();
    for (const name of events.flatMap((event) => this.boundBy(event))) {
      if (used(name) || bound.has(keyName(name))) throw new Error(`${keyName(name)} is bound a second time`);
      bound.add(keyName(name));
    }
  }

  /** In the order in which metadata is stored, so that an answer from memory and one from the stream are alike. */
  private metadataOf({ command, effectiveAt }: Sealing<S, D>): EventMetadata {
    const { keys: commandKeys, tenant, actor, assertedBy = null, keyId = null } = command;
    const { correlationId, causationId = null, relied = {} } = command;
    const cause = { commandKeys, tenant, actor, assertedBy, keyId, correlationId, causationId };
    return { ...cause, effectiveAt, recordedAt: this.now, relied, prevHash: this.hash };
  }

  /** Puts one event on top: balances, bytes, place and hash. */
  private seal(id: string, draft: D, about: Sealing<S, D>): WrittenEvent<E> {
    const { definition, stream } = this.input;
    const { event, state } = definition.stamp(this.state, draft);
    const metadata = this.metadataOf(about);
    const sealed: EventToAppend = {
      id,
      type: event.type,
      data: encoder.encode(definition.codec.encode(event)),
      metadata: encoder.encode(encodeMetadata(metadata)),
    };
    this.state = state;
    this.revision += 1;
    this.hash = hashOf(stream, this.revision, sealed);
    this.recordedAt = this.now;
    this.bytes += sealed.data.byteLength + sealed.metadata.byteLength + EVENT_OVERHEAD_BYTES;
    this.events.push(sealed);
    const written = { id, revision: this.revision, hash: this.hash, event, metadata };
    this.written.push(written);
    return written;
  }
}
