/**
 * JSON in and out without loss. Reading keeps every number's own digits (`LosslessNumber`), and refuses what two
 * readers could understand differently: duplicate keys, keys that reach a prototype, lone surrogates, deep nesting
 * (infrastructure.md §6). lossless-json's own parser lets equal duplicates pass and recurses without a bound.
 */
import { LosslessNumber } from 'lossless-json';

const MAX_DEPTH = 32;
/** Above this, strings are copied out, so that one short value never keeps a whole large body alive. */
const COPY_ABOVE_CHARACTERS = 2_048;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Why a text was refused; `position` counts UTF-16 units from 0. */
export class MalformedJson extends Error {
  constructor(
    readonly reason: string,
    readonly position: number,
  ) {
    super(`${reason} at position ${position}`);
    this.name = 'MalformedJson';
  }
}

/** The value of a JSON text; each number is a `LosslessNumber`. Throws `MalformedJson`. */
export function parseExactJson(text: string): unknown {
  if (!isWellFormed(text)) throw new MalformedJson('lone surrogate', 0);
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {
    this.skipSpace();
  }

  end(): void {
    if (this.at < this.text.length) throw this.malformed('unexpected text after the value');
  }

  /** One value and the white space behind it. */
  value(depth: number): unknown {
    const value = this.bareValue(depth);
    this.skipSpace();
    return value;
  }

  private bareValue(depth: number): unknown {
    switch (this.text.charCodeAt(this.at)) {
      case QUOTE:
        return this.string();
      case OPEN_BRACE:
        return this.object(depth + 1);
      case OPEN_BRACKET:
        return this.array(depth + 1);
      default:
        return this.scalar();
    }
  }

  private object(depth: number): Record<string, unknown> {
    const found: Record<string, unknown> = {};
    this.open(depth);
    if (this.eat(CLOSE_BRACE)) return found;
    do {
      this.skipSpace();
      const key = this.key(found);
      this.skipSpace();
      if (!this.eat(COLON)) throw this.malformed('expected a colon');
      this.skipSpace();
      found[key] = this.value(depth);
    } while (this.eat(COMMA));
    if (!this.eat(CLOSE_BRACE)) throw this.malformed('expected a comma or a closing brace');
    return found;
  }

  private key(found: object): string {
    if (this.text.charCodeAt(this.at) !== QUOTE) throw this.malformed('expected a key in double quotes');
    const key = this.string();
    if (key === '__proto__' || key === 'constructor' || key === 'prototype') throw this.malformed('forbidden key');
    if (Object.hasOwn(found, key)) throw this.malformed('duplicate key');
    return key;
  }

  private array(depth: number): unknown[] {
    const found: unknown[] = [];
    this.open(depth);
    if (this.eat(CLOSE_BRACKET)) return found;
    do {
      this.skipSpace();
      found.push(this.value(depth));
    } while (this.eat(COMMA));
    if (!this.eat(CLOSE_BRACKET)) throw this.malformed('expected a comma or a closing bracket');
    return found;
  }

  private open(depth: number): void {
    if (depth > MAX_DEPTH) throw this.malformed('nested too deeply');
    this.at++;
    this.skipSpace();
  }

  private string(): string {
    const start = this.at + 1;
    for (let i = start; ; i++) {
      const code = this.text.charCodeAt(i);
      if (code === QUOTE) {
        this.at = i + 1;
        return this.kept(this.text.slice(start, i));
      }
      if (code === BACKSLASH) return this.escapedString(start);
      if (!(code >= 0x20)) throw this.malformed('unfinished string or control character in it');
    }
  }

  private escapedString(start: number): string {
    let end = start;
    while (end < this.text.length && this.text.charCodeAt(end) !== QUOTE) {
      end += this.text.charCodeAt(end) === BACKSLASH ? 2 : 1;
    }
    const unescaped = this.unescape(this.text.slice(start - 1, end + 1));
    if (!isWellFormed(unescaped)) throw this.malformed('lone surrogate');
    this.at = end + 1;
    return this.kept(unescaped);
  }

  private unescape(quoted: string): string {
    try {
      return String(JSON.parse(quoted));
    } catch {
      throw this.malformed('unfinished string, control character or wrong escape in it');
    }
  }

  private kept(value: string): string {
    if (this.text.length <= COPY_ABOVE_CHARACTERS) return value;
    return Buffer.from(value, 'utf16le').toString('utf16le');
  }

  private scalar(): unknown {
    NUMBER.lastIndex = this.at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits !== undefined) {
      this.at += digits.length;
      return new LosslessNumber(digits);
    }
    if (this.eatWord('true')) return true;
    if (this.eatWord('false')) return false;
    if (this.eatWord('null')) return null;
    throw this.malformed('expected a value');
  }

  private eatWord(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private eat(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at++;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at++;
    }
  }

  private malformed(reason: string): MalformedJson {
    return new MalformedJson(reason, this.at);
  }
}

/** ES2024, which the compiler's library does not list yet. */
function isWellFormed(text: string): boolean {
  return (text as string & { isWellFormed(): boolean }).isWellFormed();
}

/** A number on its way out whose digits `JSON.stringify` writes as they are. */
export interface ExactDecimal {
  readonly rawJSON: string;
}

const { rawJSON } = JSON as unknown as { rawJSON(text: string): ExactDecimal };
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

/** `digits`: a plain decimal such as `10000.00`, which leaves as that JSON number. Throws on anything else. */
export function exactDecimal(digits: string): ExactDecimal {
  if (!DECIMAL.test(digits)) throw new TypeError(`not a plain decimal: ${digits}`);
  return rawJSON(digits);
}
