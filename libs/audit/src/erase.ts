/**
 * Erasing a person: the key goes first, so that nothing can be read from then on; then the customer's stream says that
 * it went. Both in the person's turn, so that nobody is registered in between: whoever was registered before is erased,
 * whoever is afterwards has a new key. Repeatable: whatever a crash left undone, the next call does.
 */
import type { AccountWriter, Command } from '@haber/account-writer';
import { type Customer, type CustomerEvent, customerStream } from '@haber/ledger';
import { type PersonalData, purgeErased } from '@haber/personal-data';
import type { Pool } from 'pg';

type By = Pick<Command<never, never, never>, 'tenant' | 'actor' | 'assertedBy' | 'keyId' | 'correlationId'>;

export interface EraseOptions extends By {
  readonly customerId: string;
  readonly customers: AccountWriter<Customer, CustomerEvent, CustomerEvent>;
  readonly personalData: Pick<PersonalData, 'inTurn'>;
  /** Of the database's owner. */
  readonly pool: Pool;
  /** Make the destroyed key's old bytes go now, as far as the server allows. */
  readonly now: boolean;
}

export interface Erased {
  readonly customerId: string;
  readonly stream: string;
  /** False when there was none left. */
  readonly keyDestroyed: boolean;
  /** The customer was erased before, and nothing had to be recorded. */
  readonly already: boolean;
  /** Of the customer's stream afterwards; null where there is none, and only a key was left. */
  readonly revision: number | null;
  readonly hash: string | null;
  readonly tableRewritten: boolean;
  readonly logEmptied: boolean;
  /** For how long, and where, the wrapped key may still be found. */
  readonly statement: string;
}

/** No such customer, and no key of one. */
export class UnknownCustomer extends Error {
  override readonly name = 'UnknownCustomer';
}

/** @throws UnknownCustomer, WriterUnavailable */
export async function erase(options: EraseOptions): Promise<Erased> {
  const { tenant, customerId, personalData, pool } = options;
  const stream = customerStream(tenant, customerId);
  const { keyDestroyed, recorded } = await personalData.inTurn(stream, async (alone) => {
    const { erased } = await alone.erase(stream);
    return { keyDestroyed: erased, recorded: await record(options, stream) };
  });
  if (!recorded && !keyDestroyed) throw new UnknownCustomer(`${tenant} has no customer ${customerId}`);
  const { tableRewritten, logEmptied, statement } = await purgeErased({ pool }, { now: options.now });
  const already = recorded?.before === true && !keyDestroyed;
  const { revision = null, hash = null } = recorded ?? {};
  return { customerId, stream, keyDestroyed, already, revision, hash, tableRewritten, logEmptied, statement };
}

/** `before`: nothing had to be recorded. Undefined: there is no such customer. */
async function record(
  { tenant, customerId, actor, assertedBy, keyId, correlationId, customers }: EraseOptions,
  stream: string,
): Promise<{ readonly before: boolean; readonly revision: number; readonly hash: string } | undefined> {
  const outcome = await customers.execute<'unknown'>({
    stream,
    tenant,
    actor,
    ...(assertedBy !== undefined && { assertedBy }),
    ...(keyId !== undefined && { keyId }),
    correlationId,
    keys: [],
    decide(state) {
      if (state.status === 'absent') return { reject: 'unknown' };
      if (state.status === 'erased') return { accept: [] };
      return { accept: [{ type: 'customer.personal-data-erased.v1', data: { customerId } }] };
    },
  });
  if (outcome.kind !== 'accepted') return undefined;
  const { events, revision, hash } = outcome;
  return { before: events.length === 0, revision, hash };
}
