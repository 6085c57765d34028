/**
 * Whose turn it is to publish: a row in Postgres with an end, renewed while its holder works. The holder counts the end
 * on its own clock from before it asked, so it stops believing in the lease before the server gives it to another; and
 * whoever takes it raises the epoch, without which nothing can be saved.
 */
import type { Pool } from 'pg';

/** Another relay has taken over, or may have. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface LeaseOptions {
  readonly pool: Pool;
  /** For whoever reads the row. */
  readonly holder: string;
  readonly ttlMs: number;
}

const TAKE = `UPDATE bus.relay SET epoch = epoch + 1, holder = $1, expires_at = clock_timestamp() + $2 * interval '1 ms'
  WHERE expires_at < clock_timestamp() RETURNING epoch, position`;
const RENEW = `UPDATE bus.relay SET expires_at = clock_timestamp() + $2 * interval '1 ms' WHERE epoch = $1`;
/** The epoch alone decides: what was saved and not answered may be saved again. */
const SAVE = `UPDATE bus.relay SET position = $3, expires_at = clock_timestamp() + $2 * interval '1 ms'
  WHERE epoch = $1`;
const RELEASE = `UPDATE bus.relay SET expires_at = '-infinity' WHERE epoch = $1`;

export class Lease {
  private readonly epoch: bigint;
  private savedPosition: bigint;
  private readonly renewing: NodeJS.Timeout;
  private goodUntilMs: number;
  private lost = false;

  private constructor(
    private readonly options: LeaseOptions,
    { epoch, position, askedAtMs }: { readonly epoch: bigint; readonly position: bigint; readonly askedAtMs: number },
  ) {
    this.epoch = epoch;
    this.savedPosition = position;
    this.goodUntilMs = askedAtMs + options.ttlMs;
    this.renewing = setInterval(() => void this.renew(), options.ttlMs / 4);
  }

  /** Undefined: it is another's. */
  static async take(options: LeaseOptions): Promise<Lease | undefined> {
    const askedAtMs = performance.now();
    const { rows } = await options.pool.query<{ epoch: bigint; position: bigint }>(TAKE, [
      options.holder,
      options.ttlMs,
    ]);
    const [row] = rows;
    return row && new Lease(options, { epoch: BigInt(row.epoch), position: BigInt(row.position), askedAtMs });
  }

  /** How far the log is published, as far as it is saved. */
  get position(): bigint {
    return this.savedPosition;
  }

  /** Before everything that only the holder may do. @throws LeaseLost */
  demand(): void {
    if (this.lost || performance.now() >= this.goodUntilMs) throw new LeaseLost('the relay’s lease has ended');
  }

  /** @throws LeaseLost when it was not saved because it is no longer ours */
  async save(position: bigint): Promise<void> {
    this.demand();
    const values = [this.epoch, this.options.ttlMs, position];
    if (!(await this.extend(SAVE, values))) throw new LeaseLost('another relay has taken over');
    this.savedPosition = position;
  }

  /** Lets the next one begin at once. */
  async release(): Promise<void> {
    clearInterval(this.renewing);
    if (this.lost) return;
    this.lost = true;
    await this.options.pool.query(RELEASE, [this.epoch]).catch(() => undefined); // then it ends by itself
  }

  private async renew(): Promise<void> {
    await this.extend(RENEW, [this.epoch, this.options.ttlMs]).catch(() => undefined); // its end comes nearer
  }

  private async extend(statement: string, values: readonly unknown[]): Promise<boolean> {
    const askedAtMs = performance.now();
    const { rowCount } = await this.options.pool.query(statement, [...values]);
    if (rowCount === 1) this.goodUntilMs = Math.max(this.goodUntilMs, askedAtMs + this.options.ttlMs);
    else this.lost = true;
    return rowCount === 1;
  }
}
