/**
 * Cursors of lists: opaque to the caller, bounded, and good for the one list that made them. They hold nothing secret
 * and open nothing: a query reads its own tenant's rows, whatever cursor it is given.
 */
const MAX_CHARACTERS = 512;

/** `list`: names the question with its filters, so that no cursor is taken for another's. `place`: where it goes on. */
export function cursorOf(list: string, ...place: readonly string[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString('base64url');
}

/** The place of a cursor that `cursorOf` made for this list with `parts` parts; undefined: it is not one. */
export function placeOf(cursor: string, list: string, parts: number): readonly string[] | undefined {
  if (cursor.length > MAX_CHARACTERS) return undefined;
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.toString('base64url') !== cursor) return undefined;
  const read = jsonOf(bytes);
  const good = Array.isArray(read) && read.length === parts + 1 && read.every((part) => typeof part === 'string');
  return good && read[0] === list ? read.slice(1) : undefined;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Of a part of a place: as instants are stored, of a year that the database knows too. */
export function isInstant(text: string): boolean {
  const time = Date.parse(text);
  return /^(?!0000)\d{4}-/.test(text) && !Number.isNaN(time) && new Date(time).toISOString() === text;
}
