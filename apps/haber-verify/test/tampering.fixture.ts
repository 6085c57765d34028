/**
 * Ways to tamper with an export, each with the revisions of which one must be named. The forger knows the format: he
 * spells lines as an export does, and makes the chain anew where his kind of tampering says so. What he does not have
 * is the key.
 */
import { hashOf } from '@haber/event-store';
import { creditAccountDefinition, type CreditAccountDraft } from '@haber/ledger';
import { bytesOf, jsonOf } from '@haber/testing';
import type { Verdict } from './exported.fixture';

/** Chance by seed: whole numbers below a bound. */
export type Chance = (below: number) => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

export interface EventLine {
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** Base64. */
  readonly data: string;
  readonly metadata: string;
}

interface EndLine {
  readonly head: { readonly revision: number; readonly hash: string };
  readonly checkpoint: Readonly<Record<string, string | number>>;
  readonly proof: { readonly index: number; readonly path: readonly string[] };
}

export interface ExportFile {
  readonly header: { readonly stream: string };
  readonly events: readonly EventLine[];
  readonly end: EndLine;
}

export function parsed(lines: readonly string[]): ExportFile {
  const values = lines.map((line) => JSON.parse(line) as unknown);
  return {
    header: values[0] as ExportFile['header'],
    events: values.slice(1, -1) as EventLine[],
    end: values.at(-1) as EndLine,
  };
}

export function spelt({ header, events, end }: ExportFile): string[] {
  return [header, ...events, end].map((line) => JSON.stringify(line));
}

export interface Tampered {
  readonly lines: readonly string[];
  /** The first broken revision is one of these; absent: whichever. */
  readonly revisions?: readonly number[];
}

/** Nothing was called good, and the first broken revision is named. */
export function isCaught({ ok, revision }: Verdict, { revisions }: Tampered): boolean {
  return !ok && revision !== null && (revisions === undefined || revisions.includes(revision));
}

/** Chance may put back what was there. */
export const isOther = ({ lines }: Tampered, file: ExportFile): boolean => lines.join('\n') !== spelt(file).join('\n');

export type Tampering = (file: ExportFile, chance: Chance) => Tampered;

const fromBase64 = (text: string): Uint8Array => Buffer.from(text, 'base64');
const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

function at(file: ExportFile, revision: number): EventLine {
  const event = file.events[revision];
  if (!event) throw new Error(`no event ${revision}`);
  return event;
}

function withEvent(file: ExportFile, changed: EventLine): ExportFile {
  return { ...file, events: file.events.with(changed.revision, changed) };
}

/** From a revision on, every event names the one before it, and the end the last: as a forger without the key does. */
function rechained(file: ExportFile, from: number): ExportFile {
  let prevHash = '';
  const events = file.events.map((event) => {
    const about = jsonOf(fromBase64(event.metadata));
    const metadata = event.revision > from ? toBase64(bytesOf({ ...about, prevHash })) : event.metadata;
    const chained = { ...event, metadata };
    prevHash = headHash(file.header.stream, chained);
    return chained;
  });
  return { ...file, events, end: { ...file.end, head: { revision: events.length - 1, hash: prevHash } } };
}

function headHash(stream: string, event: EventLine): string {
  const { id, type, data, metadata } = event;
  return hashOf(stream, event.revision, { id, type, data: fromBase64(data), metadata: fromBase64(metadata) });
}

function flipped(text: string, chance: Chance): string {
  const bytes = Buffer.from(text, 'base64');
  const place = chance(bytes.length);
  bytes[place] = (bytes[place] ?? 0) ^ (1 << chance(8));
  return bytes.toString('base64');
}

/** Another amount at a revision, and the balances of all that follows computed from it. */
function otherAmount(file: ExportFile, chance: Chance): { readonly file: ExportFile; readonly revision: number } {
  const uses = file.events.filter(({ type }) => type === 'credit-account.credit-used.v1');
  const { revision } = uses[chance(uses.length)] ?? at(file, 0);
  let state = creditAccountDefinition.initial;
  const events = file.events.map((event) => {
    const decoded = creditAccountDefinition.codec.decode(event.type, Buffer.from(event.data, 'base64').toString());
    const more = event.revision === revision ? { amountMinor: BigInt(1 + chance(1_000_000)) } : {};
    const draft = { type: decoded.type, data: { ...decoded.data, ...more } } as CreditAccountDraft;
    const stamped = creditAccountDefinition.stamp(state, draft);
    state = stamped.state;
    if (event.revision < revision) return event;
    return { ...event, data: toBase64(Buffer.from(creditAccountDefinition.codec.encode(stamped.event))) };
  });
  return { file: { ...file, events }, revision };
}

const anyEvent = (file: ExportFile, chance: Chance): EventLine => at(file, chance(file.events.length));
const HEX = '0123456789abcdef';

/** Another digit at some place of a hex or base64 text. */
function mistyped(text: string, chance: Chance): string {
  const place = chance(text.length);
  const old = text[place] ?? '';
  const others = [...HEX].filter((digit) => digit !== old);
  return text.slice(0, place) + (others[chance(others.length)] ?? '') + text.slice(place + 1);
}

export const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'drops an event'(file, chance) {
    const { revision } = anyEvent(file, chance);
    return { lines: spelt({ ...file, events: file.events.toSpliced(revision, 1) }), revisions: [revision] };
  },

  'repeats an event'(file, chance) {
    const event = anyEvent(file, chance);
    const events = file.events.toSpliced(event.revision + 1, 0, event);
    return { lines: spelt({ ...file, events }), revisions: [event.revision] };
  },

  'swaps two events'(file, chance) {
    const first = anyEvent({ ...file, events: file.events.slice(0, -1) }, chance).revision;
    const second = first + 1 + chance(file.events.length - first - 1);
    const events = file.events.with(first, at(file, second)).with(second, at(file, first));
    return { lines: spelt({ ...file, events }), revisions: [first] };
  },

  'inserts an event and renumbers the rest'(file, chance) {
    const { revision } = anyEvent(file, chance);
    const invented = { ...anyEvent(file, chance), id: '00000000-0000-4000-8000-000000000000' };
    const events = file.events.toSpliced(revision, 0, invented).map((event, i) => ({ ...event, revision: i }));
    return { lines: spelt({ ...file, events }), revisions: [revision, revision + 1] };
  },

  'cuts the tail off'(file, chance) {
    const keeps = 1 + chance(file.events.length - 1);
    const lines = spelt({ ...file, events: file.events.slice(0, keeps) });
    return { lines: chance(2) === 0 ? lines : lines.slice(0, -1), revisions: [keeps] };
  },

  'cuts the tail off and says that the account ends there'(file, chance) {
    const keeps = 1 + chance(file.events.length - 1);
    const shortened = rechained({ ...file, events: file.events.slice(0, keeps) }, keeps);
    return { lines: spelt(shortened), revisions: [keeps - 1] };
  },

  'flips a bit of the data'(file, chance) {
    const event = anyEvent(file, chance);
    const changed = { ...event, data: flipped(event.data, chance) };
    return { lines: spelt(withEvent(file, changed)), revisions: [event.revision] };
  },

  'flips a bit of the metadata'(file, chance) {
    const event = anyEvent(file, chance);
    const changed = { ...event, metadata: flipped(event.metadata, chance) };
    return { lines: spelt(withEvent(file, changed)), revisions: [event.revision] };
  },

  'says that somebody else did it'(file, chance) {
    const event = anyEvent(file, chance);
    const actor = `somebody-${chance(1_000)}`;
    const metadata = toBase64(bytesOf({ ...jsonOf(fromBase64(event.metadata)), actor }));
    return { lines: spelt(withEvent(file, { ...event, metadata })), revisions: [event.revision] };
  },

  'changes an amount and all balances after it'(file, chance) {
    const { file: changed, revision } = otherAmount(file, chance);
    return { lines: spelt(changed), revisions: [revision, revision + 1] };
  },

  'changes an amount, all balances after it, and makes the chain anew'(file, chance) {
    const { file: changed, revision } = otherAmount(file, chance);
    const from = file.events.slice(revision).map((event) => event.revision);
    return { lines: spelt(rechained(changed, revision)), revisions: from };
  },

  'changes the type of an event'(file, chance) {
    const event = anyEvent(file, chance);
    const others = creditAccountDefinition.codec.schemas.map(({ type }) => type).filter((type) => type !== event.type);
    const changed = { ...event, type: others[chance(others.length)] ?? '' };
    return { lines: spelt(withEvent(file, changed)), revisions: [event.revision] };
  },

  'changes the id of an event'(file, chance) {
    const event = anyEvent(file, chance);
    return {
      lines: spelt(withEvent(file, { ...event, id: mistyped(event.id, chance) })),
      revisions: [event.revision],
    };
  },

  'changes who did it and makes the chain anew'(file, chance) {
    const event = anyEvent(file, chance);
    const actor = `somebody-${chance(1_000)}`;
    const metadata = toBase64(bytesOf({ ...jsonOf(fromBase64(event.metadata)), actor }));
    const forged = rechained(withEvent(file, { ...event, metadata }), event.revision);
    return { lines: spelt(forged), revisions: [file.events.length - 1] };
  },

  'changes the checkpoint or its signature'(file, chance) {
    const members = Object.keys(file.end.checkpoint);
    const name = members[chance(members.length)] ?? '';
    const old = file.end.checkpoint[name] ?? '';
    const value = typeof old === 'number' ? old + 1 + chance(9) : mistyped(old, chance);
    const checkpoint = { ...file.end.checkpoint, [name]: value };
    const lines = spelt({ ...file, end: { ...file.end, checkpoint } });
    return { lines, revisions: [file.events.length - 1] };
  },

  'changes the proof'(file, chance) {
    const { index, path } = file.end.proof;
    const place = chance(path.length);
    const changes = [
      { index: index + 1 + chance(5), path },
      { index, path: path.with(place, mistyped(path[place] ?? '', chance)) },
      { index, path: path.toSpliced(place, 1) },
      { index, path: path.toSpliced(place, 0, '00'.repeat(32)) },
    ];
    const proof = changes[chance(changes.length)] ?? file.end.proof;
    return { lines: spelt({ ...file, end: { ...file.end, proof } }), revisions: [file.events.length - 1] };
  },

  'changes what the head is said to be'(file, chance) {
    const { revision, hash } = file.end.head;
    const lower = chance(revision);
    const changes = [
      { head: { revision: lower, hash }, named: lower + 1 },
      { head: { revision: revision + 1 + chance(5), hash }, named: revision + 1 },
      { head: { revision, hash: mistyped(hash, chance) }, named: revision },
    ];
    const { head, named } = changes[chance(changes.length)] ?? { head: file.end.head, named: 0 };
    return { lines: spelt({ ...file, end: { ...file.end, head } }), revisions: [named] };
  },

  'takes an event of another account'(file, chance) {
    const event = anyEvent(file, chance);
    const accountId = `credit_${'0'.repeat(32)}`;
    const data = toBase64(bytesOf({ ...jsonOf(fromBase64(event.data)), accountId }));
    return { lines: spelt(withEvent(file, { ...event, data })), revisions: [event.revision, event.revision + 1] };
  },

  'spells a line in another way'(file, chance) {
    const lines = spelt(file);
    const place = chance(lines.length);
    const line = lines[place] ?? '';
    const others = [` ${line}`, line.replace(',', ', '), line.replace('{', '{"note":"fine",'), '', '{', 'null'];
    return { lines: lines.with(place, others[chance(others.length)] ?? '') };
  },
};
