/** A partner's own program on Haber's own API: customers, bank accounts and products. */
import type { Answer, Product, RequestOptions } from '@haber/testing';
import { creditPath } from './partner.fixture';

export const ANA = {
  type: 'person',
  legal_name: 'Ana María Ñandú',
  national_id: '2345 67890 0101',
  email: 'ana@example.com',
  phone: '+502 5555 4444',
  address: { street: 'Calle 1', city: 'Antigua' },
  external_id: 'crm-1',
  metadata: { branch: 'north' },
} as const;

export interface Call extends RequestOptions {
  /** Such as `?dry_run=true`. */
  readonly query?: string;
}

export type Registers = ReturnType<typeof registersOf>;

export function registersOf(product: Pick<Product, 'request'>) {
  const send = (method: string, path: string, body?: unknown, { query = '', ...more }: Call = {}): Promise<Answer> =>
    product.request(method, `/api/v1${path}${query}`, body, more);
  const customer = (id: string): string => `/customers/${encodeURIComponent(id)}`;
  const bankAccount = (id: string): string => `/bank-accounts/${encodeURIComponent(id)}`;
  const productAt = (code: string): string => `/products/${encodeURIComponent(code)}`;
  return {
    put: (id: string, body: unknown = ANA, more?: Call) => send('PUT', customer(id), body, more),
    get: (id: string, more?: Call) => send('GET', customer(id), undefined, more),
    kyc: (id: string, body: unknown, more?: Call) => send('POST', `${customer(id)}/kyc`, body, more),
    status: (id: string, body: unknown, more?: Call) => send('POST', `${customer(id)}/status`, body, more),
    erase: (id: string, more?: Call) => send('DELETE', `${customer(id)}/personal-data`, undefined, more),
    putBankAccount: (id: string, body: unknown, more?: Call) => send('PUT', bankAccount(id), body, more),
    getBankAccount: (id: string, more?: Call) => send('GET', bankAccount(id), undefined, more),
    verify: (id: string, body: unknown, more?: Call) => send('POST', `${bankAccount(id)}/verification`, body, more),
    publish: (code: string, body: unknown, more?: Call) => send('PUT', productAt(code), body, more),
    products: (more?: Call) => send('GET', '/products', undefined, more),
    versions: (code: string, more?: Call) => send('GET', `${productAt(code)}/versions`, undefined, more),
  };
}

/** Of an answer of Haber's own API: `409 id_taken`. */
export const problemOf = ({ status, json }: Answer): string => `${status} ${json?.code}`;

export const ifMatch = (revision: number): RequestOptions => ({ headers: { 'if-match': `"${revision}"` } });

/** A key of the demo tenant, unless the options say otherwise; good already. */
export async function newKey(product: Product, ...options: readonly string[]): Promise<string> {
  const { stdout, stderr } = await product.haber('keys', 'create', '--json', ...options);
  if (stdout === '') throw new Error(stderr);
  const { key } = JSON.parse(stdout) as { key: string };
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await product.request('GET', creditPath('x'), undefined, { key })).status !== 401) return key;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the new key was never good');
}

/** What no answer may show. */
export const LEAKS =
  /node_modules|\bat \S+ \(|\.[jt]s:\d|\/(?:work|home|root|tmp|usr)\/|SELECT|INSERT|postgres|pg_|Error:/;
