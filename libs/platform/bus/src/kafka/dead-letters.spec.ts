import type { BusMessage } from '../cloud-event';
import { DeadLetters } from './dead-letters';

const message = { topic: 'haber.accounts', key: 'account-1', value: Buffer.from('{}'), headers: { ce_id: 'e-1' } };
const delivered = (place: string) => ({ place, message, key: 'account-1' });
const failure = { cause: 'Error: broken', attempts: 5 };

function setUp(refuse: (message: BusMessage) => Error | undefined) {
  const made = { written: [] as BusMessage[], tries: 0, faults: [] as string[], nowMs: 0 };
  const letters = new DeadLetters({
    group: 'spec',
    publisher: {
      publish: ([letter]) => {
        made.tries += 1;
        const refusal = letter && refuse(letter);
        if (refusal) return Promise.reject(refusal);
        if (letter) made.written.push(letter);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    onFault: ({ message: text }) => made.faults.push(text),
    nowMs: () => made.nowMs,
  });
  return { made, letters };
}

it('leaves the value out of what is too large with why it was parked, and does not rest where the key is', async () => {
  const tooLarge = Object.assign(new Error('too large'), { type: 'MESSAGE_TOO_LARGE' });
  const wrapped = new Error('not retried', { cause: tooLarge });
  const { made, letters } = setUp(({ key, value }) => (value || key === 'long' ? wrapped : undefined));
  await letters.copy({ ...delivered('offset 1'), message: { ...message, key: 'long' } }, failure);
  await letters.copy(delivered('offset 2'), failure);
  expect(made.faults).toEqual(['no copy in haber.accounts.dlq of offset 1: Error: not retried']);
  const why = { dlq_group: 'spec', dlq_cause: 'Error: broken', dlq_place: 'offset 2', dlq_value: 'left out: 2 bytes' };
  expect(made.written).toEqual([
    { topic: 'haber.accounts.dlq', key: 'account-1', value: null, headers: { ce_id: 'e-1', ...why } },
  ]);
});

it('tells of a copy that cannot be written, holds nobody up, and rests before it tries the next', async () => {
  let refusal: Error | undefined = new Error('no such topic');
  const { made, letters } = setUp(() => refusal);
  await letters.copy(delivered('offset 1'), failure);
  await letters.copy(delivered('offset 2'), undefined);
  expect(made).toMatchObject({
    tries: 1,
    faults: ['no copy in haber.accounts.dlq of offset 1: Error: no such topic'],
  });
  refusal = undefined;
  made.nowMs = 10_000;
  await letters.copy(delivered('offset 3'), undefined);
  expect(made.written.map(({ headers }) => headers)).toEqual([
    { ce_id: 'e-1', dlq_group: 'spec', dlq_cause: 'behind a parked message', dlq_place: 'offset 3' },
  ]);
});
