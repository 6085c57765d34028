import { LosslessNumber, parse } from 'lossless-json';
import {
  parseApproveCredit,
  parseCreditPayment,
  parseCustomerId,
  parseRequestCredit,
  parseUseCredit,
} from './requests';

const USD = 2;
const JPY = 0;
const fieldsOf = (parsed: { ok: boolean; errors?: readonly { field: string }[] }): string[] | 'fine' =>
  parsed.ok ? 'fine' : (parsed.errors ?? []).map(({ field }) => field);

/** A use whose amount is this JSON text. */
const use = (amount: string, currencyDigits = USD) =>
  parseUseCredit(parse(`{"order_id":"order_789","amount":${amount}}`), currencyDigits);

describe("the document's own bodies", () => {
  it('solicitar crédito', () => {
    const body = `{
      "requested_limit": 10000.00,
      "payment_term_days": 30,
      "business_info": {
        "business_name": "Constructora ABC",
        "tax_id": "RUC-123-456",
        "years_in_business": 5
      }
    }`;
    expect(parseRequestCredit(parse(body), USD)).toEqual({
      ok: true,
      value: {
        requestedLimitMinor: 1_000_000n,
        paymentTermDays: 30,
        business: { businessName: 'Constructora ABC', taxId: 'RUC-123-456', yearsInBusiness: 5 },
      },
    });
  });

  it('aprobar crédito', () => {
    const body = `{
      "credit_limit": 10000.00,
      "payment_term_days": 30,
      "approval_notes": "Cliente con buen historial"
    }`;
    expect(parseApproveCredit(parse(body), USD)).toEqual({
      ok: true,
      value: { limitMinor: 1_000_000n, paymentTermDays: 30, notes: 'Cliente con buen historial' },
    });
  });

  it('usar crédito', () => {
    const body = `{
      "order_id": "order_789",
      "amount": 5000.00
    }`;
    expect(parseUseCredit(parse(body), USD)).toEqual({
      ok: true,
      value: { orderId: 'order_789', amountMinor: 500_000n },
    });
  });

  it('registrar pago', () => {
    const body = `{
      "amount": 2500.00,
      "payment_reference": "PAY-123456",
      "payment_date": "2025-11-24"
    }`;
    expect(parseCreditPayment(parse(body), USD)).toEqual({
      ok: true,
      value: { amountMinor: 250_000n, paymentReference: 'PAY-123456', paymentDate: '2025-11-24' },
    });
  });
});

describe('amounts', () => {
  it.each([
    ['0.01', 1n],
    ['1.990', 199n],
    ['1.9', 190n],
    ['0.30', 30n],
    ['5000', 500_000n],
    ['5000.0000000000000000000000', 500_000n],
    ['999999999999999', 99_999_999_999_999_900n],
    ['999999999999999.99', 99_999_999_999_999_999n],
    ['9007199254740.93', 900_719_925_474_093n],
  ])('reads %s exactly', (digits, minor) => {
    expect(use(digits)).toEqual({ ok: true, value: { orderId: 'order_789', amountMinor: minor } });
  });

  it.each([
    ['what 0.1 + 0.2 is in a float', `${0.1 + 0.2}`],
    ['three decimals', '1.999'],
    ['a tenth of a cent', '0.001'],
    ['16 integer digits', '1000000000000000'],
    ['400 digits', '9'.repeat(400)],
    ['an exponent', '1e3'],
    ['an exponent that changes nothing', '1.00E0'],
    ['a negative', '-1'],
    ['negative zero', '-0'],
    ['negative zero with decimals', '-0.00'],
    ['zero', '0'],
    ['zero with decimals', '0.00'],
    ['a string', '"1000"'],
    ['a string of full-width digits', '"１０００"'],
    ['NaN as a string', '"NaN"'],
    ['null', 'null'],
    ['true', 'true'],
    ['an array', '[1000]'],
    ['an empty array', '[]'],
    ['an object', '{}'],
    ['an object that looks like a number', '{"isLosslessNumber":true,"value":"1000","type":"LosslessNumber"}'],
  ])('refuses %s', (_, text) => {
    expect(fieldsOf(use(text))).toEqual(['amount']);
  });

  it.each([NaN, Infinity, 1000, 1000n, new Date(0), Object(1000)])(
    'refuses %p, which no JSON text can be',
    (amount) => {
      expect(fieldsOf(parseUseCredit({ order_id: 'o', amount }, USD))).toEqual(['amount']);
    },
  );

  it('has as many decimals as the currency', () => {
    expect(use('500', JPY)).toMatchObject({ value: { amountMinor: 500n } });
    expect(use('500.00', JPY)).toMatchObject({ value: { amountMinor: 500n } });
    expect(use('500.5', JPY).ok).toBe(false);
    expect(use('1.234', 3)).toMatchObject({ value: { amountMinor: 1_234n } });
  });

  it('is demanded', () => {
    expect(fieldsOf(parseUseCredit(parse('{"order_id":"o"}'), USD))).toEqual(['amount']);
  });
});

describe('whole numbers', () => {
  const approve = (days: string) => parseApproveCredit(parse(`{"payment_term_days":${days}}`), USD);

  it.each([
    ['1', 1],
    ['365', 365],
    ['30.0', 30],
  ])('reads %s', (digits, days) => {
    expect(approve(digits)).toEqual({ ok: true, value: { paymentTermDays: days } });
  });

  it.each(['0', '366', '-1', '-0', '30.5', '3e1', '"30"', 'null', '[30]', 'true', '9007199254740993', '9'.repeat(30)])(
    'refuses %s',
    (digits) => {
      expect(fieldsOf(approve(digits))).toEqual(['payment_term_days']);
    },
  );
});

describe('texts', () => {
  const useOf = (order: unknown) => parseUseCredit({ order_id: order, amount: new LosslessNumber('1') }, USD);

  it.each(['o', ' o ', 'ñandú 😀', 'x'.repeat(255), '😀'.repeat(255), '__proto__'])('reads %.20j', (order) => {
    expect(useOf(order)).toMatchObject({ ok: true, value: { orderId: order } });
  });

  it.each([
    '',
    '   ',
    '\u00a0',
    'x'.repeat(256),
    '😀'.repeat(256),
    'a\nb',
    'a\u0000b',
    'a\u007fb',
    'a\u0085b',
    '\ud800',
    'a\udc00',
    7,
    null,
    ['o'],
    {},
  ])('refuses %.20j', (order) => {
    expect(fieldsOf(useOf(order))).toEqual(['order_id']);
  });

  it('may have lines in notes, and be empty', () => {
    const notes = (text: unknown) => parseApproveCredit({ approval_notes: text }, USD);
    expect(notes('uno\r\n\tdos')).toMatchObject({ value: { notes: 'uno\r\n\tdos' } });
    expect(notes('')).toMatchObject({ value: { notes: '' } });
    for (const wrong of ['a\u0000b', '\ud800', 'x'.repeat(2_001), null, 7]) {
      expect(fieldsOf(notes(wrong))).toEqual(['approval_notes']);
    }
  });
});

describe('dates', () => {
  const pay = (date: unknown) =>
    parseCreditPayment({ amount: new LosslessNumber('1'), payment_reference: 'P', payment_date: date }, USD);

  it.each(['2025-11-24', '2024-02-29', '2000-02-29', '1900-01-01'])('reads %s', (date) => {
    expect(pay(date)).toMatchObject({ value: { paymentDate: date } });
  });

  it.each([
    '2025-02-29',
    '2025-02-30',
    '2025-13-01',
    '2025-00-10',
    '1900-02-29',
    '0000-01-01',
    '2025-1-1',
    '24-11-2025',
    '2025-11-24T00:00:00Z',
    ' 2025-11-24',
    '２０２５-11-24',
    '',
    null,
    20251124,
    {},
  ])('refuses %j', (date) => {
    expect(fieldsOf(pay(date))).toEqual(['payment_date']);
  });

  it('may be absent', () => {
    expect(pay(undefined)).toEqual({ ok: true, value: { amountMinor: 100n, paymentReference: 'P' } });
  });
});

describe('bodies', () => {
  it.each([undefined, null, [], 'text', new LosslessNumber('1'), true])('must be objects: refuses %p', (raw) => {
    for (const read of [parseRequestCredit, parseUseCredit, parseCreditPayment]) {
      expect(read(raw, USD)).toEqual({
        ok: false,
        errors: [{ field: '', message: 'el cuerpo debe ser un objeto JSON' }],
      });
    }
  });

  it('approves without a body, and with an empty one', () => {
    expect(parseApproveCredit(undefined, USD)).toEqual({ ok: true, value: {} });
    expect(parseApproveCredit({}, USD)).toEqual({ ok: true, value: {} });
    expect(parseApproveCredit(null, USD).ok).toBe(false);
  });

  it('ignores members that it does not know', () => {
    expect(parseUseCredit(parse('{"order_id":"o","amount":1,"tip":-5,"validate":null}'), USD).ok).toBe(true);
  });

  it('takes nothing from a prototype', () => {
    expect(fieldsOf(parseUseCredit(Object.create({ order_id: 'o', amount: new LosslessNumber('1') }), USD))).toEqual([
      'order_id',
      'amount',
    ]);
  });

  it('names every field that is wrong, from the root on, in Spanish', () => {
    const raw = parse(
      '{"requested_limit":"1","payment_term_days":0,"business_info":{"business_name":"","years_in_business":-1}}',
    );
    expect(parseRequestCredit(raw, USD)).toEqual({
      ok: false,
      errors: [
        {
          field: 'requested_limit',
          message: 'debe ser un número mayor que 0, sin exponente, con los decimales de la moneda y hasta 15 enteros',
        },
        { field: 'payment_term_days', message: 'debe ser un número entero de 1 a 365' },
        {
          field: 'business_info.business_name',
          message: 'debe ser un texto de 1 a 200 caracteres, sin caracteres de control',
        },
        { field: 'business_info.tax_id', message: 'debe ser un texto de 1 a 64 caracteres, sin caracteres de control' },
        { field: 'business_info.years_in_business', message: 'debe ser un número entero de 0 a 1000' },
      ],
    });
  });

  it.each(['null', '[]', '"x"', '7', 'true'])('demands business_info as an object: refuses %s', (info) => {
    const raw = parse(`{"requested_limit":1,"payment_term_days":1,"business_info":${info}}`);
    expect(parseRequestCredit(raw, USD)).toEqual({
      ok: false,
      errors: [{ field: 'business_info', message: 'debe ser un objeto' }],
    });
  });

  it('demands business_info', () => {
    expect(fieldsOf(parseRequestCredit(parse('{"requested_limit":1,"payment_term_days":1}'), USD))).toEqual([
      'business_info',
    ]);
  });
});

describe('customer ids', () => {
  it.each(['1', 'cliente-ñ', 'x'.repeat(64), '😀'.repeat(64), 'a/b', 'a b'])('takes %.20j', (id) => {
    expect(parseCustomerId(id)).toEqual({ ok: true, value: id });
  });

  it.each(['', ' ', 'x'.repeat(65), 'a\u0000', undefined, 7])('refuses %.20j', (id) => {
    expect(fieldsOf(parseCustomerId(id))).toEqual(['customerId']);
  });
});
