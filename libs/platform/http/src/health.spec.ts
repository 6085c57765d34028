import { type Edge, seen, startEdge } from './edge.fixture';

let edge: Edge;
beforeAll(async () => (edge = await startEdge({ readiness: () => seen.unready })));
afterAll(() => edge.server.close());

const get = (path: string): Promise<Response> => fetch(edge.url + path);

describe('health', () => {
  it('is public, and names what is not ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' });
    seen.unready = ['read models'];
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ unready: ['read models'] });
    seen.unready = [];
  });

  it.each([
    ['fails', () => Promise.reject(new Error('SELECT 1'))],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('is not ready when asking %s', async (_, readiness) => {
    const own = await startEdge({ readiness });
    const answer = await fetch(`${own.url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain('SELECT');
    await own.server.close();
  });
});
