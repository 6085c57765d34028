/**
 * Answers of dialect B: exactly the document's members, in its order (contract.md B). Figures are signed: what is
 * available may be negative, and is shown so. Instants come in with milliseconds and leave in whole seconds.
 */
import { wireAmount, type WireNumber } from '../wire-number';
import { wireSeconds } from '../wire-time';

export type ExecutionStatus = 'APROBADA' | 'ESPERA' | 'RECHAZADA';

export interface ExecutionShown {
  /** `OP-<year>-<digits>` */
  readonly transactionId: string;
  readonly status: ExecutionStatus;
  /** The bank's; null while it is unknown. */
  readonly bankReference: string | null;
  /** Null while the bank has not decided. */
  readonly remainingMinor: bigint | null;
}

export interface ExecutionAnswer {
  readonly success: boolean;
  readonly message: string;
  readonly status: ExecutionStatus;
  readonly transaction_id: string;
  readonly bank_response: { readonly id: string; readonly reference?: string; readonly message: string };
  readonly capacity_remaining: WireNumber | null;
}

const WORDS: Readonly<Record<ExecutionStatus, { readonly message: string; readonly bank: string }>> = {
  APROBADA: { message: 'Crédito aprobado', bank: 'Operación exitosa' },
  ESPERA: { message: 'Crédito en espera', bank: 'Transacción en proceso' },
  RECHAZADA: { message: 'Crédito rechazado', bank: 'Operación rechazada' },
};

/** 200, also of a rejected one. */
export function executionAnswer(
  { transactionId, status, bankReference, remainingMinor }: ExecutionShown,
  currencyDigits: number,
): ExecutionAnswer {
  const { message, bank } = WORDS[status];
  const reference = bankReference === null ? {} : { reference: bankReference };
  return {
    success: status !== 'RECHAZADA',
    message,
    status,
    transaction_id: transactionId,
    bank_response: { id: transactionId, ...reference, message: bank },
    capacity_remaining: remainingMinor === null ? null : wireAmount(remainingMinor, currencyDigits),
  };
}

/** 200. `nextCursor` undefined: this is the last page. */
export function executionsAnswer(
  executions: readonly ExecutionShown[],
  { nextCursor, currencyDigits }: { readonly nextCursor: string | undefined; readonly currencyDigits: number },
) {
  const credits = executions.map((execution) => executionAnswer(execution, currencyDigits));
  return { success: true, credits, next_cursor: nextCursor ?? null };
}

export interface CapacityShown {
  readonly processedMinor: bigint;
  readonly creditedMinor: bigint;
  readonly availableMinor: bigint;
  /** Null before the first transaction. */
  readonly lastTransactionAt: string | null;
  readonly updatedAt: string | null;
}

/** 200 */
export function capacityAnswer(capacity: CapacityShown, currencyDigits: number) {
  const { lastTransactionAt, updatedAt } = capacity;
  return {
    success: true,
    capacity: {
      volume_processed_total: wireAmount(capacity.processedMinor, currencyDigits),
      volume_credited_total: wireAmount(capacity.creditedMinor, currencyDigits),
      volume_available: wireAmount(capacity.availableMinor, currencyDigits),
      last_transaction_at: lastTransactionAt === null ? null : wireSeconds(lastTransactionAt),
      updated_at: updatedAt === null ? null : wireSeconds(updatedAt),
    },
  };
}
