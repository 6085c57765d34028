/** The fields of dialect A's requests: what a wrong one is told, in Spanish. */
import { fieldsIn } from '../body-fields';
import type { FieldError } from '../parsed';

export const textMessage = (max: number): string =>
  `debe ser un texto de 1 a ${max} caracteres, sin caracteres de control`;

const AMOUNT_ABOVE_ZERO =
  'debe ser un número mayor que 0, sin exponente, con los decimales de la moneda y hasta 15 enteros';

/** Of an account in a currency with fewer decimals than the partner's product has. */
export function tooManyDecimals(field: string): FieldError {
  return { field, message: AMOUNT_ABOVE_ZERO };
}

export const { IsAmountAboveZero, IsCalendarDate, IsNestedBody, IsNote, IsText, IsWholeNumber } = fieldsIn({
  amountAboveZero: AMOUNT_ABOVE_ZERO,
  whole: (min, max) => `debe ser un número entero de ${min} a ${max}`,
  text: textMessage,
  note: (max) => `debe ser un texto de hasta ${max} caracteres, sin caracteres de control`,
  date: 'debe ser una fecha real en la forma YYYY-MM-DD',
  object: 'debe ser un objeto',
});
