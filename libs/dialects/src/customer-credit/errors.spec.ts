import {
  customerCreditError,
  customerCreditErrorShape,
  customerCreditPath,
  insufficientCreditError,
  validationError,
} from './errors';

const bodyOf = (code: string, status: number, members = {}): string =>
  JSON.stringify(customerCreditErrorShape.body({ code, status, members }));

describe('errors of dialect A', () => {
  it.each([
    ['validation_error', 400],
    ['malformed_json', 400],
    ['invalid_idempotency_key', 400],
    ['unauthorized', 401],
    ['insufficient_scope', 403],
    ['four_eyes_required', 403],
    ['credit_blocked', 403],
    ['customer_not_found', 404],
    ['credit_not_found', 404],
    ['no_pending_credit', 404],
    ['route_not_found', 404],
    ['method_not_allowed', 405],
    ['credit_already_exists', 409],
    ['credit_already_approved', 409],
    ['credit_not_approved', 409],
    ['order_id_conflict', 409],
    ['payment_reference_conflict', 409],
    ['precondition_failed', 412],
    ['payload_too_large', 413],
    ['unsupported_media_type', 415],
    ['idempotency_key_reused', 422],
    ['insufficient_credit', 422],
    ['amount_exceeds_debt', 422],
    ['payment_date_in_future', 422],
    ['too_many_requests', 429],
    ['internal_error', 500],
    ['service_unavailable', 503],
    ['queue_full', 503],
    ['outcome_unknown', 503],
  ] as const)('%s is %i, with a message of its own', (code, status) => {
    const error = customerCreditError(code);
    expect(error).toMatchObject({ status, code });
    expect(bodyOf(code, status)).toBe(`{"status":"error","error":{"code":"${code}","message":"${error.title}"}}`);
    expect(error.title.length).toBeGreaterThan(10);
  });

  it('shows what is missing, exactly', () => {
    const error = insufficientCreditError({ availableMinor: 10n, requiredMinor: 99_999_999_999_999_999n }, 2);
    expect(bodyOf(error.code, error.status, error.members)).toBe(
      '{"status":"error","error":{"code":"insufficient_credit","message":"Crédito disponible insuficiente",' +
        '"credit_available":0.10,"required_amount":999999999999999.99}}',
    );
  });

  it('names the fields of a validation error', () => {
    const details = [{ field: 'amount', message: 'debe ser…' }];
    const error = validationError(details);
    expect(JSON.parse(bodyOf(error.code, error.status, error.members))).toMatchObject({
      error: { code: 'validation_error', details },
    });
  });

  it.each([
    [418, 'malformed_request'],
    [500, 'internal_error'],
    [502, 'internal_error'],
    [503, 'service_unavailable'],
  ])('shows a strange code under %i as %s', (status, code) => {
    expect(bodyOf('toString', status)).toContain(`"code":"${code}"`);
  });
});

describe('paths of dialect A', () => {
  it.each([
    '/api/v1/customers/1/credit',
    '/api/v1/customers/ñ 1/credit/use',
    '/api/v1/customers/1/credit/nothing',
    '/api/v1/customers//credit',
  ])('has %s', (path) => expect(customerCreditPath(path)).toBe(true));

  it.each([
    '/',
    '/api/v1/customers/1',
    '/api/v1/customers/1/kyc',
    '/api/v1/credits',
    '/x/api/v1/customers/1/credit',
    '/api/v1/customers/1/2/credit',
  ])('has not %s', (path) => expect(customerCreditPath(path)).toBe(false));
});
