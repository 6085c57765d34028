/** Accounts of Haber's own API. */
import { creditPath, requestBody } from '../partner.fixture';
import { ask, type Ask, type Scenario, type Scenarios, type World } from './scenario.fixture';

export const ACCOUNTS = '/api/v1/accounts';
/** The id of no account. */
export const NOBODY = 'credit_00000000000040008000000000000000';
const because = { reason: 'as agreed' };

const act = (id: string, verb: string, body: object): Ask => ask('POST', `${ACCOUNTS}/${id}/${verb}`, body);
const use = (id: string, order: string, amount = '60.00'): Ask => act(id, 'uses', { order_id: order, amount });
const pay = (id: string, reference: string, amount = '10.00'): Ask =>
  act(id, 'payments', { payment_reference: reference, amount });
const limit = (id: string, to = '200.00'): Ask => act(id, 'limit', { limit: to, ...because });
const status = (id: string, value = 'paused'): Ask => act(id, 'status', { value, ...because });
const adjust = (id: string, amount = '10.00'): Ask => act(id, 'adjustments', { amount, ...because });
const writeOff = (id: string): Ask => act(id, 'write-off', because);
const describe = (id: string): Ask => ask('PATCH', `${ACCOUNTS}/${id}`, { external_id: 'crm-1' });

const open = (customer: string, more: object = {}): Ask =>
  ask('POST', ACCOUNTS, { customer_id: customer, product_code: 'commercial', limit: '100.00', ...more });

async function customer({ fresh, done }: World): Promise<string> {
  const id = fresh('customer');
  await done(ask('PUT', `/api/v1/customers/${id}`, { type: 'company', legal_name: 'ABC' }));
  return id;
}

/** The id of an account under which 100.00 may be used. */
async function account(world: World): Promise<string> {
  const { json } = await world.done(open(await customer(world)));
  return (json as { id: string }).id;
}

/** …and of which 60.00 is. */
async function owing(world: World): Promise<string> {
  const id = await account(world);
  await world.done(use(id, world.fresh('order')));
  return id;
}

async function closed(world: World): Promise<string> {
  const id = await account(world);
  await world.done(status(id, 'closed'));
  return id;
}

const onAccount =
  (asking: (id: string, world: World) => Ask): Scenario =>
  async (world) =>
    asking(await account(world), world);

/** A scenario on such an account. */
export const onOwing =
  (asking: (id: string, world: World) => Ask): Scenario =>
  async (world) =>
    asking(await owing(world), world);

const onClosed =
  (asking: (id: string, world: World) => Ask): Scenario =>
  async (world) =>
    asking(await closed(world), world);

const order = ({ fresh }: World): string => fresh('order');
const reference = ({ fresh }: World): string => fresh('PAY');

export const accounts: Scenarios = {
  openAccount: {
    201: async (world) => open(await customer(world)),
    404: ({ fresh }) => open(fresh('nobody')),
    409: async (world) => {
      const id = world.fresh('customer');
      await world.done(ask('POST', `${creditPath(id)}/request`, requestBody()));
      return open(id);
    },
    422: async (world) => open(await customer(world), { currency: 'JPY' }),
  },
  listAccounts: { 200: async (world) => (await account(world), ask('GET', `${ACCOUNTS}?status=active&limit=2`)) },
  readAccount: {
    200: onOwing((id) => ask('GET', `${ACCOUNTS}/${id}`)),
    404: () => ask('GET', `${ACCOUNTS}/${NOBODY}`),
  },
  describeAccount: { 200: onAccount(describe), 404: () => describe(NOBODY) },
  useAccount: {
    201: onAccount((id, world) => use(id, order(world))),
    404: () => use(NOBODY, 'o'),
    409: onClosed((id, world) => use(id, order(world))),
  },
  payAccount: {
    201: onOwing((id, world) => pay(id, reference(world))),
    404: () => pay(NOBODY, 'p'),
    409: onClosed((id, world) => pay(id, reference(world))),
  },
  changeAccountLimit: { 200: onAccount((id) => limit(id)), 404: () => limit(NOBODY), 409: onClosed((id) => limit(id)) },
  changeAccountStatus: {
    200: onAccount((id) => status(id)),
    404: () => status(NOBODY),
    409: onOwing((id) => status(id, 'closed')),
  },
  adjustAccount: {
    201: onOwing((id) => adjust(id)),
    404: () => adjust(NOBODY),
    409: onClosed((id) => adjust(id)),
  },
  writeOffAccount: { 201: onOwing(writeOff), 404: () => writeOff(NOBODY), 409: onAccount(writeOff) },
};
