import fc from 'fast-check';
import { LosslessNumber } from 'lossless-json';
import type { OwnParsed } from '../parsed';
import { addressText, parseChangeCustomerStatus, parseDecideKyc, parsePutCustomer } from './requests';

/** Where a request is wrong, or what it says. */
function read<T>(parsed: OwnParsed<T>): T | string[] {
  if (parsed.ok) return parsed.value;
  return parsed.errors.map((error) => ('pointer' in error ? error.pointer : error.parameter));
}

const NOBODY = {
  legalName: null,
  tradeName: null,
  nationalId: null,
  taxId: null,
  email: null,
  phone: null,
  address: null,
};

describe('putting a customer', () => {
  it('reads what is said, and null for what is not', () => {
    const body = {
      type: 'company',
      legal_name: 'Ñandú, S.A.',
      tax_id: '1-2',
      years_in_business: new LosslessNumber('5'),
    };
    expect(read(parsePutCustomer(body))).toEqual({
      type: 'company',
      personal: { ...NOBODY, legalName: 'Ñandú, S.A.', taxId: '1-2' },
      yearsInBusiness: 5,
      externalId: null,
      metadata: {},
    });
    expect(read(parsePutCustomer({ type: 'person' }))).toMatchObject({ personal: NOBODY });
  });

  it.each([
    [undefined, ['/type']],
    [[], ['']],
    ['x', ['']],
    [{}, ['/type']],
    [{ type: 'Person' }, ['/type']],
    [{ type: 'person', legal_name: '' }, ['/legal_name']],
    [{ type: 'person', legal_name: ' ' }, ['/legal_name']],
    [{ type: 'person', legal_name: 'x'.repeat(201) }, ['/legal_name']],
    [{ type: 'person', legal_name: null }, ['/legal_name']],
    [{ type: 'person', tax_id: new LosslessNumber('1') }, ['/tax_id']],
    [{ type: 'person', email: 'a\u0000@b' }, ['/email']],
    [{ type: 'person', address: '' }, ['/address']],
    [{ type: 'person', address: null }, ['/address']],
    [{ type: 'person', address: [] }, ['/address']],
    [{ type: 'person', address: {} }, ['/address']],
    [{ type: 'person', address: { street: null } }, ['/address']],
    [{ type: 'person', address: { street: { name: 'x' } } }, ['/address']],
    [{ type: 'person', address: { '': 'x' } }, ['/address']],
    [{ type: 'person', address: new LosslessNumber('1') }, ['/address']],
    [
      { type: 'person', address: Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`l${i}`, 'x'])) },
      ['/address'],
    ],
    [{ type: 'person', years_in_business: new LosslessNumber('1001') }, ['/years_in_business']],
    [{ type: 'person', metadata: { a: new LosslessNumber('1') } }, ['/metadata']],
    [{ type: 'person', external_id: 'x'.repeat(65) }, ['/external_id']],
    [{ type: 'person', name: 'x', kyc: 'approved' }, ['/name', '/kyc']],
  ])('refuses %p at %p', (body, places) => expect(read(parsePutCustomer(body))).toEqual(places));

  it('takes what it gave out as an address for the same, in whatever order its lines come', () => {
    const lines = fc.dictionary(fc.stringMatching(/^[a-z0-9]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}$/), {
      minKeys: 1,
      maxKeys: 8,
    });
    fc.assert(
      fc.property(lines, (address) => {
        const turned = Object.fromEntries(Object.entries(address).reverse());
        expect(addressText(turned)).toBe(addressText(address));
        expect(JSON.parse(addressText(address))).toEqual(address);
      }),
    );
    expect(JSON.parse(addressText('{"a":"b"}'))).toBe('{"a":"b"}');
    expect(addressText('{"a":"b"}')).not.toBe(addressText({ a: 'b' }));
  });
});

describe('a decision on a customer', () => {
  it('has a reason, where it says one', () => {
    expect(read(parseDecideKyc({ status: 'approved' }))).toEqual({ value: 'approved', reason: null });
    expect(read(parseDecideKyc({ status: 'rejected', reason: 'x' }))).toEqual({ value: 'rejected', reason: 'x' });
    expect(read(parseChangeCustomerStatus({ value: 'active' }))).toEqual({ value: 'active', reason: null });
  });

  it('must have one where it is to the disadvantage of the customer', () => {
    expect(read(parseDecideKyc({ status: 'rejected' }))).toEqual(['/reason']);
    expect(read(parseChangeCustomerStatus({ value: 'inactive' }))).toEqual(['/reason']);
  });

  it.each([{}, { status: 'APPROVED' }, { status: null }, { status: ['approved'] }])('refuses %p', (body) => {
    expect(read(parseDecideKyc(body))).toEqual(['/status']);
  });
});
