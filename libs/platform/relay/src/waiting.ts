/** For how long the log has been ahead of the bus, told by the log itself: whoever asks need not have watched it. */
import { PUBLISHED_CATEGORIES } from '@haber/bus';
import type { EventStore } from '@haber/event-store';

/**
 * The age in ms of the oldest event after `through` that is to be published; 0: there is none.
 * @throws Error when its metadata does not say when it was recorded
 */
export async function oldestWaitingMs(
  store: Pick<EventStore, 'readAll'>,
  { through, nowMs }: { readonly through: bigint; readonly nowMs: number },
): Promise<number> {
  const { events } = await store.readAll({ after: through, limit: 1, filter: { categories: PUBLISHED_CATEGORIES } });
  const [oldest] = events;
  if (!oldest) return 0;
  const { recordedAt } = JSON.parse(Buffer.from(oldest.metadata).toString('utf8')) as { readonly recordedAt?: string };
  const ms = nowMs - Date.parse(recordedAt ?? '');
  if (Number.isNaN(ms)) throw new Error(`event ${oldest.position} does not say when it was recorded`);
  return Math.max(0, ms); // clocks of several machines
}
