/**
 * What the same command was answered before. A repeat or a refusal must not bring an erased person's data back, nor
 * make a key for somebody who is not registered: only what will be taken may do so.
 */
import type { AccountWriter, Command } from '@haber/account-writer';
import { type Accepted, platformProblem, type Refusals } from '@haber/http';
import type { PlainEvent } from '@haber/ledger';

const TAKEN = { code: 'would_be_taken' } as const;

/** Undefined: it would be taken now. Nothing is written. @throws Problem for a refused one, WriterUnavailable */
export async function repeatOf<S, E extends PlainEvent, D, R extends { readonly code: string }>(
  writer: AccountWriter<S, E, D>,
  asked: Command<S, D, R>,
  refusals: Refusals<R>,
): Promise<Accepted<E> | undefined> {
  const outcome = await writer.execute<R | typeof TAKEN>({
    ...asked,
    decide: (state, context) => {
      const decision = asked.decide(state, context);
      return 'reject' in decision ? decision : { reject: TAKEN };
    },
  });
  if (outcome.kind === 'accepted') return outcome;
  if (outcome.kind === 'key-reused') throw refusals.keyReused(outcome.key.kind, outcome.revision);
  if (outcome.kind === 'stale') throw platformProblem('precondition_failed');
  if (outcome.rejection === TAKEN) return undefined;
  throw await refusals.rejected(outcome.rejection as R);
}
