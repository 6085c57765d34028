import { Secret } from '@haber/boot';
import { verifyCallback } from './callback';
import { signatureHeaders, signingKey } from './signature';

const keys = [signingKey(new Secret(`whsec_${'A'.repeat(32)}`))];
const nowMs = 1_800_000_000_000;
const APPROVED = {
  type: 'payout.approved',
  reference: 'OP-2026-00000001',
  status: 'approved',
  amount_minor: '900719925474099301',
  currency: 'GTQ',
  bank_reference: 'REF-1',
};

function received(text: string) {
  const body = Buffer.from(text);
  return { headers: { ...signatureHeaders({ id: 'evt_1', nowMs, body }, keys) }, body, keys, nowMs };
}

describe('a callback', () => {
  it('is verified, to the last digit of its amount, and may hold more than was agreed', () => {
    expect(verifyCallback(received(JSON.stringify({ ...APPROVED, branch: { id: 7 } })))).toEqual({
      kind: 'verified',
      eventId: 'evt_1',
      reference: 'OP-2026-00000001',
      said: { kind: 'approved', amountMinor: 900_719_925_474_099_301n, currency: 'GTQ', bankReference: 'REF-1' },
    });
  });

  it('says a rejection', () => {
    const { bank_reference: _, ...rest } = APPROVED;
    const rejected = { ...rest, type: 'payout.rejected', status: 'rejected', code: 'account_closed' };
    expect(verifyCallback(received(JSON.stringify(rejected)))).toMatchObject({
      kind: 'verified',
      said: { kind: 'rejected', code: 'account_closed' },
    });
  });

  it.each([
    ['another type', { type: 'payout.rejected' }],
    ['no type', { type: undefined }],
    ['a status of its own', { status: 'paid', type: 'payout.paid' }],
    ['a status that is not final', { status: 'pending', type: 'payout.pending' }],
    ['an amount that is a number', { amount_minor: 100 }],
    ['an amount with decimals', { amount_minor: '1.00' }],
    ['a negative amount', { amount_minor: '-1' }],
    ['an amount beyond all books', { amount_minor: '1'.repeat(19) }],
    ['an unknown currency', { currency: 'XXX' }],
    ['no reference of the bank', { bank_reference: undefined }],
    ['a reference with a path in it', { reference: '../x' }],
  ])('with %s is refused', (_, changed) => {
    const text = JSON.stringify({ ...APPROVED, ...changed });
    expect(verifyCallback(received(text))).toEqual({ kind: 'refused', cause: 'malformed' });
  });

  it.each(['', 'null', '[]', '<html>', '{"amount_minor":"1","amount_minor":"2"}', '\u{fffd}{'])(
    'that is %j is refused',
    (text) => {
      expect(verifyCallback(received(text))).toEqual({ kind: 'refused', cause: 'malformed' });
    },
  );

  it('with a member twice is refused, whichever of them would be right', () => {
    const text = JSON.stringify(APPROVED).replace('{', '{"amount_minor":"1",');
    expect(verifyCallback(received(text))).toEqual({ kind: 'refused', cause: 'malformed' });
  });

  it('is not even read before its signature was', () => {
    expect(verifyCallback({ ...received('<html>'), keys: [] })).toEqual({ kind: 'refused', cause: 'bad-signature' });
    expect(verifyCallback({ ...received('{}'), headers: {} })).toEqual({ kind: 'refused', cause: 'missing-headers' });
    expect(verifyCallback(received(' '.repeat(70_000)))).toEqual({ kind: 'refused', cause: 'oversized' });
  });
});
