/** Partners who execute, and repeat under their key until somebody has an answer for them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Product } from '@haber/testing';
import { atOnce } from './at-once';
import type { Merchant } from './merchants';

export interface Executions {
  readonly merchants: readonly Merchant[];
  readonly payouts: number;
  /** Of this run: keys are made of it. */
  readonly name: string;
}

const WIDTH = 48;
const PATIENCE_MS = 120_000;

/** @returns how many were taken. @throws of one that is neither taken nor to be repeated */
export async function executeAll(
  product: Pick<Product, 'request'>,
  { merchants, payouts, name }: Executions,
): Promise<number> {
  const numbers = Array.from({ length: payouts }, (_, i) => i);
  const taken = new Set<string>();
  await atOnce(numbers, WIDTH, async (number) => {
    const merchant = merchants[number % merchants.length] as Merchant;
    const { json } = await definite(() => execute(product, { merchant, number, key: `${name}-${number}` }));
    taken.add(String(json?.transaction_id));
  });
  return taken.size;
}

function execute(
  product: Pick<Product, 'request'>,
  { merchant, number, key }: { readonly merchant: Merchant; readonly number: number; readonly key: string },
): Promise<Answer> {
  const amount = `${100 + (number % 50)}.${String(number % 90).padStart(2, '0')}`;
  const body = `{"bank_account_id":"${merchant.bankAccount}","amount":${amount},"concept":"n ${number}"}`;
  const options = { key: merchant.key, headers: { 'idempotency-key': key } };
  return product.request('POST', '/api/v1/credits/execute', body, options);
}

/** 429: ten are in process, and the bank takes its time. 5xx: somebody was killed. */
async function definite(ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { status, answer } = await ask().then(
      (given) => ({ status: given.status, answer: given }),
      () => ({ status: 503, answer: undefined }),
    );
    if (status === 200 && answer) return answer;
    const isLate = performance.now() > deadline;
    if (isLate || !mayCome(status)) throw new Error(`${status} ${answer?.text}`);
    await sleep(250);
  }
}

function mayCome(status: number): boolean {
  return status === 429 || status >= 500;
}
