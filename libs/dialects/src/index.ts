/** The wire shapes that partners already speak: request and answer types, parsing, error tables. No rules. */
export * from './customer-credit/index';
export type { FieldError, Parsed } from './parsed';
export { wireAmount, type WireNumber } from './wire-number';
