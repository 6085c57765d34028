/** Connection strings with session settings, in force before the first statement and at no round trip of their own. */

/** Plain words only; they need no escaping. */
export type SessionSettings = Readonly<Record<string, string | number>>;

/** Adds settings to what the URL's `options` already say. */
export function withSettings(url: string, settings: SessionSettings): string {
  const result = new URL(url);
  const added = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const options = [result.searchParams.get('options'), ...added].filter(Boolean).join(' ');
  result.searchParams.set('options', options);
  return result.href;
}

/**
 * The owner's connection string as processes should use it: every session takes on `haber_runtime`, which may read the
 * log and append, nothing else. It guards against mistakes, not against an attacker who holds the owner's password:
 * where that matters, give the process a login of its own that is a member of `haber_runtime` alone.
 */
export function runtimeUrl(ownerUrl: string): string {
  return withSettings(ownerUrl, { role: 'haber_runtime' });
}
