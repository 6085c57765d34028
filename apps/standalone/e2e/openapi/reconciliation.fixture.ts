/** Reconciliation items: written to the log as payments writes them, since no bank contradicts at will. */
import { randomUUID } from 'node:crypto';
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import {
  mismatchKey,
  type OpenedItem,
  reconciliationDefinition,
  reconciliationId,
  reconciliationStream,
  type Tenant,
} from '@haber/ledger';
import { type Ask, ask, type Scenarios, type World } from './scenario.fixture';

const ITEMS = '/api/v1/reconciliation-items';
const TENANT: Tenant = 'demo/test';
const NO_CHANGE = { resolution: 'no_change', reason: 'The bank has corrected it.' };

async function item({ product }: World): Promise<string> {
  const store = await product.openLog();
  const groupCommit = new GroupCommit({ store, random: Math.random });
  const shared = { store, groupCommit, clock: Date.now, newId: randomUUID, random: Math.random };
  const writer = new StreamWriter(reconciliationDefinition, shared);
  const said: OpenedItem['said'] = {
    ...{ status: 'approved', amountMinor: 61n, currency: 'USD', bankReference: 'REF-1', bankCode: null },
  };
  const mismatch = { cause: 'amount_mismatch', payoutId: randomUUID(), bankAdapter: 'simulator', said } as const;
  const stream = reconciliationStream(TENANT, mismatchKey(mismatch));
  const itemId = reconciliationId(stream);
  const about = { executionId: null, customerId: null, recorded: null, learnedFrom: 'callback' } as const;
  const data = { itemId, ...mismatch, ...about };
  await writer.execute({
    ...{ stream, tenant: TENANT, actor: 'haber', correlationId: 'a-test', keys: [] },
    decide: () => ({ accept: [{ type: 'reconciliation.opened.v1', data }] }),
  });
  await writer.close();
  await store.close();
  return itemId;
}

const resolve = (id: string, body: object = NO_CHANGE): Ask => ask('POST', `${ITEMS}/${id}/resolve`, body);
const NOBODYS = `reconciliation_${'0'.repeat(32)}`;

export const reconciliation: Scenarios = {
  listReconciliationItems: {
    200: async (world) => {
      await item(world);
      return ask('GET', `${ITEMS}?status=open&limit=1`);
    },
    400: () => ask('GET', `${ITEMS}?limit=0`),
  },
  readReconciliationItem: {
    200: async (world) => ask('GET', `${ITEMS}/${await item(world)}`),
    400: () => ask('GET', `${ITEMS}/${'x'.repeat(65)}`),
    404: () => ask('GET', `${ITEMS}/${NOBODYS}`),
  },
  resolveReconciliationItem: {
    200: async (world) => resolve(await item(world)),
    400: async (world) => resolve(await item(world), {}),
    404: () => resolve(NOBODYS),
    409: async (world) => resolve(await item(world), { ...NO_CHANGE, resolution: 'payout_rejected' }),
  },
};
