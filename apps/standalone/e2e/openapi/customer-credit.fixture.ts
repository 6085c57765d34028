/** Dialect A: its rejected, blocked, closed and four-eyes rows among them. */
import { creditPath, requestBody } from '../partner.fixture';
import { type Ask, ask, type Scenario, type Scenarios, type World } from './scenario.fixture';

const call = (customer: string, name: string, body: string): Ask =>
  ask('POST', `${creditPath(customer)}/${name}`, body);
const use = (customer: string, order = 'o1', amount = '10.00'): Ask =>
  call(customer, 'use', `{"order_id":"${order}","amount":${amount}}`);
const pay = (customer: string, reference = 'p1', amount = '10.00'): Ask =>
  call(customer, 'payment', `{"payment_reference":"${reference}","amount":${amount}}`);

async function asked({ fresh, partner }: World): Promise<string> {
  const customer = fresh('customer');
  await partner.request(customer, requestBody('100.00'));
  return customer;
}

async function opened({ fresh, partner }: World): Promise<string> {
  const customer = fresh('customer');
  await partner.open(customer, '100.00');
  return customer;
}

async function owing(world: World): Promise<string> {
  const customer = await opened(world);
  await world.done(use(customer, 'o1', '50.00'));
  return customer;
}

const nobody =
  (asking: (customer: string) => Ask): Scenario =>
  ({ fresh }) =>
    asking(fresh('nobody'));

export const customerCredit: Scenarios = {
  requestCredit: {
    201: ({ fresh }) => call(fresh('customer'), 'request', requestBody()),
    404: async ({ fresh, key }) => ({
      ...call(fresh('customer'), 'request', requestBody()),
      key: await key({ scopes: ['credit:request'], customer_id: 'somebody-else' }),
    }),
    409: async (world) => call(await asked(world), 'request', requestBody()),
  },
  approveCredit: {
    200: async (world) => call(await asked(world), 'approve', '{}'),
    404: nobody((customer) => call(customer, 'approve', '{}')),
    409: async (world) => call(await opened(world), 'approve', '{}'),
  },
  readCredit: {
    200: async (world) => ask('GET', creditPath(await owing(world))),
    404: nobody((customer) => ask('GET', creditPath(customer))),
  },
  useCredit: {
    200: async (world) => use(await opened(world)),
    404: nobody(use),
    409: async (world) => use(await owing(world), 'o1', '1.00'),
    422: async (world) => use(await opened(world), 'o1', '100.01'),
  },
  payCredit: {
    201: async (world) => pay(await owing(world)),
    404: nobody(pay),
    409: async (world) => pay(await asked(world)),
    422: async (world) => pay(await owing(world), 'p1', '50.01'),
  },
};
