/**
 * Do two objects of an event say the same? What is put again as it stands appends nothing. Order of members does not
 * count; a sealed text equals only itself, since every sealing is another ciphertext.
 */
export function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => Object.hasOwn(b, name) && sameContent(a[name], b[name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
