/**
 * An execution from its request to its answer: decided on what customer and bank account are now, reserved, then as the
 * bank decides within a moment. A repeat is answered as the execution stands by now (contract.md B).
 */
import {
  type ExecuteCredit as Asked,
  type ExecutionShown,
  immediateCreditsError,
  insufficientCapacityError,
  OTHER_CURRENCY,
  parseExecuteCredit,
  requestFaultsError,
  tooManyInProcessError,
} from '@haber/dialects';
import type { Command } from '@haber/account-writer';
import {
  callerOf,
  commandOrigin,
  eventOf,
  Problem,
  type Refusals,
  type RequestContext,
  settled,
  valid,
} from '@haber/http';
import {
  bankAccountStream,
  type CapacityAccount,
  type CapacityAccountDraft,
  customerStream,
  type Sealed,
} from '@haber/ledger';
import { digitsOf } from '@haber/money';
import {
  executeCredit,
  type ExecuteCredit,
  type ExecuteRejection,
  type ExecutionPlace,
  placeNames,
  placeOf,
} from '../domain/execute';
import { reserveNames } from '../domain/reserve';
import type { CapacityPorts } from '../ports';
import { type Outcome, Outcomes } from '../queries/outcome';
import { DEFAULT_CURRENCY, type Merchant } from './merchant';

export interface Executed {
  readonly shown: ExecutionShown;
  readonly digits: number;
  /** Evidence of its reservation. */
  readonly revision: number;
  readonly hash: string;
  readonly replayed: boolean;
}

interface Reservation {
  readonly executionId: string;
  readonly payoutId: string;
  readonly replayed: boolean;
  /** Null: it is not in this answer, but where its place says. */
  readonly written: { readonly revision: number; readonly hash: string } | null;
}

/** Numbers are drawn so often before it is given up; none is ever taken. */
const MOST_DRAWN = 3;

export class Executions {
  private readonly outcomes: Outcomes;

  constructor(private readonly ports: CapacityPorts) {
    this.outcomes = new Outcomes(ports.store);
  }

  /** @throws Problem, WriterUnavailable */
  async execute(merchant: Merchant, context: RequestContext, body: unknown): Promise<Executed> {
    const { state } = await this.ports.capacity.load(merchant.stream);
    const currency = state.status === 'open' ? state.balances.currency : DEFAULT_CURRENCY;
    const digits = digitsOf(currency);
    const asked = valid(parseExecuteCredit(body, digits), requestFaultsError);
    const reservation = await this.reserved({ merchant, context, asked, currency });
    return { ...(await this.standing(merchant, context, reservation)), digits };
  }

  private async reserved(request: Request): Promise<Reservation> {
    for (let drawn = 1; drawn <= MOST_DRAWN; drawn += 1) {
      const reservation = await this.reserve(request);
      if (reservation) return reservation;
    }
    throw new Error(`${MOST_DRAWN} numbers in a row were taken`);
  }

  /** Undefined: the number that was drawn is taken. */
  private async reserve(request: Request): Promise<Reservation | undefined> {
    const outcome = await this.ports.capacity.execute(await this.command(request));
    if (outcome.kind === 'rejected') {
      const { rejection } = outcome;
      if (rejection.code === 'execution_id_taken') return undefined;
      if (rejection.code === 'repeated') return { ...rejection.execution, replayed: true, written: null };
      throw refused(rejection, digitsOf(request.currency));
    }
    const done = await settled(outcome, REFUSALS);
    const { revision, hash, event } = eventOf(done, 'capacity-account.execution-reserved.v1');
    const { executionId, payoutId } = event.data;
    return { executionId, payoutId, replayed: done.replayed, written: { revision, hash } };
  }

  private async command(request: Request): Promise<Command<CapacityAccount, CapacityAccountDraft, ExecuteRejection>> {
    const { merchant, context, asked, currency } = request;
    const { tenant, customerId, stream } = merchant;
    const person = customerStream(tenant, customerId);
    const account = bankAccountStream(tenant, asked.bankAccountId);
    const [customer, bankAccount] = await Promise.all([
      this.ports.customers.load(person),
      this.ports.bankAccounts.load(account),
    ]);
    const names = await this.drawnNames(merchant);
    const credit: ExecuteCredit = {
      ...names,
      currency,
      amountMinor: asked.amountMinor,
      conceptFingerprint: this.ports.fingerprint(tenant, 'concept', asked.concept),
      mayBeRepeat: context.idempotencyKey === undefined,
      customer: customer.state,
      customerId,
      bankAccount: bankAccount.state,
      concept: customer.state.status === 'registered' ? await this.sealedConcept(person, asked) : null,
      hasBank: this.ports.hasBank(tenant),
    };
    return {
      ...commandOrigin(context, this.ports.fingerprint),
      stream,
      names: reserveNames(names),
      relied: { [person]: customer.revision, [account]: bankAccount.revision },
      decide: (state, decideContext) => executeCredit(state, credit, decideContext),
    };
  }

  private async drawnNames({ tenant }: Merchant): Promise<{ executionId: string; payoutId: string }> {
    const year = new Date(this.ports.clock()).getUTCFullYear();
    const number = await this.ports.numbers(`${tenant} OP ${year}`);
    return { executionId: `OP-${year}-${String(number).padStart(8, '0')}`, payoutId: this.ports.newId() };
  }

  private async sealedConcept(person: string, { concept }: Asked): Promise<Sealed | null> {
    return (await this.ports.personalData.sealIfKept(person, { concept }))?.concept ?? null;
  }

  private async standing(merchant: Merchant, context: RequestContext, reservation: Reservation) {
    const { stream } = merchant;
    const { executionId, payoutId, replayed, written } = reservation;
    const place = replayed || !written ? await this.place(merchant, context, reservation) : undefined;
    const evidence = written ?? (await this.reservedAt(stream, place?.reservedAt ?? 0));
    const from = (place?.head ?? evidence.revision) + 1;
    const outcome =
      place?.decidedAt === undefined
        ? await this.outcomes.awaited({ stream, payoutId, from })
        : await this.outcomes.at(stream, place.decidedAt);
    const { revision, hash } = evidence;
    return { shown: shownAs(executionId, outcome), revision, hash, replayed };
  }

  private async reservedAt(stream: string, revision: number) {
    const [event] = await this.outcomes.events(stream, revision, 1);
    if (!event) throw new Error(`${stream}: nothing at revision ${revision}`);
    return event;
  }

  /** Asked of the writer, which finds a name however old it is, without any read model. */
  private async place({ stream }: Merchant, context: RequestContext, of: Reservation): Promise<ExecutionPlace> {
    const { tenant, actor } = callerOf(context);
    const outcome = await this.ports.capacity.execute({
      ...{ stream, tenant, actor, correlationId: context.requestId, keys: [], names: placeNames(of) },
      decide: (_, decideContext) => placeOf(of, decideContext),
    });
    if (outcome.kind !== 'rejected' || 'code' in outcome.rejection) {
      throw new Error(`${of.executionId} is in no event`);
    }
    return outcome.rejection;
  }
}

interface Request {
  readonly merchant: Merchant;
  readonly context: RequestContext;
  readonly asked: Asked;
  /** In which the amount was read. */
  readonly currency: string;
}

const REFUSALS: Refusals<never> = {
  keyReused: () => new Problem(immediateCreditsError('idempotency_key_reused')),
  rejected: (never) => never,
};

type Refused = Exclude<ExecuteRejection, { readonly code: 'repeated' | 'execution_id_taken' }>;

/** Amounts are of a currency with so many decimals. */
function refused(rejection: Refused, digits: number): Problem {
  switch (rejection.code) {
    case 'insufficient_capacity':
      return new Problem(insufficientCapacityError(rejection, digits));
    case 'too_many_in_process':
      return new Problem({ ...tooManyInProcessError(), retryAfterSeconds: 1 });
    case 'bank_account_in_other_currency':
      return new Problem(requestFaultsError([OTHER_CURRENCY]));
    // It got its first volume just now, in another currency than the amount was read in.
    case 'currency_mismatch':
      return new Problem({ ...immediateCreditsError('service_unavailable'), outcome: 'none', retryAfterSeconds: 1 });
    case 'no_bank':
      return new Problem({ ...immediateCreditsError('no_bank'), outcome: 'none', retryAfterSeconds: 60 });
    default:
      return new Problem(immediateCreditsError(rejection.code));
  }
}

/** What is left is that of the final event, so that every repeat from there on is the same. */
function shownAs(transactionId: string, outcome: Outcome | undefined): ExecutionShown {
  if (!outcome) return { transactionId, status: 'ESPERA', bankReference: null, remainingMinor: null };
  const { type, data } = outcome.event;
  return {
    transactionId,
    status: type === 'payout.approved.v1' ? 'APROBADA' : 'RECHAZADA',
    bankReference: data.bankReference,
    remainingMinor: data.balances.availableMinor,
  };
}
