import { validateSync } from 'class-validator';
import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import { passes } from '../body-fields';
import { formatAmount } from '@haber/money';
import { ApproveCreditBody, CreditPaymentBody, parseUseCredit, RequestCreditBody, UseCreditBody } from './requests';

const number = fc
  .oneof(fc.integer({ min: -2, max: 400 }).map(String), fc.constantFrom('0', '-0', '1e3', '1.999', '1.990', '12.5'))
  .map((digits) => new LosslessNumber(digits));
const junk = fc.constantFrom(
  undefined,
  null,
  '',
  'x',
  '\u0000',
  '2025-02-29',
  '2025-11-24',
  true,
  [],
  {},
  7,
  'y'.repeat(3_000),
);
const value = fc.oneof({ weight: 2, arbitrary: number }, junk);
const NAMES = [
  'requested_limit',
  'payment_term_days',
  'credit_limit',
  'approval_notes',
  'order_id',
  'amount',
  'payment_reference',
  'payment_date',
  'business_name',
  'tax_id',
  'years_in_business',
] as const;
const flat = fc.dictionary(fc.constantFrom(...NAMES), value);
const raw = fc.tuple(flat, fc.oneof(flat, junk)).map(([members, info]) => ({ ...members, business_info: info }));

describe('the short way of validation', () => {
  it('agrees with class-validator on every body', () => {
    const answers = { yes: 0, no: 0 };
    fc.assert(
      fc.property(raw, fc.constantFrom(0, 2, 3), (members, digits) => {
        const made = [RequestCreditBody, ApproveCreditBody, UseCreditBody, CreditPaymentBody].map(
          (Body) => new Body(members, digits),
        );
        for (const body of made) {
          const fine = passes(body);
          answers[fine ? 'yes' : 'no'] += 1;
          expect(validateSync(body).length === 0).toBe(fine);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(answers.yes).toBeGreaterThan(100);
    expect(answers.no).toBeGreaterThan(100);
  });
});

describe('amounts', () => {
  it('are read back as they are written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999_999_999n }), (minor) => {
        const amount = new LosslessNumber(formatAmount(minor, 2));
        expect(parseUseCredit({ order_id: 'o', amount }, 2)).toEqual({
          ok: true,
          value: { orderId: 'o', amountMinor: minor },
        });
      }),
      { numRuns: 1_000 },
    );
  });
});
