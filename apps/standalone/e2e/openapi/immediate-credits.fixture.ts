/** Dialect B: its keys are bound to a merchant, so each scenario has one of its own. */
import { randomUUID } from 'node:crypto';
import { booksOf, registered } from '../merchants.fixture';
import { type Ask, ask, type Scenarios, type World } from './scenario.fixture';

const CREDITS = '/api/v1/credits';

interface Merchant {
  readonly customer: string;
  readonly bankAccount: string;
  readonly key: string;
}

async function keyOf({ done }: World, customer: string): Promise<string> {
  const terms = { scopes: ['credits:execute', 'credits:read'], customer_id: customer };
  const { json } = await done(ask('POST', '/api/v1/keys', { ...terms, rate_limits: { immediate_credits: 'none' } }));
  return (json as { key: string }).key;
}

async function merchant(world: World): Promise<Merchant> {
  const customer = world.fresh('merchant');
  const bankAccount = randomUUID();
  await registered(world.product, customer, bankAccount);
  return { customer, bankAccount, key: await keyOf(world, customer) };
}

/** With a hundred to take out. */
async function withVolume(world: World): Promise<Merchant> {
  const made = await merchant(world);
  const books = await booksOf(world.product);
  await books.volume(made.customer, 100_00n).finally(() => books.close());
  return made;
}

const execute = ({ bankAccount, key }: Merchant, amount = '1.00'): Ask => ({
  ...ask('POST', `${CREDITS}/execute`, `{"bank_account_id":"${bankAccount}","amount":${amount},"concept":"Retiro"}`),
  key,
});
const get = ({ key }: Merchant, path: string): Ask => ({ ...ask('GET', CREDITS + path), key });

async function executed(world: World): Promise<Merchant & { readonly id: string }> {
  const made = await withVolume(world);
  const { json } = await world.done(execute(made));
  return { ...made, id: String((json as { transaction_id: string }).transaction_id) };
}

export const immediateCredits: Scenarios = {
  executeCredit: {
    200: async (world) => execute(await withVolume(world)),
    400: async (world) => {
      const customer = world.fresh('unknown');
      return execute({ customer, bankAccount: randomUUID(), key: await keyOf(world, customer) });
    },
    403: async (world) => execute(await withVolume(world), '100.01'),
    404: async (world) => execute({ ...(await merchant(world)), bankAccount: randomUUID() }),
    422: async (world) => execute(await merchant(world), '0'),
  },
  readCapacity: { 200: async (world) => get(await merchant(world), '/capacity') },
  readImmediateCredit: {
    200: async (world) => {
      const made = await executed(world);
      return get(made, `/${made.id}`);
    },
    404: async (world) => get(await merchant(world), '/OP-2024-00000000'),
  },
  listImmediateCredits: {
    200: async (world) => get(await executed(world), '?status=ESPERA&limit=1'),
    422: async (world) => get(await merchant(world), '?limit=0'),
  },
};
