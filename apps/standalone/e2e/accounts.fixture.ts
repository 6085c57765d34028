/**
 * A partner's own program on Haber's own API: accounts, and what is done to them. Bodies are objects, since amounts are
 * decimal strings here.
 */
import type { Answer, Product, RequestOptions } from '@haber/testing';

export interface AccountCall extends RequestOptions {
  /** Such as `?dry_run=true`. */
  readonly query?: string;
}

const because = { reason: 'as agreed on the telephone' };

export type Accounts = ReturnType<typeof accountsOf>;

/** `always`: what every request of this partner is sent with, such as its key. */
export function accountsOf(product: Pick<Product, 'request'>, always: RequestOptions = {}) {
  const send = (method: string, path: string, body?: unknown, { query = '', ...more }: AccountCall = {}) =>
    product.request(method, `/api/v1${path}${query}`, body, { ...always, ...more });
  const act = (id: string, verb: string, body: object, more?: AccountCall): Promise<Answer> =>
    send('POST', `/accounts/${id}/${verb}`, body, more);
  const accounts = {
    send,
    act,
    customer: (id: string) =>
      send('PUT', `/customers/${encodeURIComponent(id)}`, { type: 'company', legal_name: 'ABC' }),
    open: (customer: string, body: object = {}, more?: AccountCall) =>
      send('POST', '/accounts', { customer_id: customer, product_code: 'commercial', limit: '100.00', ...body }, more),
    list: (query = '', more?: AccountCall) => send('GET', `/accounts${query}`, undefined, more),
    read: (id: string, more?: AccountCall) => send('GET', `/accounts/${id}`, undefined, more),
    describe: (id: string, body: object, more?: AccountCall) => send('PATCH', `/accounts/${id}`, body, more),
    use: (id: string, order: string, amount: string, more?: AccountCall) =>
      act(id, 'uses', { order_id: order, amount }, more),
    pay: (id: string, reference: string, amount: string, more?: AccountCall) =>
      act(id, 'payments', { payment_reference: reference, amount }, more),
    limit: (id: string, limit: string, more?: AccountCall) => act(id, 'limit', { limit, ...because }, more),
    status: (id: string, value: string, more?: AccountCall) => act(id, 'status', { value, ...because }, more),
    adjust: (id: string, amount: string, more?: AccountCall) => act(id, 'adjustments', { amount, ...because }, more),
    writeOff: (id: string, more?: AccountCall) => act(id, 'write-off', because, more),
    /** The id of a new customer's new account. */
    async opened(customer: string, body: object = {}): Promise<string> {
      const put = await accounts.customer(customer);
      const opened = await accounts.open(customer, body);
      if (put.status !== 201 || opened.status !== 201) throw new Error(`${customer}: ${put.text} ${opened.text}`);
      return (opened.json as { id: string }).id;
    },
    /** The id of the account of a customer that dialect A knows. */
    async idOf(customer: string): Promise<string> {
      const { json } = await accounts.list(`?customer_id=${encodeURIComponent(customer)}`);
      const [account] = json.data as { id: string }[];
      if (!account) throw new Error(`${customer} has no account in the list yet`);
      return account.id;
    },
  };
  return accounts;
}

/** Of an answer of Haber's own API. */
export const problemOf = ({ status, json }: Answer): string => `${status} ${json?.code}`;

interface Buckets {
  readonly single_payment: { readonly past_due: string };
}

/** Limit, available, utilised, past due. */
export function figures({ json }: Answer): string {
  const balances = json.balances as { limit: string; available: string; utilised: string; buckets: Buckets };
  return [balances.limit, balances.available, balances.utilised, balances.buckets.single_payment.past_due].join(' ');
}
