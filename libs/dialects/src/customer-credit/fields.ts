/** The fields of dialect A's requests: what a wrong one is told, in Spanish. */
import { fieldsIn } from '../body-fields';

export const textMessage = (max: number): string =>
  `debe ser un texto de 1 a ${max} caracteres, sin caracteres de control`;

export const { IsAmountAboveZero, IsCalendarDate, IsNestedBody, IsNote, IsText, IsWholeNumber } = fieldsIn({
  amountAboveZero: 'debe ser un número mayor que 0, sin exponente, con los decimales de la moneda y hasta 15 enteros',
  whole: (min, max) => `debe ser un número entero de ${min} a ${max}`,
  text: textMessage,
  note: (max) => `debe ser un texto de hasta ${max} caracteres, sin caracteres de control`,
  date: 'debe ser una fecha real en la forma YYYY-MM-DD',
  object: 'debe ser un objeto',
});
