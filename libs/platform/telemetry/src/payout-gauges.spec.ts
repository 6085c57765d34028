import { Exposition } from '@haber/testing';
import { Metrics } from './metrics';
import { payoutGauges, type PayoutReadings } from './payout-gauges';

const READINGS: PayoutReadings = {
  open: [{ status: 'submitted', payouts: 3, oldestSeconds: 40 }],
  openItems: 2,
  reactions: [
    { group: 'haber-payments', healthy: true, parkedAccounts: 1, lag: new Map([['haber.accounts', 17n]]) },
    { group: 'other', healthy: false, parkedAccounts: 0, lag: new Map() },
  ],
};

it('tells what is open with banks and how each group stands, and of what nobody knows nothing', async () => {
  const metrics = new Metrics();
  let readings: PayoutReadings | undefined = READINGS;
  payoutGauges(metrics, () => readings);
  const told = async () => new Exposition(await metrics.registry.metrics());
  const seen = await told();
  expect(seen.value('haber_open_payouts_entries', { status: 'submitted' })).toBe(3);
  expect(seen.value('haber_oldest_open_payout_seconds', { status: 'submitted' })).toBe(40);
  expect(seen.value('haber_open_reconciliation_items_entries')).toBe(2);
  const ofGroups = (name: string) => ['haber-payments', 'other'].map((group) => seen.value(name, { group }));
  expect(ofGroups('haber_reactions_healthy_entries')).toEqual([1, 0]);
  expect(ofGroups('haber_parked_accounts_entries')).toEqual([1, 0]);
  expect(seen.value('haber_group_lag_entries', { group: 'haber-payments', topic: 'haber.accounts' })).toBe(17);
  expect(ofGroups('haber_group_lag_entries')[1]).toBeUndefined();
  readings = undefined;
  expect((await told()).value('haber_open_reconciliation_items_entries')).toBeUndefined();
});
