/**
 * Between one field in memory and its JSON. A coder is made once for each field of each schema, so that reading a long
 * stream neither walks schemas nor builds names; it is strict in both directions, and says where it refuses.
 */
import { type Field, type Fields, SEALED_PREFIX } from './event-schema';

/** A stored event that this release cannot read: an unknown type, or bytes that do not have their type's shape. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

type Members = Readonly<Record<string, unknown>>;

export interface Coder<V> {
  /** @throws UnreadableEvent on a value of another kind. */
  readonly encode: (value: V) => unknown;
  /** @throws UnreadableEvent on JSON of another shape. */
  readonly decode: (raw: V) => unknown;
}

/** Members in the schema's order and no others. `path` says where the record stands. */
export function recordCoder(fields: Fields, path: string): Coder<Members> {
  const members = Object.entries(fields).map(([name, of]) => ({ name, ...coderOf(of, `${path}.${name}`) }));
  return {
    encode(value) {
      const out: Record<string, unknown> = {};
      for (const { name, encode } of members) out[name] = encode(value[name]);
      return out;
    },
    decode(raw) {
      const out: Record<string, unknown> = {};
      for (const { name, decode } of members) out[name] = decode(raw[name]);
      return out;
    },
  };
}

function coderOf(of: Field<unknown>, path: string): Coder<unknown> {
  const { encode, decode } = coderOfKind(of, path);
  if (!of.nullable) return { encode, decode };
  return {
    encode: (value) => (value === null ? null : encode(value)),
    decode: (raw) => (raw === null ? null : decode(raw)),
  };
}

function coderOfKind(of: Field<unknown>, path: string): Coder<unknown> {
  const must = mustHold(of, path);
  switch (of.kind) {
    case 'minor':
      return minorCoder(path);
    case 'record': {
      const { encode, decode } = recordCoder(of.fields ?? {}, path);
      return { encode: (value) => encode(must(value) as Members), decode: (raw) => decode(must(raw) as Members) };
    }
    case 'list': {
      const { encode, decode } = itemCoder(of, path);
      return {
        encode: (value) => (must(value) as unknown[]).map((item) => encode(item)),
        decode: (raw) => (must(raw) as unknown[]).map((item) => decode(item)),
      };
    }
    case 'map': {
      const { encode, decode } = itemCoder(of, path);
      return { encode: (value) => mapped(must(value), encode), decode: (raw) => mapped(must(raw), decode) };
    }
    default:
      return { encode: must, decode: must };
  }
}

function itemCoder({ kind, item }: Field<unknown>, path: string): Coder<unknown> {
  if (!item) throw new Error(`${path}: a ${kind} of nothing`);
  return coderOf(item, path);
}

function mapped(of: unknown, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of as Members).map(([key, value]) => [key, change(value)]));
}

/** One spelling an amount: no `-0`, no leading zeros, so that what is decoded encodes to the same bytes again. */
export const DIGITS = /^(0|-?[1-9]\d*)$/;

function minorCoder(path: string): Coder<unknown> {
  return {
    encode(value) {
      if (typeof value !== 'bigint') throw new UnreadableEvent(`${path}: not an amount`);
      return value.toString();
    },
    decode(raw) {
      if (typeof raw !== 'string' || !DIGITS.test(raw)) throw new UnreadableEvent(`${path}: not an amount`);
      return BigInt(raw);
    },
  };
}

/** The value itself when it is of the field's kind. */
function mustHold(of: Field<unknown>, path: string): (value: unknown) => unknown {
  const holds = checkOf(of);
  return (value) => {
    if (!holds(value)) throw new UnreadableEvent(`${path}: not of kind ${of.kind}`);
    if (of.personal && !(value as string).startsWith(SEALED_PREFIX)) throw new UnreadableEvent(`${path}: not sealed`);
    return value;
  };
}

export const PATTERNS = {
  // Neither NUL nor half a surrogate pair: no database column and no UTF-8 reader downstream could hold them.
  text: /^[^\0\p{Surrogate}]*$/u,
  date: /^\d{4}-\d{2}-\d{2}$/,
  instant: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  rate: /^-?\d+(\.\d+)?$/,
} as const;

function checkOf({ kind, choices = [] }: Field<unknown>): (value: unknown) => boolean {
  switch (kind) {
    case 'minor':
      return (value) => typeof value === 'bigint';
    case 'integer':
      return (value) => Number.isSafeInteger(value);
    case 'flag':
      return (value) => typeof value === 'boolean';
    case 'choice':
      return (value) => (choices as readonly unknown[]).includes(value);
    case 'list':
      return (value) => Array.isArray(value);
    case 'record':
    case 'map':
      return (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
    default: {
      const pattern = PATTERNS[kind];
      return (value) => typeof value === 'string' && pattern.test(value);
    }
  }
}
