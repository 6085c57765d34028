/** The query strings that many calls of Haber's own API take. */
import { IfPresent, Means } from '../body-fields';
import { type Field, type RawObject, textOf } from '../raw-members';
import { IsBoolean, IsCursor, IsWholeNumber, truthInQuery, wholeInQuery } from './fields';
import { type OwnParsed, parseOwnQuery } from './parsed';

export const MAX_PAGE = 100;
const DEFAULT_PAGE = 50;

export class CommandQuery {
  @Means('Decide and answer as if it were done, but write nothing and bind no key.')
  @IfPresent()
  @IsBoolean()
  readonly dry_run: Field<boolean>;

  constructor(raw: RawObject) {
    this.dry_run = truthInQuery(raw, 'dry_run');
  }
}

/** Of a command: is it a dry run? */
export function parseCommandQuery(raw: RawObject): OwnParsed<{ readonly dryRun: boolean }> {
  return parseOwnQuery(CommandQuery, raw, ({ dry_run: dryRun }) => ({ dryRun: dryRun === true }));
}

/** A question that takes no parameters at all. */
export class NoQuery {}

export function parseNoQuery(raw: RawObject): OwnParsed<object> {
  return parseOwnQuery(NoQuery, raw, () => ({}));
}

/** Extend it for a list with filters of its own. */
export class PageQuery {
  @Means('How many items at most.')
  @IfPresent()
  @IsWholeNumber(1, MAX_PAGE)
  readonly limit: Field<number>;

  @Means('Where to go on: `next_cursor` of the page before.')
  @IfPresent()
  @IsCursor()
  readonly cursor: Field<string>;

  constructor(raw: RawObject) {
    this.limit = wholeInQuery(raw, 'limit');
    this.cursor = textOf(raw, 'cursor');
  }
}

/** What a good `PageQuery` asks for. */
export function pageAsked({ limit, cursor }: PageQuery): { readonly limit: number; readonly cursor?: string } {
  return { limit: limit ?? DEFAULT_PAGE, ...(typeof cursor === 'string' && { cursor }) };
}
