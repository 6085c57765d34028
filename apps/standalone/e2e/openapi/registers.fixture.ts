/** Customers, bank accounts and products of Haber's own API. */
import { creditPath, requestBody } from '../partner.fixture';
import { ask, type Ask, type Scenario, type Scenarios, type World } from './scenario.fixture';

const customerPath = (id: string, rest = ''): string => `/api/v1/customers/${id}${rest}`;
const bankAccountPath = (id: string, rest = ''): string => `/api/v1/bank-accounts/${id}${rest}`;
const productPath = (code: string, rest = ''): string => `/api/v1/products/${code}${rest}`;

const putCustomer = (id: string, name = 'Ana'): Ask =>
  ask('PUT', customerPath(id), { type: 'person', legal_name: name });
const decideKyc = (id: string): Ask => ask('POST', customerPath(id, '/kyc'), { status: 'approved' });
const changeStatus = (id: string): Ask =>
  ask('POST', customerPath(id, '/status'), { value: 'inactive', reason: 'moved away' });
const erase = (id: string): Ask => ask('DELETE', customerPath(id, '/personal-data'));
const putBankAccount = (id: string, customer: string, bank = 'Banco Uno'): Ask =>
  ask('PUT', bankAccountPath(id), {
    customer_id: customer,
    bank,
    account_type: 'savings',
    account_number: '000-123456',
    holder_name: 'Ana',
    currency: 'USD',
  });
const verify = (id: string): Ask => ask('POST', bankAccountPath(id, '/verification'), { status: 'verified' });
const publish = (code: string, more: object = {}): Ask =>
  ask('PUT', productPath(code), { name: 'Wholesale', currency: 'GTQ', payment_term_days: 60, ...more });

async function customer({ fresh, done }: World): Promise<string> {
  const id = fresh('customer');
  await done(putCustomer(id));
  return id;
}

async function bankAccount(world: World): Promise<string> {
  const id = world.fresh('bank-account');
  await world.done(putBankAccount(id, await customer(world)));
  return id;
}

const ofNobody =
  (asking: (id: string) => Ask): Scenario =>
  ({ fresh }) =>
    asking(fresh('nobody'));

export const registers: Scenarios = {
  putCustomer: {
    201: ({ fresh }) => putCustomer(fresh('customer')),
    200: async (world) => putCustomer(await customer(world), 'Ana María'),
    404: async ({ fresh, key }) => ({
      ...putCustomer(fresh('customer')),
      key: await key({ scopes: ['customers:write'], customer_id: 'somebody-else' }),
    }),
  },
  readCustomer: {
    200: async ({ fresh, done }) => {
      const id = fresh('customer');
      await done(ask('POST', `${creditPath(id)}/request`, requestBody()));
      return ask('GET', customerPath(id));
    },
    404: ofNobody((id) => ask('GET', customerPath(id))),
  },
  decideKyc: {
    200: async (world) => decideKyc(await customer(world)),
    404: ofNobody(decideKyc),
  },
  changeCustomerStatus: {
    200: async (world) => changeStatus(await customer(world)),
    404: ofNobody(changeStatus),
  },
  erasePersonalData: {
    200: async (world) => erase(await customer(world)),
    404: ofNobody(erase),
  },
  putBankAccount: {
    201: async (world) => putBankAccount(world.fresh('bank-account'), await customer(world)),
    200: async (world) => {
      const [id, owner] = [world.fresh('bank-account'), await customer(world)];
      await world.done(putBankAccount(id, owner));
      return putBankAccount(id, owner, 'Banco Dos');
    },
    404: ({ fresh }) => putBankAccount(fresh('bank-account'), fresh('nobody')),
    409: async (world) => putBankAccount(await bankAccount(world), await customer(world)),
  },
  readBankAccount: {
    200: async (world) => ask('GET', bankAccountPath(await bankAccount(world))),
    404: ofNobody((id) => ask('GET', bankAccountPath(id))),
  },
  decideBankAccountVerification: {
    200: async (world) => verify(await bankAccount(world)),
    404: ofNobody(verify),
  },
  listProducts: {
    200: async ({ fresh, done }) => {
      await done(publish(fresh('product')));
      return ask('GET', '/api/v1/products?limit=100');
    },
  },
  publishProduct: {
    201: ({ fresh }) => publish(fresh('product')),
    200: async ({ fresh, done }) => {
      const code = fresh('product');
      await done(publish(code));
      return publish(code);
    },
    422: ({ fresh }) => publish(fresh('product'), { effective_from: '2020-01-01' }),
  },
  listProductVersions: {
    200: async ({ fresh, done }) => {
      const code = fresh('product');
      await done(publish(code));
      return ask('GET', productPath(code, '/versions'));
    },
    404: ofNobody((code) => ask('GET', productPath(code, '/versions'))),
  },
};
