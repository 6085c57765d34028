import type { VolumeLine } from '@haber/ledger';
import { CapacityUnderTest } from '@haber/testing';
import fc from 'fast-check';
import { DryVolume } from '../intake/dry-volume';
import { recordVolume, volumeNames, volumeResults, wouldRecordVolume } from './volume';

const ids = { accountId: 'capacity_1', customerId: 'c', currency: 'USD' };

function line(transactionId: string, amountMinor = 100n, more: Partial<VolumeLine> = {}): VolumeLine {
  return { transactionId, type: 'processed', amountMinor, occurredAt: '2025-11-24T09:00:00.000Z', ...more };
}

const recorded = (...lines: readonly VolumeLine[]) => ({
  type: 'capacity-account.volume-recorded.v1' as const,
  data: { accountId: 'capacity_1', lines },
});

describe('volume', () => {
  it('opens the account with the first lines, whatever they are', () => {
    const account = new CapacityUnderTest();
    const lines = [line('t', 100n, { type: 'reversed' })];
    expect(account.when(recordVolume, { ...ids, lines })).toEqual({
      accept: [{ type: 'capacity-account.opened.v1', data: ids }, recorded(...lines)],
    });
    expect(account.state).toMatchObject({ balances: { availableMinor: -100n }, lastTransactionAt: null });
  });

  it('takes what is new of a batch, and says of each line what became of it', () => {
    const account = new CapacityUnderTest();
    account.when(recordVolume, { ...ids, lines: [line('a'), line('b')] });
    const lines = [
      line('a'),
      line('b', 101n),
      line('c'),
      line('c'),
      line('c', 7n),
      line('a', 5n, { type: 'reversed' }),
    ];
    expect(volumeResults(lines, account.context().used)).toEqual([
      'duplicate',
      'contradicts',
      'accepted',
      'duplicate',
      'contradicts',
      'accepted',
    ]);
    expect(account.when(recordVolume, { ...ids, lines })).toEqual({
      accept: [recorded(...([lines[2], lines[5]] as VolumeLine[]))],
    });
    expect(account.when(recordVolume, { ...ids, lines })).toEqual({ accept: [] });
    expect(account.state).toMatchObject({ transactions: 3, reversals: 1, balances: { processedMinor: 295n } });
  });

  it('in a dry run is told as it would be after the batches before it, and changes nothing', () => {
    const account = new CapacityUnderTest();
    const earlier = new DryVolume();
    const dry = (lines: readonly VolumeLine[], currency = 'USD') =>
      wouldRecordVolume(account.state, { ...ids, currency, lines, earlier }, account.context()).reject;
    const first = [line('a'), line('a', 7n)];
    expect(dry(first, 'EUR')).toEqual({ code: 'would_record', results: ['accepted', 'contradicts'] });
    expect(dry(first)).toEqual({ code: 'would_record', results: ['accepted', 'contradicts'] });
    earlier.add('USD', first, ['accepted', 'contradicts']);
    expect(dry([line('a'), line('a', 7n), line('b')])).toEqual({
      code: 'would_record',
      results: ['duplicate', 'contradicts', 'accepted'],
    });
    expect(dry([line('c')], 'EUR')).toEqual({ code: 'currency_mismatch', currency: 'USD' });
    expect(account.state.status).toBe('absent');
    account.when(recordVolume, { ...ids, lines: [line('b', 8n)] });
    expect(dry([line('b'), line('d')])).toEqual({ code: 'would_record', results: ['contradicts', 'accepted'] });
    expect(dry([line('d')], 'EUR')).toEqual({ code: 'currency_mismatch', currency: 'USD' });
  });

  it('is of one currency for ever', () => {
    const account = new CapacityUnderTest();
    account.when(recordVolume, { ...ids, lines: [line('a')] });
    expect(account.when(recordVolume, { ...ids, currency: 'EUR', lines: [line('b')] })).toEqual({
      reject: { code: 'currency_mismatch', currency: 'USD' },
    });
  });

  it('is never of nothing, of too much at once, or of no amount', () => {
    const account = new CapacityUnderTest();
    for (const lines of [[], [line('a', 0n)], Array.from({ length: 501 }, (_, i) => line(`t${i}`))]) {
      expect(() => account.when(recordVolume, { ...ids, lines })).toThrow(RangeError);
    }
  });

  it('names its lines by type and transaction, with the amount as what a repeat must have in common', () => {
    expect(volumeNames([line('a'), line('a', 2n, { type: 'reversed' })])).toEqual([
      { kind: 'processed', key: 'a', fingerprint: '100' },
      { kind: 'reversed', key: 'a', fingerprint: '2' },
    ]);
  });
});

const LINE = fc.record({
  transactionId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  type: fc.constantFrom('processed' as const, 'reversed' as const),
  occurredAt: fc.constantFrom('2025-11-24T09:00:00.000Z', '2025-11-23T09:00:00.000Z', '2025-11-25T09:00:00.000Z'),
});

/** Of one transaction and type the amount and the time are one: those that contradict depend on who was first. */
function consistent(lines: readonly Omit<VolumeLine, 'amountMinor'>[]): readonly VolumeLine[] {
  const first = new Map<string, VolumeLine>();
  return lines.map((one, i) => {
    const name = `${one.type} ${one.transactionId}`;
    const found = first.get(name) ?? { ...one, amountMinor: BigInt(10 ** (i % 7) + i + 1) };
    first.set(name, found);
    return found;
  });
}

it('comes to the same, in whatever order, batches and number of repeats it arrives', () => {
  const order = fc.array(fc.integer(), { minLength: 40, maxLength: 40 });
  fc.assert(
    fc.property(
      fc.array(LINE, { minLength: 1, maxLength: 20 }),
      order,
      fc.integer({ min: 1, max: 9 }),
      (raw, by, size) => {
        const lines = consistent(raw);
        const shuffled = [...lines, ...lines].map((one, i) => ({ one, at: by[i] ?? 0 })).sort((a, b) => a.at - b.at);
        const stateAfter = (sent: readonly VolumeLine[]) => {
          const account = new CapacityUnderTest();
          for (let i = 0; i < sent.length; i += size) {
            account.when(recordVolume, { ...ids, lines: sent.slice(i, i + size) });
          }
          return account.state;
        };
        expect(stateAfter(shuffled.map(({ one }) => one))).toEqual(stateAfter(lines));
      },
    ),
  );
});
