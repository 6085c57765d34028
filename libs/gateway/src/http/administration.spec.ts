import { memoryEventStore } from '@haber/event-store';
import { type HttpExchange, Problem } from '@haber/http';
import { partnerStream } from '@haber/ledger';
import { createSecretKey } from 'node:crypto';
import { keyRing } from '../key-ring';
import { NOW, partnersOver, pepper, watched } from '../partner-writer.fixture';
import type { GatewayPorts } from '../ports';
import { Administration } from './administration';
import { KeysController } from './keys.controller';

const TENANT = 'acme/test';

/** One process whose ring hears of nothing by itself, and an administrator of the tenant who asks it. */
async function setUp() {
  const store = watched(memoryEventStore());
  store.deafSubscriptions = true;
  const partners = partnersOver(store);
  const admin = await partners.issue(TENANT, { scopes: ['admin'], actor: 'admin' });
  const ring = keyRing({ store, pepper, clock: () => Date.parse(NOW) });
  await ring.ready();
  const ports: GatewayPorts = {
    partners: partners.writer,
    keys: ring,
    pepper,
    keyMaking: createSecretKey(Buffer.alloc(32, 7)),
    fingerprint: (...parts) => parts.join('|'),
    store,
  };
  const exchange = (body: unknown): HttpExchange => ({
    context: {
      requestId: 'r',
      method: 'POST',
      target: '/',
      rawBody: Buffer.alloc(0),
      principal: {
        tenant: TENANT,
        actor: 'admin',
        keyId: admin.id,
        scopes: new Set(['admin']),
        approvalNeedsSecondActor: false,
      },
    },
    body,
    query: {},
    reply: { header: () => undefined, code: () => undefined } as unknown as HttpExchange['reply'],
  });
  const length = async () => (await store.head(partnerStream(TENANT)))?.revision;
  return {
    store,
    partners,
    ring,
    exchange,
    length,
    administration: new Administration(ports),
    keys: new KeysController(ports),
  };
}

const problemOf = (error: unknown) => (error instanceof Problem ? [error.status, error.code, error.outcome] : error);

describe('a command on a partner', () => {
  it('holds in this process before it is answered', async () => {
    const { partners, ring, exchange, administration } = await setUp();
    const { id, key } = await partners.issue(TENANT);
    expect(await ring.authenticate(key)).toBeDefined();
    await administration.carryOut(exchange(undefined), { command: { type: 'revoke-key', keyId: id }, dryRun: false });
    // At once: a ring that had not heard of it would let the key in without asking anybody.
    expect(await ring.authenticate(key)).toBeUndefined();
    await ring.close();
  });

  it('that is done and cannot be heard of is not told as refused', async () => {
    const { store, ring, exchange, length, keys } = await setUp();
    const before = (await length()) ?? 0;
    store.readFault = new Error('the log is away');
    const failed = await keys.issue(exchange({ scopes: ['credit:read'] })).catch(problemOf);
    expect(failed).toEqual([503, 'service_unavailable', 'unknown']);
    expect(await length()).toBe(before + 1);
    await ring.close();
  });

  it('is not done while nobody knows whose a brought key is', async () => {
    const { store, ring, exchange, length, keys } = await setUp();
    const before = await length();
    store.readFault = new Error('the log is away');
    const brought = { scopes: ['credit:read'], key: 'a-key-of-another-system-0123456789' };
    expect(await keys.issue(exchange(brought)).catch(problemOf)).toEqual([503, 'service_unavailable', 'none']);
    expect(await length()).toBe(before);
    await ring.close();
  });

  it('does not take a key that another partner brought a moment ago', async () => {
    const { partners, ring, exchange, length, keys } = await setUp();
    const key = 'a-key-of-another-system-0123456789';
    await partners.issue('other/test', { existingKey: key });
    const before = await length();
    expect(await keys.issue(exchange({ scopes: ['admin'], key })).catch(problemOf)).toEqual([409, 'id_taken', 'none']);
    expect(await length()).toBe(before);
    await ring.close();
  });
});
