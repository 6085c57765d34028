/** The fields of dialect B's requests: what a wrong one is told, in Spanish. */
import { field, fieldsIn } from '../body-fields';
import { textSchema } from '../json-schema';

export const { IsAmountAboveZero, IsText, IsWholeNumber } = fieldsIn({
  amountAboveZero: 'debe ser un número mayor que 0, sin exponente, con los decimales de la moneda y hasta 15 enteros',
  whole: (min, max) => `debe ser un número entero de ${min} a ${max}`,
  text: (max) => `debe ser un texto de 1 a ${max} caracteres, sin caracteres de control`,
  note: (max) => `debe ser un texto de hasta ${max} caracteres, sin caracteres de control`,
  date: 'debe ser una fecha real en la forma YYYY-MM-DD',
  object: 'debe ser un objeto',
});

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** In either case; the partner's own, so it is taken as it is written. */
export const IsUuid = (): PropertyDecorator =>
  field({
    name: 'isUuid',
    message: 'debe ser un UUID',
    valid: (value) => typeof value === 'string' && UUID.test(value),
    schema: { type: 'string', format: 'uuid', pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' },
  });

export const IsOneOf = (...words: readonly [string, ...string[]]): PropertyDecorator =>
  field({
    name: 'isOneOf',
    message: `debe ser uno de ${words.join(', ')}`,
    valid: (value) => typeof value === 'string' && words.includes(value),
    schema: { type: 'string', enum: words },
  });

const MAX_CURSOR = 512;

export const IsCursor = (): PropertyDecorator =>
  field({
    name: 'isCursor',
    message: 'no es un cursor de esta lista',
    valid: (value) => typeof value === 'string' && value !== '' && value.length <= MAX_CURSOR,
    schema: textSchema(MAX_CURSOR),
  });
