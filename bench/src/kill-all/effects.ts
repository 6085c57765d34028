/**
 * What clients were told, held against what the log has: each acknowledged command has its one effect, one whose end
 * nobody knows has at most one, one that was refused has none, and there is no effect that nobody asked for.
 */
import { allEvents, type EventStore, type StoredEvent } from '@haber/event-store';

export type Kind = 'request' | 'use' | 'payment';

export interface Command {
  readonly kind: Kind;
  readonly customer: string;
  /** No other command of its kind has it. */
  readonly reference: string;
  readonly amountMinor: bigint;
}

/** `unknown`: no answer, or one that says that nobody knows, to a client that did not ask again. */
export type Ending = 'done' | 'none' | 'unknown';

export interface Told {
  readonly command: Command;
  readonly ending: Ending;
}

export interface Effect {
  readonly kind: Kind;
  readonly stream: string;
  readonly reference: string;
  readonly amountMinor: bigint;
}

const KINDS: Readonly<Record<string, readonly [kind: Kind, reference: string, amount: string]>> = {
  'credit-account.requested.v1': ['request', 'customerId', 'requestedLimitMinor'],
  'credit-account.credit-used.v1': ['use', 'orderId', 'amountMinor'],
  'credit-account.payment-received.v1': ['payment', 'paymentReference', 'amountMinor'],
};
const MOST: Readonly<Record<Ending, number>> = { done: 1, none: 0, unknown: 1 };

/** Undefined: of an event that no command of ours is named in. */
export function effectOf({ type, stream, data }: Pick<StoredEvent, 'type' | 'stream' | 'data'>): Effect | undefined {
  if (!Object.hasOwn(KINDS, type)) return undefined;
  const [kind, reference, amount] = KINDS[type] ?? ['use', '', ''];
  const members = JSON.parse(Buffer.from(data).toString('utf8')) as Readonly<Record<string, unknown>>;
  return { kind, stream, reference: `${members[reference]}`, amountMinor: BigInt(`${members[amount]}`) };
}

export async function effectsIn(store: EventStore): Promise<readonly Effect[]> {
  const effects: Effect[] = [];
  for await (const event of allEvents(store, { categories: ['account'] })) {
    const effect = effectOf(event);
    if (effect) effects.push(effect);
  }
  return effects;
}

/** Sentences about what is wrong. */
export function wrongEffects(told: readonly Told[], effects: readonly Effect[]): readonly string[] {
  const found = Map.groupBy(effects, nameOf);
  const asked = new Set(told.map(({ command }) => nameOf(command)));
  const unasked = effects.filter((effect) => !asked.has(nameOf(effect)));
  return [
    ...told.flatMap(({ command, ending }) => wrongWith(command, ending, found.get(nameOf(command)) ?? [])),
    ...unasked.map((effect) => `${nameOf(effect)} stands in the log, and nobody asked for it`),
  ];
}

function wrongWith(command: Command, ending: Ending, effects: readonly Effect[]): readonly string[] {
  const [name, count] = [nameOf(command), effects.length];
  const most = MOST[ending];
  if (count > most) return [`${name} was ${ending}, and has ${count} effects`];
  if (ending === 'done' && count < 1) return [`${name} was acknowledged, and has no effect`];
  const other = effects.find(({ amountMinor }) => amountMinor !== command.amountMinor);
  return other ? [`${name} was of ${command.amountMinor}, its effect is of ${other.amountMinor}`] : [];
}

const nameOf = ({ kind, reference }: Pick<Command, 'kind' | 'reference'>): string => `${kind} ${reference}`;

/** By stream, uses less payments. */
export function owedBy(effects: readonly Effect[]): ReadonlyMap<string, bigint> {
  const owed = new Map<string, bigint>();
  for (const { kind, stream, amountMinor } of effects) {
    const change = { request: 0n, use: amountMinor, payment: -amountMinor }[kind];
    owed.set(stream, (owed.get(stream) ?? 0n) + change);
  }
  return owed;
}
