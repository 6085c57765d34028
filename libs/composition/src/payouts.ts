/** How a process pays out: the desk that does it, and the reactions that bring it what was reserved. */
import type { ProcessContext } from '@haber/boot';
import { randomIds, systemClock } from '@haber/boot';
import { Attempts, type ReactionHealth, type Reactions } from '@haber/bus';
import {
  openItems,
  type OpenPayouts,
  openPayouts,
  PayoutDesk,
  type PayoutParts,
  payoutProjection,
  PAYOUTS,
  reconciliationProjection,
} from '@haber/payments';
import type { PersonalTexts } from '@haber/personal-data';
import { liveTables } from '@haber/read-store';
import type { Pool } from 'pg';
import type { Banks } from './banks';
import { CONTEXTS } from './contexts';
import type { Ledger } from './ledger';
import type { Watching } from './operations';
import { startContextReactions } from './reactions';
import type { Writers } from './writers';

interface DeskParts extends Pick<PayoutParts, 'logEnd'> {
  readonly writers: Pick<Writers, 'capacity' | 'reconciliation'>;
  readonly personalData: PersonalTexts;
  readonly banks: Banks;
  readonly pool: Pool;
  readonly watching: Pick<Watching, 'onBankAnswer'>;
}

/** Above two calls of a bank and all that is written around them. */
const LEASE_MS = 30_000;

export function payoutDesk(
  { logger }: Pick<ProcessContext, 'logger'>,
  { writers, personalData, banks, pool, logEnd, watching }: DeskParts,
): PayoutDesk {
  const { capacity, reconciliation } = writers;
  return new PayoutDesk({
    ...{ capacity, reconciliation, personalData, banks, logEnd },
    attempts: new Attempts({ pool, work: PAYOUTS, leaseMs: LEASE_MS }),
    payoutRows: liveTables(pool, payoutProjection),
    clock: systemClock,
    newId: randomIds,
    onFault: (error) => logger.error({ err: error }, 'payouts'),
    onAnswer: watching.onBankAnswer,
  });
}

export interface PayoutFigures {
  readonly open: readonly OpenPayouts[];
  readonly openItems: number;
  readonly reactions: readonly ReactionHealth[];
}

export interface Paying {
  /** For metrics. */
  figures(): Promise<PayoutFigures>;
}

/** Where payments is among the contexts. Last to start: it needs the banks, and the banks the address to call. */
export async function startPaying(context: ProcessContext, ledger: Ledger): Promise<Paying> {
  const { pool, ports } = ledger;
  ports.payouts.start();
  context.defer('payouts', () => ports.payouts.stop());
  const reactions: Reactions[] = [];
  for (const { name, reactions: wanted } of CONTEXTS) {
    if (name === 'payments' && wanted) reactions.push(await startContextReactions(context, ledger, wanted));
  }
  const tables = { payouts: liveTables(pool, payoutProjection), items: liveTables(pool, reconciliationProjection) };
  return {
    async figures() {
      const [open, items, healths] = await Promise.all([
        openPayouts(tables.payouts),
        openItems(tables.items),
        Promise.all(reactions.map((each) => each.health())),
      ]);
      return { open, openItems: items, reactions: healths };
    },
  };
}
