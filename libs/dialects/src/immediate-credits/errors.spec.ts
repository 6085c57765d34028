import {
  IMMEDIATE_CREDITS_ERROR_CODES,
  immediateCreditsError,
  immediateCreditsErrorShape,
  immediateCreditsPath,
  insufficientCapacityError,
  requestFaultsError,
  tooManyInProcessError,
} from './errors';

const { body, schema, status } = immediateCreditsErrorShape;
const shown = (error: Parameters<typeof body>[0]): unknown => JSON.parse(JSON.stringify(body(error))) as unknown;

it('says the document’s texts', () => {
  expect(shown(immediateCreditsError('kyc_not_approved'))).toEqual({
    detail: 'Usuario no tiene cédula registrada. Completa tu KYC primero.',
  });
  expect(shown(insufficientCapacityError({ availableMinor: 50_000n, requiredMinor: 100_000n }, 2))).toEqual({
    detail: {
      error: 'insufficient_capacity',
      message: 'Capacidad insuficiente. Disponible: 500.00, Requerido: 1000.00',
      available_capacity: 500,
      required_amount: 1000,
    },
  });
  expect(shown(tooManyInProcessError())).toEqual({
    detail: { error: 'too_many_credits_in_process', message: 'Máximo 10 créditos simultáneos en proceso' },
  });
});

it('shows figures with the currency’s decimals, also below zero', () => {
  const text = JSON.stringify(body(insufficientCapacityError({ availableMinor: -5n, requiredMinor: 100n }, 2)));
  expect(text).toContain('"available_capacity":-0.05,"required_amount":1.00');
  expect(text).toContain('Disponible: -0.05, Requerido: 1.00');
});

it('lists what is wrong with a request', () => {
  const fault = { loc: ['body', 'amount'], msg: 'debe ser un número', type: 'value_error' };
  expect(shown(requestFaultsError([fault]))).toEqual({ detail: [fault] });
});

/** As the platform refuses, without a word of this dialect. */
const foreign = (code: string, of: number) => ({ code, status: of, members: {} });

it.each([
  [
    'malformed_json',
    400,
    422,
    [{ loc: ['body'], msg: 'El cuerpo de la solicitud no es JSON válido', type: 'json_invalid' }],
  ],
  ['address_not_allowed', 403, 403, 'IP no autorizada para esta API key'],
  ['unauthorized', 401, 401, 'API key inválida o ausente'],
  ['too_many_requests', 429, 429, 'Límite de solicitudes excedido'],
  ['never_heard_of', 503, 503, 'El servicio no está disponible en este momento'],
  ['never_heard_of', 500, 500, 'Error interno'],
  ['never_heard_of', 400, 400, 'La solicitud no es HTTP válido'],
])('shows %s (%i) as %i', (code, before, after, detail) => {
  const refusal = foreign(code, before);
  expect([status(refusal), shown(refusal)]).toEqual([after, { detail }]);
});

it('has a schema that every code’s body fits in form', () => {
  for (const code of IMMEDIATE_CREDITS_ERROR_CODES) {
    const { properties } = schema([immediateCreditsError(code)]);
    const kind = { string: 'string', object: 'object', array: 'array' }[String(properties?.['detail']?.type)];
    const { detail } = immediateCreditsError(code).members;
    const expected = ['insufficient_capacity', 'too_many_credits_in_process'].includes(code)
      ? 'object'
      : Array.isArray(detail)
        ? 'array'
        : 'string';
    expect([code, kind]).toEqual([code, expected]);
  }
});

it.each([
  ['/api/v1/credits', true],
  ['/api/v1/credits/execute', true],
  ['/api/v1/credits/OP-2024-12345678', true],
  ['/api/v1/customers/credits', false],
  ['/api/credits', false],
])('%s: %s', (path, theirs) => expect(immediateCreditsPath(path)).toBe(theirs));
