/** Instants on their way out in dialects A, B, D, E: whole seconds, UTC. */

/** `2025-11-24T10:00:00.123Z` → `2025-11-24T10:00:00Z`. The rest of the second is cut off, never rounded up. */
export function wireSeconds(instant: string): string {
  return `${instant.slice(0, 19)}Z`;
}
