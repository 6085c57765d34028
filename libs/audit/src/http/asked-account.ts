/**
 * The account that an auditor's request names, told by its first event: cheap however long the stream is. Another
 * tenant's account, or one of a customer that the key is not bound to, is answered exactly like one that is not there.
 */
import { ownError } from '@haber/dialects';
import { callerOf, mayActFor, Problem, type RequestContext } from '@haber/http';
import { accountStream, isAccountOf, isCapacityType, type StreamId } from '@haber/ledger';
import type { AuditPorts } from '../ports';
import { recorded } from '../queries/recorded-event';

export interface AskedAccount {
  readonly stream: StreamId;
  readonly customerId: string;
  /** A merchant's capacity, not a credit. */
  readonly isCapacity: boolean;
}

/** @throws Problem */
export async function askedAccount(
  { store }: Pick<AuditPorts, 'store'>,
  context: RequestContext,
  id: string,
): Promise<AskedAccount> {
  const stream = accountStream(id);
  const [first] = stream === undefined ? [] : await store.read(stream, 0, 1);
  if (stream === undefined || !first) throw accountNotFound();
  const { data } = recorded(first).event;
  const theirs = 'customerId' in data && isAccountOf(callerOf(context).tenant, stream, data);
  if (!theirs || !mayActFor(context, data.customerId)) throw accountNotFound();
  return { stream, customerId: data.customerId, isCapacity: isCapacityType(first.type) };
}

export function accountNotFound(): Problem {
  return new Problem(ownError('account_not_found'));
}
