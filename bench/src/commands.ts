/** Commands that a bench sends: accounts opened, and uses of them. */
import type { LoadRequest } from './load';
import { BENCH_KEY } from './processes';

const AT_ONCE = 32;
let sequence = 0;

export function useOf(path: () => string): () => LoadRequest {
  return () => {
    sequence += 1;
    return {
      method: 'POST',
      path: path(),
      headers: { authorization: `Bearer ${BENCH_KEY}`, 'idempotency-key': `bench-${sequence}` },
      body: `{"order_id":"order-${sequence}","amount":1.25}`,
    };
  };
}

async function open(port: number, customer: string): Promise<void> {
  const credit = `http://127.0.0.1:${port}/api/v1/customers/${customer}/credit`;
  const headers = { authorization: `Bearer ${BENCH_KEY}`, 'content-type': 'application/json' };
  const business_info = { business_name: 'Bench', tax_id: 'B-1' };
  const request = JSON.stringify({ requested_limit: 900_000_000_000, payment_term_days: 30, business_info });
  for (const [call, body] of [
    ['request', request],
    ['approve', '{}'],
  ] as const) {
    const response = await fetch(`${credit}/${call}`, { method: 'POST', headers, body });
    if (!response.ok && response.status !== 409) throw new Error(`${call}: ${await response.text()}`);
    await response.text();
  }
}

export async function openAccounts(port: number, customers: readonly string[]): Promise<void> {
  const left = [...customers];
  const worker = async (): Promise<void> => {
    for (let customer = left.pop(); customer; customer = left.pop()) await open(port, customer);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
