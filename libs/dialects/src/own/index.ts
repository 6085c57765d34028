export { type Evidence, type Page, wireDecimal, wirePage } from './answers';
export {
  openingNeedsFourEyes,
  OWN_ERROR_CODES,
  ownError,
  type OwnError,
  type OwnErrorCode,
  ownNameReused,
  ownValidationError,
} from './errors';
export { type Decimal, fullInstant, type Metadata, minorUnits } from './fields';
export {
  type OwnFieldError,
  type OwnParsed,
  type OwnRefused,
  parseOwnBody,
  parseOwnId,
  parseOwnQuery,
  wrongMember,
} from './parsed';
export { CommandQuery, MAX_PAGE, NoQuery, pageAsked, PageQuery, parseCommandQuery, parseNoQuery } from './queries';
export * from './accounts/index';
export * from './audit/index';
export * from './bank-accounts/index';
export * from './customers/index';
export * from './keys/index';
export * from './products/index';
export * from './reconciliation/index';
export * from './settings/index';
export * from './transactions/index';
export type { Done, PersonalDataState, Reasoned } from './standing-members';
