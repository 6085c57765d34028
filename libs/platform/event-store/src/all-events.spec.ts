import type { LogPage, ReadAllOptions, StoredEvent } from './event-store';
import { allEvents } from './all-events';

const events = Array.from({ length: 1_201 }, (_, i) => ({ position: BigInt(i + 1) }) as StoredEvent);

it.each([0, 1, 500, 501, 1_000, 1_201])('reads %d events page by page, each once and in order', async (count) => {
  const asked: ReadAllOptions[] = [];
  const readAll = (options: ReadAllOptions): Promise<LogPage> => {
    asked.push(options);
    const page = events.slice(0, count).slice(Number(options.after), Number(options.after) + options.limit);
    return Promise.resolve({ events: page, through: page.at(-1)?.position ?? BigInt(count) });
  };
  const found: StoredEvent[] = [];
  for await (const event of allEvents({ readAll }, { categories: ['account'] })) found.push(event);
  expect(found).toEqual(events.slice(0, count));
  expect(asked.every(({ filter }) => filter?.categories?.[0] === 'account')).toBe(true);
  expect(asked.length).toBe(Math.floor(count / 500) + 1);
});
