/** Executions of merchants of `bench:ingest`: from the request to the answer, the simulated bank's word in between. */
import { randomUUID } from 'node:crypto';
import { BENCH_KEY } from './processes';

export interface Executing {
  readonly port: number;
  /** A customer that is registered. */
  readonly customer: string;
}

/** Gives a function that executes once more, in milliseconds. */
export async function executing({ port, customer }: Executing): Promise<() => Promise<number>> {
  const call = async (path: string, body: object, { method = 'POST', ...headers }: Record<string, string> = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${BENCH_KEY}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return (await answer.json()) as Readonly<Record<string, unknown>>;
  };
  const bankAccount = randomUUID();
  const put = { method: 'PUT' };
  await call(`/customers/${customer}/kyc`, { status: 'approved' });
  await call(
    `/bank-accounts/${bankAccount}`,
    {
      ...{ customer_id: customer, bank: 'Banco Uno', account_type: 'checking', currency: 'USD' },
      ...{ account_number: '000-123456-7890', holder_name: 'Bench' },
    },
    put,
  );
  await call(`/bank-accounts/${bankAccount}/verification`, { status: 'verified' });
  const terms = { scopes: ['credits:execute'], customer_id: customer, rate_limits: { immediate_credits: 'none' } };
  const { key } = await call('/keys', terms);

  return async () => {
    const body = { bank_account_id: bankAccount, amount: 0.01, concept: 'Bench' };
    const startedMs = performance.now();
    const headers = { authorization: `Bearer ${String(key)}`, 'idempotency-key': randomUUID() };
    const { status } = await call('/credits/execute', body, headers);
    const ms = performance.now() - startedMs;
    if (status !== 'APROBADA') throw new Error(`the execution is ${String(status)}`);
    return ms;
  };
}
