/** The typed client, sending through the product's own test support: so every answer that it gets is matched too. */
import { haberClient, type HaberClient } from '@haber/client';
import { DEMO_KEY, type Product } from '@haber/testing';

export function clientOf(product: Product, key: string = DEMO_KEY): HaberClient {
  return haberClient({
    url: product.url,
    key,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = await request.text();
      const headers = Object.fromEntries(request.headers);
      const sent = { key: null, headers };
      const answer = await product.request(request.method, pathname + search, body === '' ? undefined : body, sent);
      return new Response(answer.text === '' ? null : answer.text, { status: answer.status, headers: answer.headers });
    },
  });
}
