import { LosslessNumber } from 'lossless-json';
import { parsePublishProduct } from './requests';

const n = (digits: string) => new LosslessNumber(digits);
const GOOD = { name: 'Wholesale', currency: 'GTQ', payment_term_days: n('60') };

describe('publishing a product', () => {
  it('reads what is said, and the defaults of what is not', () => {
    expect(parsePublishProduct(GOOD)).toEqual({
      ok: true,
      value: {
        title: 'Wholesale',
        currency: 'GTQ',
        timeZone: 'UTC',
        paymentTermDays: 60,
        backdatingDays: 90,
        limitMayFall: true,
        externalId: null,
        metadata: {},
      },
    });
    const all = { kind: 'commercial', time_zone: 'America/Guatemala', backdating_days: n('0'), limit_may_fall: false };
    expect(parsePublishProduct({ ...GOOD, ...all, effective_from: '2026-01-01' })).toMatchObject({
      value: { timeZone: 'America/Guatemala', backdatingDays: 0, limitMayFall: false, effectiveFrom: '2026-01-01' },
    });
  });

  it.each([
    ['kind', 'revolving'],
    ['currency', 'QQQ'],
    ['time_zone', '+02:00'],
    ['time_zone', 'Mars/Olympus'],
    ['time_zone', ''],
    ['payment_term_days', n('0')],
    ['payment_term_days', n('366')],
    ['payment_term_days', '60'],
    ['backdating_days', n('366')],
    ['limit_may_fall', 'yes'],
    ['effective_from', '2026-02-30'],
    ['effective_from', '2026-01-01T00:00:00Z'],
    ['annual_rate', n('0.36')],
    ['version', n('2')],
  ])('refuses %s: %p', (member, value) => {
    const parsed = parsePublishProduct({ ...GOOD, [member]: value });
    expect(parsed).toMatchObject({ ok: false, errors: [{ pointer: `/${member}` }] });
  });
});
