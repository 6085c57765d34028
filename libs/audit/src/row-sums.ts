/**
 * The rows of a read model, summed up for comparison: a count and an order-free checksum of their texts. The database
 * makes the same of the rows that stand there.
 */
import { hash } from 'node:crypto';

/** 48 bits: sums of two stay exact. */
const HEX_DIGITS = 12;
const MODULUS = 2 ** (4 * HEX_DIGITS);

export interface RowSums {
  readonly rows: number;
  readonly checksum: number;
}

export const NO_ROWS: RowSums = { rows: 0, checksum: 0 };

export function withRow({ rows, checksum }: RowSums, text: string): RowSums {
  const ofRow = Number.parseInt(hash('md5', text).slice(0, HEX_DIGITS), 16);
  return { rows: rows + 1, checksum: (checksum + ofRow) % MODULUS };
}

/** Of rows grouped by stream. `texts`: what `JSON.stringify` makes an array of, as columns that are cast to text. */
export function checksumSql(texts: readonly string[]): string {
  const text = `replace(json_build_array(${texts.join(', ')})::text, ', ', ',')`;
  return `mod(sum(('x' || left(md5(${text}), ${HEX_DIGITS}))::bit(48)::bigint), ${MODULUS})`;
}

/** As events write instants. */
export function instantSql(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
