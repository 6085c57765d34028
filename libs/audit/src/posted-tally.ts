/**
 * What an account posted, summed up for comparison: a count and an order-free checksum of its rows, in bounded memory.
 * The database makes the same of the rows that stand there, so that only streams that differ are looked into.
 */
import { hash } from 'node:crypto';
import { addToRow, emptyRow, type PostableEvent, type PostingRow, rowKey, SIDES } from './projections/posting-row';

/** 48 bits: sums of two stay exact. */
const HEX_DIGITS = 12;
const MODULUS = 2 ** (4 * HEX_DIGITS);

export interface PostedSums {
  readonly rows: number;
  readonly checksum: number;
}

/** One text for one row. */
export function rowText({ tenant, recordedAt, currency, revision, amounts }: PostingRow): string {
  const posted = SIDES.filter((side) => amounts[side] !== undefined).map((side) => `${side}=${amounts[side]}`);
  return [tenant, recordedAt, currency, revision, ...posted].join(' ');
}

/** The same text, made by Postgres. */
export const ROW_TEXT_SQL = `concat_ws(' ', tenant,
  to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), currency, revision,
  ${SIDES.map((side) => `'${side}=' || ${side}`).join(', ')})`;

export const CHECKSUM_SQL = `mod(sum(('x' || left(md5(${ROW_TEXT_SQL}), ${HEX_DIGITS}))::bit(48)::bigint), ${MODULUS})`;

export class PostedTally {
  private rows = 0;
  private checksum = 0;
  /** Of the last instant: events of the same may follow. */
  private open = new Map<string, PostingRow>();
  private instant = '';

  add(event: PostableEvent): void {
    if (event.recordedAt !== this.instant) this.next(event.recordedAt);
    const key = rowKey(event);
    const row = this.open.get(key) ?? emptyRow(event);
    this.open.set(key, row);
    addToRow(row, event);
  }

  get sums(): PostedSums {
    let { checksum } = this;
    for (const row of this.open.values()) checksum = (checksum + checksumOf(row)) % MODULUS;
    return { rows: this.rows + this.open.size, checksum };
  }

  private next(instant: string): void {
    ({ rows: this.rows, checksum: this.checksum } = this.sums);
    this.open.clear();
    this.instant = instant;
  }
}

function checksumOf(row: PostingRow): number {
  return Number.parseInt(hash('md5', rowText(row)).slice(0, HEX_DIGITS), 16);
}
