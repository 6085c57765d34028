/** What is told of a batch while the writer is away. What is recorded of one is the domain's matter. */
import { WriterUnavailable } from '@haber/account-writer';
import { recordBatch } from './record-batch';

const ORIGIN = { tenant: 'demo/test', actor: 'a-test', correlationId: 'a-test', keys: [] } as const;
const LINE = {
  transactionId: 't',
  type: 'processed',
  amountMinor: 1n,
  occurredAt: '2025-11-24T10:00:00.000Z',
} as const;
const BATCH = { customerId: 'c', currency: 'USD', lines: [LINE] };

const away = (outcome: 'none' | 'unknown'): WriterUnavailable =>
  new WriterUnavailable(outcome, outcome === 'none' ? 'store_unavailable' : 'outcome_unknown', 1);

/** A writer that is away so many times as it is told, and the answer to a batch. */
function recordedOver(failures: WriterUnavailable[]): Promise<unknown> {
  const execute = (): Promise<never> => Promise.reject(failures.shift() ?? new Error('asked too often'));
  const ports = { capacity: { execute }, customers: {} } as unknown as Parameters<typeof recordBatch>[0];
  return recordBatch(ports, ORIGIN, BATCH);
}

it.each<[string, ('none' | 'unknown')[], 'none' | 'unknown']>([
  ['nothing, where every time nothing was done', ['none', 'none', 'none', 'none'], 'none'],
  ['that nobody knows, where nobody knew once', ['none', 'unknown', 'none', 'none'], 'unknown'],
])(
  'a writer that stays away tells %s',
  async (_, outcomes, told) => {
    await expect(recordedOver(outcomes.map(away))).rejects.toMatchObject({ outcome: told });
  },
  30_000,
);

it('is not asked again while it shuts down, and what nobody knew before stays unknown', async () => {
  const ending = new WriterUnavailable('none', 'shutting_down', 1);
  await expect(recordedOver([away('unknown'), ending])).rejects.toMatchObject({ outcome: 'unknown' });
});
