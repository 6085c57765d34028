/** What may be asked of an account in a random life, in the words of the books: amounts, days and names, no ids. */

/** What an operator may ask an account to become. */
export type AskedStanding = 'approved' | 'paused' | 'blocked' | 'closed' | 'rejected';

/** A debt of an account that lived elsewhere; days count from 1970-01-01. */
export interface BroughtDebt {
  readonly usedDay: number;
  readonly dueDay: number;
  readonly pastDue: boolean;
  readonly amountMinor: bigint;
}

export interface Said {
  readonly externalId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
}

export type LifeCommand =
  | { readonly kind: 'request'; readonly limitMinor: bigint; readonly termDays: number; readonly actor: string }
  | {
      readonly kind: 'approve';
      readonly limitMinor?: bigint;
      readonly termDays?: number;
      readonly actor: string;
      readonly fourEyes: boolean;
    }
  | {
      readonly kind: 'open';
      readonly limitMinor: bigint;
      readonly termDays: number;
      readonly limitMayFall: boolean;
      readonly customer: 'active' | 'inactive' | 'erased';
      readonly said: Said;
      readonly actor: string;
      readonly fourEyes: boolean;
    }
  | {
      readonly kind: 'import';
      readonly status: 'approved' | 'paused' | 'blocked';
      readonly limitMinor: bigint;
      readonly termDays: number;
      readonly debts: readonly BroughtDebt[];
      readonly said: Said;
    }
  | { readonly kind: 'describe'; readonly said: Partial<Said> }
  | { readonly kind: 'use'; readonly amountMinor: bigint }
  | {
      readonly kind: 'pay';
      readonly amountMinor: bigint;
      readonly paymentDate?: string;
      /** As Haber's own API does: no date further back than the product allows. */
      readonly strict: boolean;
    }
  | { readonly kind: 'standing'; readonly to: AskedStanding; readonly actor: string }
  | { readonly kind: 'limit'; readonly limitMinor: bigint; readonly actor: string; readonly fourEyes: boolean }
  | { readonly kind: 'adjust'; readonly amountMinor: bigint; readonly actor: string }
  | { readonly kind: 'write-off'; readonly actor: string }
  | { readonly kind: 'catch-up' };

export type LifeCommandOf<K extends LifeCommand['kind']> = Extract<LifeCommand, { kind: K }>;
