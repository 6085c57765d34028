/** What became of the transactions of one request. */
import { type LineCode, MOST_REJECTED_TOLD, type RejectedLine, type TransactionsTold } from '@haber/dialects';
import type { GatheredBatch } from './gathered';
import type { Recorded } from './record-batch';

type Refusal = Exclude<Recorded, { kind: 'recorded' | 'stale' }>;

export class Tally {
  accepted = 0;
  duplicate = 0;
  rejected = 0;
  /** Of `rejected`, those whose key was bound to something else. */
  keysReused = 0;
  private readonly lines: RejectedLine[] = [];

  /** `stale` is for whoever asks of one account alone. */
  add(batch: GatheredBatch<number>, recorded: Exclude<Recorded, { kind: 'stale' }>): void {
    batch.lines.forEach(({ transactionId }, i) => {
      const line = batch.from[i] ?? 0;
      if (recorded.kind !== 'recorded') return this.refuse({ line, transactionId, ...refusal(recorded) });
      const result = recorded.results[i];
      if (result === 'accepted') this.accepted += 1;
      else if (result === 'duplicate') this.duplicate += 1;
      else this.refuse({ line, transactionId, ...CONTRADICTS });
    });
  }

  refuse(line: RejectedLine): void {
    this.rejected += 1;
    if (line.code === 'idempotency_key_reused') this.keysReused += 1;
    if (this.lines.length < MOST_REJECTED_TOLD) this.lines.push(line);
  }

  told(): TransactionsTold {
    const { accepted, duplicate, rejected } = this;
    const rejectedLines = this.lines.toSorted((a, b) => a.line - b.line);
    return { accepted, duplicate, rejected, rejectedLines };
  }
}

const CONTRADICTS = {
  code: 'amount_differs',
  detail: 'This transaction was recorded with another amount.',
} as const;

function refusal(refused: Refusal): { readonly code: LineCode; readonly detail: string } {
  switch (refused.kind) {
    case 'customer_not_found':
      return { code: refused.kind, detail: 'There is no such customer.' };
    case 'currency_mismatch':
      return { code: refused.kind, detail: `The merchant's currency is ${refused.currency}.` };
    case 'idempotency_key_reused':
      return { code: refused.kind, detail: 'The Idempotency-Key was used before for other transactions.' };
  }
}
