/**
 * An instance that dies between two steps of its choice: from then on nothing that it does reaches anybody, as after a
 * kill -9. A step is every call that leaves the process; it dies before one, or after its effect and before its answer.
 */
import type { PayoutParts } from './parts';

class Dead extends Error {
  override readonly name = 'Dead';
}

export interface Death {
  /** Steps that it takes, in halves: 2n is before the n-th call, 2n + 1 behind its effect. */
  readonly atHalfStep: number;
  /** Told once it is dead. */
  readonly onDeath?: () => void;
}

export class Mortal {
  private halfSteps = 0;
  private dead = false;

  constructor(private readonly death: Death) {}

  get isDead(): boolean {
    return this.dead;
  }

  parts(of: PayoutParts): PayoutParts {
    const step = <A extends unknown[], R>(call: (...given: A) => Promise<R>) => {
      return async (...given: A): Promise<R> => {
        this.half();
        const result = await call(...given);
        this.half();
        return result;
      };
    };
    const banks = of.banks.all.map((bank) => ({
      ...bank,
      bank: {
        submit: step(bank.bank.submit.bind(bank.bank)),
        ask: step(bank.bank.ask.bind(bank.bank)),
        close: () => Promise.resolve(),
      },
    }));
    return {
      ...of,
      capacity: {
        execute: step(of.capacity.execute.bind(of.capacity)),
        load: of.capacity.load.bind(of.capacity),
      },
      reconciliation: {
        execute: step(of.reconciliation.execute.bind(of.reconciliation)),
        load: of.reconciliation.load.bind(of.reconciliation),
      },
      attempts: {
        take: step(of.attempts.take.bind(of.attempts)),
        settles: step(of.attempts.settles.bind(of.attempts)),
        later: step(of.attempts.later.bind(of.attempts)),
        done: step(of.attempts.done.bind(of.attempts)),
      } as PayoutParts['attempts'],
      banks: { all: banks, of: () => banks[0] },
    };
  }

  private half(): void {
    if (!this.dead && this.halfSteps < this.death.atHalfStep) {
      this.halfSteps += 1;
      return;
    }
    if (!this.dead) this.death.onDeath?.();
    this.dead = true;
    throw new Dead('killed');
  }
}
