/** What an auditor may ask: balances at a revision or at instants, history page by page, the trial balance. */
import { IfPresent, Means } from '../../body-fields';
import { given } from '../../parsed';
import { type Field, type RawObject, textOf } from '../../raw-members';
import { fullInstant, IsCursor, IsInstant, IsOneOf, IsWholeNumber, wholeInQuery } from '../fields';
import { type OwnParsed, parseOwnQuery } from '../parsed';

/** As far as a stream can go. */
export const LAST_REVISION = 2_147_483_647;
export const MAX_HISTORY_PAGE = 200;
const DEFAULT_HISTORY_PAGE = 50;

export class BalancesQuery {
  @Means('As the event at this revision left them, and carries them.')
  @IfPresent()
  @IsWholeNumber(0, LAST_REVISION)
  readonly revision: Field<number>;

  @Means(
    'As they were effective at this instant: a backdated payment counts from its day. In the future: what will have ' +
      'fallen due by then, if nothing happens.',
  )
  @IfPresent()
  @IsInstant()
  readonly at: Field<string>;

  @Means('By what had been recorded at this instant, not in the future. With `at`: what was known then of that time.')
  @IfPresent()
  @IsInstant()
  readonly known_at: Field<string>;

  constructor(raw: RawObject) {
    this.revision = wholeInQuery(raw, 'revision');
    this.at = textOf(raw, 'at');
    this.known_at = textOf(raw, 'known_at');
  }
}

/** Instants with milliseconds; neither: now. */
export type BalancesAsked =
  { readonly revision: number } | { readonly at: string | undefined; readonly knownAt: string | undefined };

export function parseBalancesQuery(raw: RawObject): OwnParsed<BalancesAsked> {
  const parsed = parseOwnQuery(BalancesQuery, raw, (query) => query);
  if (!parsed.ok) return parsed;
  const { revision, at, known_at } = parsed.value;
  if (revision === undefined) return instantsOf(at, known_at);
  const others = Object.entries({ at, known_at }).filter(([, value]) => value !== undefined);
  if (others.length === 0) return { ok: true, value: { revision: given(revision) } };
  const errors = others.map(([parameter]) => ({ detail: 'cannot stand beside revision', parameter }));
  return { ok: false, errors };
}

/** Beyond, calendars of some places have no year of four digits any more. */
const LAST_YEAR = '9999';

function instantsOf(at: Field<string>, known: Field<string>): OwnParsed<BalancesAsked> {
  const instants = { at: instantOf(at), knownAt: instantOf(known) };
  if ((instants.at ?? '') < LAST_YEAR) return { ok: true, value: instants };
  return { ok: false, errors: [{ detail: `must be before the year ${LAST_YEAR}`, parameter: 'at' }] };
}

function instantOf(value: Field<string>): string | undefined {
  return value === undefined ? undefined : fullInstant(given(value));
}

const ORDERS = ['asc', 'desc'] as const;
export type HistoryOrder = (typeof ORDERS)[number];

export class HistoryQuery {
  @Means('`asc`, the oldest event first, when absent.')
  @IfPresent()
  @IsOneOf(...ORDERS)
  readonly order: Field<HistoryOrder>;

  @Means('How many events at most; 50 when absent.')
  @IfPresent()
  @IsWholeNumber(1, MAX_HISTORY_PAGE)
  readonly limit: Field<number>;

  @Means('Where to go on: `next_cursor` of the page before, of the same account and order.')
  @IfPresent()
  @IsCursor()
  readonly cursor: Field<string>;

  constructor(raw: RawObject) {
    this.order = textOf(raw, 'order') as Field<HistoryOrder>;
    this.limit = wholeInQuery(raw, 'limit');
    this.cursor = textOf(raw, 'cursor');
  }
}

export interface HistoryAsked {
  readonly order: HistoryOrder;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export function parseHistoryQuery(raw: RawObject): OwnParsed<HistoryAsked> {
  return parseOwnQuery(HistoryQuery, raw, ({ order, limit, cursor }) => ({
    order: order ?? 'asc',
    limit: limit ?? DEFAULT_HISTORY_PAGE,
    cursor: cursor ?? undefined,
  }));
}

export class TrialBalanceQuery {
  @Means('Of all that was recorded by this instant, which is not in the future; of all when absent.')
  @IfPresent()
  @IsInstant()
  readonly at: Field<string>;

  constructor(raw: RawObject) {
    this.at = textOf(raw, 'at');
  }
}

/** An instant with milliseconds. */
export function parseTrialBalanceQuery(raw: RawObject): OwnParsed<{ readonly at: string | undefined }> {
  return parseOwnQuery(TrialBalanceQuery, raw, ({ at }) => ({ at: instantOf(at) }));
}
