/** Transactions on their way: gathered by customer and currency, so that one append takes as many as it may. */
import type { Transaction } from '@haber/dialects';
import { MOST_VOLUME_LINES, type VolumeLine } from '@haber/ledger';
import type { Batch } from './record-batch';

/** `T`: where each line came from, told back with what became of it. */
export interface GatheredBatch<T> extends Batch {
  readonly lines: VolumeLine[];
  readonly from: T[];
  /** How many batches of the same customer came before it. */
  readonly ordinal: number;
}

export class Gathered<T> {
  private batches: GatheredBatch<T>[] = [];
  /** The last one of each customer and currency, and how many each customer has. */
  private readonly last = new Map<string, GatheredBatch<T>>();
  private readonly ofCustomer = new Map<string, number>();
  size = 0;

  add({ customerId, currency, transactionId, type, amountMinor, occurredAt }: Transaction, from: T): void {
    const batch = this.roomFor(customerId, currency);
    batch.lines.push({ transactionId, type, amountMinor, occurredAt });
    batch.from.push(from);
    this.size += 1;
  }

  /** All of them, and begins anew. */
  take(): readonly GatheredBatch<T>[] {
    const taken = this.batches;
    this.batches = [];
    this.last.clear();
    this.ofCustomer.clear();
    this.size = 0;
    return taken;
  }

  private roomFor(customerId: string, currency: string): GatheredBatch<T> {
    const name = `${currency}${customerId}`;
    const last = this.last.get(name);
    if (last && last.lines.length < MOST_VOLUME_LINES) return last;
    const ordinal = this.ofCustomer.get(customerId) ?? 0;
    const batch: GatheredBatch<T> = { customerId, currency, lines: [], from: [], ordinal };
    this.ofCustomer.set(customerId, ordinal + 1);
    this.last.set(name, batch);
    this.batches.push(batch);
    return batch;
  }
}

/** All of them, `width` at a time; waits for those under way also when one fails. @throws what the first failed with */
export async function atOnce<T>(items: Iterable<T>, width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let next = rest.next(); next.done !== true && failures.length === 0; next = rest.next()) {
      await work(next.value).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  if (failures.length > 0) throw failures[0];
}
