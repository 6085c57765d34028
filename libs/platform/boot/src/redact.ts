/**
 * Takes secrets and personal data out of whatever is about to be logged: members by their names, at any depth, and
 * keys and passwords wherever they stand in a text. Bounded in depth and size, so that a log line stays a line.
 */

const HIDDEN = '[hidden]';
const MAX_DEPTH = 6;
const MAX_MEMBERS = 100;
const MAX_TEXT = 10_000;

/** Names of members in lower case, letters only. */
const SECRET_NAMES = [
  'authorization|proxyauthorization|cookie|setcookie|password|token|databaseurl|connectionstring',
  'key|xapikey|apikey|bootstrapkey|masterkey|.*signingkey|idempotencykey|commandkeys',
  'pepper|secret.*|.*secret|.*token|headers',
];
const PERSONAL_NAMES = [
  '(business|legal|trade|first|last|full|holder|customer)name|holder|businessinfo|birth.*',
  'taxid|nationalid|nit|dpi|passport|accountnumber|phone.*|email.*|address.*',
  'ruc|curp|ssn|cui|iban|clabe|card.*|metadata',
  'notes?|comment|reason|body|rawbody|payload',
];
const HIDDEN_NAMES = new RegExp(`^(${[...SECRET_NAMES, ...PERSONAL_NAMES].join('|')})$`);

const KEY_IN_TEXT = /\bhb_(live|test)_([0-9A-Za-z]+)_[0-9A-Za-z]+/g;
const PASSWORD_IN_URL = /(\w+:\/\/[^\s:/@]*):[^\s@]+@/g;
/** A token of the gateway's, or any other JWT. */
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;
const BEARER = /\b(bearer)\s+[^\s"',]+/gi;

export function redactText(text: string): string {
  const bounded = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return bounded
    .replace(KEY_IN_TEXT, `hb_$1_$2_${HIDDEN}`)
    .replace(PASSWORD_IN_URL, `$1:${HIDDEN}@`)
    .replace(JWT, HIDDEN)
    .replace(BEARER, `$1 ${HIDDEN}`);
}

/** A copy that is safe to log. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'object' && value !== null ? redactObject(value, depth) : value;
}

function redactObject(value: object, depth: number): unknown {
  if (depth >= MAX_DEPTH) return '[deep]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map((item) => redact(item, depth + 1));
  return redactMembers(value, depth);
}

function redactMembers(value: object, depth: number): unknown {
  if ('toJSON' in value && typeof value.toJSON === 'function') return redact(value.toJSON(), depth + 1);
  const members = Object.entries(value).slice(0, MAX_MEMBERS);
  return Object.fromEntries(members.map(([name, of]) => [name, isHidden(name) ? HIDDEN : redact(of, depth + 1)]));
}

/** Drivers hang rows and parameters on their errors: only what tells the fault is kept. */
function redactError(error: Error & { code?: unknown }, depth: number): unknown {
  return {
    type: error.name,
    message: textOf(error, error.message),
    ...(error.code === undefined ? {} : { code: redact(error.code, depth + 1) }),
    stack: textOf(error, error.stack ?? ''),
    ...(error.cause === undefined ? {} : { cause: redact(error.cause, depth + 1) }),
    ...(error instanceof AggregateError ? { errors: redact(error.errors, depth + 1) } : {}),
  };
}

const QUOTED = /"[^"]*"/g;
/** Of Postgres: data exceptions and violated constraints, whose messages quote what was to be stored. */
const QUOTES_VALUES = /^2[23]...$/;

function textOf({ code }: { readonly code?: unknown }, text: string): string {
  const quotes = typeof code === 'string' && QUOTES_VALUES.test(code);
  return redactText(quotes ? text.replace(QUOTED, `"${HIDDEN}"`) : text);
}

function isHidden(name: string): boolean {
  return HIDDEN_NAMES.test(name.toLowerCase().replaceAll(/[^a-z]/g, ''));
}
