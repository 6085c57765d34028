/** A platform team's own program: the keys and settings of its partner, through Haber's own API. */
import type { Answer, RequestOptions, Standalone } from '@haber/testing';
import { creditPath, sql } from './partner.fixture';

export type Administrator = ReturnType<typeof administratorOf>;

/** `always`: what every request is sent with, such as the administrator's key. */
export function administratorOf(product: Pick<Standalone, 'request'>, always: RequestOptions = {}) {
  const send = (method: string, path: string, body?: unknown, more: RequestOptions = {}): Promise<Answer> =>
    product.request(method, `/api/v1${path}`, body, { ...always, ...more });
  const administrator = {
    send,
    issue: (terms: object, more?: RequestOptions) => send('POST', '/keys', terms, more),
    rotate: (id: string, ends?: object, more?: RequestOptions) => send('POST', `/keys/${id}/rotate`, ends, more),
    revoke: (id: string, more?: RequestOptions) => send('DELETE', `/keys/${id}`, undefined, more),
    read: (id: string, more?: RequestOptions) => send('GET', `/keys/${id}`, undefined, more),
    list: (query = '') => send('GET', `/keys${query}`),
    settings: () => send('GET', '/settings'),
    put: (settings: object, more?: RequestOptions) => send('PUT', '/settings', settings, more),
    /** Issued: its id and itself. */
    async key(terms: object): Promise<{ readonly id: string; readonly key: string }> {
      const { status, text, json } = await administrator.issue(terms);
      if (status !== 201) throw new Error(`no key was issued: ${status} ${text}`);
      return json as { id: string; key: string };
    },
  };
  return administrator;
}

/** What a key that may read credit is told by a call of dialect A: 404 lets it in, since nobody has a credit there. */
export async function lets(product: Pick<Standalone, 'request'>, key: string): Promise<number> {
  return (await product.request('GET', creditPath('nobody-at-all'), undefined, { key })).status;
}

/** Asks until the answer is this one. Bounded, and by nothing that a slow machine could miss. */
export async function untilTold(status: number, ask: () => Promise<number>): Promise<void> {
  for (let tries = 0; tries < 1_200; tries += 1) {
    if ((await ask()) === status) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`never told ${status}`);
}

/** In so many milliseconds, as requests say it. */
export const fromNow = (ms: number): string => new Date(Date.now() + ms).toISOString();

export interface Recorded {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly actor: string; readonly assertedBy: string | null; readonly keyId: string | null };
}

/** What the log says of a key: the events on it, oldest first. */
export async function recordedOf(product: Standalone, keyId: string): Promise<readonly Recorded[]> {
  const rows = await sql<{ type: string; data: string; metadata: string }>(
    product,
    `SELECT type, convert_from(data, 'UTF8') AS data, convert_from(metadata, 'UTF8') AS metadata
       FROM event_log.events WHERE category = 'partner' ORDER BY position`,
  );
  const events = rows.map(({ type, data, metadata }): Recorded => {
    return {
      type,
      data: JSON.parse(data) as Recorded['data'],
      metadata: JSON.parse(metadata) as Recorded['metadata'],
    };
  });
  return events.filter(({ data }) => data['keyId'] === keyId);
}
