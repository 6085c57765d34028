import { createHash } from 'node:crypto';
import { GENESIS_HASH, hashOf } from './hash-chain';

const STREAM = 'account-0c6c8e2b-6f3c-5d8f-9a53-0f9c0a1b2c3d';
const EVENT = {
  id: '6f9619ff-8b86-5011-b42d-00cf4fc964ff',
  type: 'credit-account.credit-used.v1',
  data: Buffer.from('{"amount":"150000"}'),
  metadata: Buffer.from(`{"prevHash":"${GENESIS_HASH}"}`),
};

/** Written out by hand, field by field, as an auditor would. */
function independently(stream: string, revision: number, event: typeof EVENT): string {
  const field = (hex: string) => (hex.length / 2).toString(16).padStart(8, '0') + hex;
  const text = (value: string) => field(Buffer.from(value, 'utf8').toString('hex'));
  const all = [
    text('haber.event.v1'),
    text(stream),
    field(revision.toString(16).padStart(16, '0')),
    text(event.id),
    text(event.type),
    field(event.data.toString('hex')),
    field(event.metadata.toString('hex')),
  ].join('');
  return createHash('sha256').update(all, 'hex').digest('hex');
}

describe('the hash of an event', () => {
  it('is this one, for ever', () => {
    expect(hashOf(STREAM, 7, EVENT)).toBe('476353a34a79d303aac00d01ea3098f3677fad7f9989cbdaab70a77a95e83490');
  });

  it('is what anybody computes from the description', () => {
    for (const revision of [0, 7, 2 ** 31, 2 ** 40]) {
      expect(hashOf(STREAM, revision, EVENT)).toBe(independently(STREAM, revision, EVENT));
    }
  });

  it.each([
    ['stream', hashOf(`${STREAM.slice(0, -1)}e`, 7, EVENT)],
    ['revision', hashOf(STREAM, 8, EVENT)],
    ['id', hashOf(STREAM, 7, { ...EVENT, id: EVENT.id.replace('6f', '7f') })],
    ['type', hashOf(STREAM, 7, { ...EVENT, type: 'credit-account.credit-used.v2' })],
    ['data', hashOf(STREAM, 7, { ...EVENT, data: Buffer.from('{"amount":"150001"}') })],
    ['metadata', hashOf(STREAM, 7, { ...EVENT, metadata: Buffer.from('{}') })],
    ['where a field ends', hashOf(STREAM, 7, { ...EVENT, type: `${EVENT.type}{`, data: EVENT.data.subarray(1) })],
  ])('changes with the %s', (_, hash) => {
    expect(hash).not.toBe(hashOf(STREAM, 7, EVENT));
  });

  it('has a genesis of the same shape', () => {
    expect(GENESIS_HASH).toMatch(/^0{64}$/);
  });
});
