export {
  type ImportedAccount,
  type ImportedCustomer,
  type ImportedUse,
  type ImportLine,
  type ImportLineNames,
  importLineNames,
  importLineSchema,
  MAX_IMPORT_LINE_BYTES,
  parseImportLine,
  type PersonalField,
} from './line';
