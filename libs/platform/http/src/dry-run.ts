/**
 * `?dry_run=true` (contract.md, Haber's own API): the command is decided at the stream's head like any other, then
 * rejected with what it would have written. So nothing is stored, no key is bound, and the writer confirms the head
 * before it answers, exactly as it does for a refusal.
 */
import type { AccountWriter, Command, Outcome, WrittenEvent } from '@haber/account-writer';
import type { PlainEvent, StreamDefinition } from '@haber/ledger';
import { executed, type Refusals, settled } from './command';

/** What an answer is built from, done or not. */
export interface CarriedOut<E extends PlainEvent> {
  readonly events: readonly CarriedOutEvent<E>[];
  /** After the command; of a dry run, the present one, or that of the command that it repeats. */
  readonly revision: number;
  /** Undefined in a dry run: there is nothing to prove. */
  readonly hash?: string;
  readonly replayed: boolean;
}

export interface CarriedOutEvent<E extends PlainEvent> {
  readonly event: E;
  readonly metadata: Pick<WrittenEvent<E>['metadata'], 'recordedAt' | 'effectiveAt'>;
}

class WouldBe<E extends PlainEvent> {
  constructor(readonly events: readonly CarriedOutEvent<E>[]) {}
}

/**
 * The command as it is or, with `dryRun`, as it would be. Of a repeat of what was done under a key of the partner's
 * business (an order, a payment) that is the first answer again; a dry run of it has no evidence all the same, or
 * whoever reads it would take it for a write. @throws Problem, WriterUnavailable
 */
export async function carriedOut<S, E extends PlainEvent, D, R>(
  { writer, definition, dryRun }: CommandTarget<S, E, D>,
  command: Command<S, D, R>,
  refusals: Refusals<R>,
): Promise<CarriedOut<E>> {
  if (!dryRun) return executed(writer, command, refusals);
  const decide = dryDecide(definition, command.decide.bind(command));
  const keys = command.keys.filter(({ kind }) => kind !== 'header');
  const outcome = await writer.execute<R | WouldBe<E>>({ ...command, keys, decide });
  if (outcome.kind === 'rejected' && outcome.rejection instanceof WouldBe) {
    return { events: outcome.rejection.events, revision: outcome.revision, replayed: false };
  }
  const { events, revision } = await settled(outcome as Outcome<E, R>, refusals);
  return { events, revision, replayed: true };
}

export interface CommandTarget<S, E extends PlainEvent, D> {
  readonly writer: AccountWriter<S, E, D>;
  readonly definition: Pick<StreamDefinition<S, E, D>, 'stamp'>;
  readonly dryRun: boolean;
}

type Decide<S, D, R> = Command<S, D, R>['decide'];

function dryDecide<S, E extends PlainEvent, D, R>(
  definition: Pick<StreamDefinition<S, E, D>, 'stamp'>,
  decide: Decide<S, D, R>,
): Decide<S, D, R | WouldBe<E>> {
  return (state, context) => {
    const decision = decide(state, context);
    if ('reject' in decision) return decision;
    const { accept, effectiveAt = context.now } = decision;
    const metadata = { recordedAt: context.now, effectiveAt };
    const events: CarriedOutEvent<E>[] = [];
    let at = state;
    for (const draft of accept) {
      const stamped = definition.stamp(at, draft);
      at = stamped.state;
      events.push({ event: stamped.event, metadata });
    }
    return { reject: new WouldBe(events) };
  };
}
