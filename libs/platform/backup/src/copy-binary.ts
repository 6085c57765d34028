/**
 * Postgres' binary COPY format, cut into rows as it flows by: nothing is held but the row that has not arrived whole.
 * https://www.postgresql.org/docs/18/sql-copy.html#SQL-COPY-FILE-FORMATS (unchanged since 7.4)
 */

/** Signature, flags, and an empty header extension: what every file of ours begins with. */
export const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
/** In the place of a row's number of fields: nothing follows. */
export const COPY_TRAILER = Buffer.from([0xff, 0xff]);

/** Null as the server sent it. */
export type Field = Buffer | null;

export interface Rows {
  /** The bytes of whole rows, without header and trailer. */
  readonly bytes: Buffer;
  readonly rows: readonly (readonly Field[])[];
}

const NO_ROWS: Rows = { bytes: Buffer.alloc(0), rows: [] };

/** Cuts one COPY stream. Fields are views into what was pushed. */
export class CopyCutter {
  private left = NO_ROWS.bytes;
  private begun = false;
  private ended = false;

  /** @throws Error when it is no binary COPY */
  push(chunk: Buffer): Rows {
    this.left = this.left.length === 0 ? chunk : Buffer.concat([this.left, chunk]);
    if (!this.begun && !this.takeHeader()) return NO_ROWS;
    const rows: (readonly Field[])[] = [];
    let at = 0;
    for (let next = this.rowAt(at); next && !this.ended; next = this.rowAt(at)) {
      rows.push(next.fields);
      at = next.end;
    }
    const bytes = this.left.subarray(0, at);
    this.left = this.left.subarray(at);
    return { bytes, rows };
  }

  /** @throws Error when the stream ended in the middle */
  end(): void {
    if (!this.ended) throw new Error('a COPY ended in the middle');
  }

  private takeHeader(): boolean {
    if (this.left.length < COPY_HEADER.length) return false;
    if (!this.left.subarray(0, COPY_HEADER.length).equals(COPY_HEADER)) throw new Error('this is no binary COPY');
    this.left = this.left.subarray(COPY_HEADER.length);
    return (this.begun = true);
  }

  /** Undefined when the row has not arrived whole, or nothing follows. */
  private rowAt(start: number): { readonly fields: readonly Field[]; readonly end: number } | undefined {
    const { left } = this;
    if (left.length < start + 2) return undefined;
    const count = left.readInt16BE(start);
    if (count < 0) {
      this.ended = true;
      return undefined;
    }
    const fields: Field[] = [];
    let at = start + 2;
    for (let i = 0; i < count; i += 1) {
      if (left.length < at + 4) return undefined;
      const length = left.readInt32BE(at);
      at += 4;
      if (length > 0 && left.length < at + length) return undefined;
      fields.push(length < 0 ? null : left.subarray(at, at + length));
      at += Math.max(0, length);
    }
    return { fields, end: at };
  }
}
