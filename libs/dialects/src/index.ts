/** The wire shapes that partners already speak: request and answer types, parsing, error tables. No rules. */
export * from './customer-credit/index';
export * from './immediate-credits/index';
export * from './import/index';
export { schemaOf } from './body-fields';
export type { JsonSchema } from './json-schema';
export * from './own/index';
export type { FieldError, Parsed } from './parsed';
export { wireAmount, type WireNumber } from './wire-number';
