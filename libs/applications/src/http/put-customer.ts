/**
 * Putting a customer whole. What is equal to what is known keeps its ciphertext, so that the rules can tell the same
 * content without ever holding a clear text; a key is made only for somebody who will be registered, in his turn, so
 * that nobody erases him in between.
 */
import type { Command } from '@haber/account-writer';
import { ownError, type PutCustomer } from '@haber/dialects';
import {
  type CarriedOut,
  carriedOut,
  ChangedMeanwhile,
  comparedAgain,
  commandOrigin,
  Problem,
  type RequestContext,
} from '@haber/http';
import {
  type Customer,
  customerDefinition,
  type CustomerEvent,
  type CustomerProfile,
  sameContent,
  type StreamId,
} from '@haber/ledger';
import { sealRecord, sealRecordIfKept, unsealed } from '@haber/personal-data';
import { type CustomerRejection, decideCustomer, profileOf } from '../domain/customer';
import type { ApplicationPorts } from '../ports';
import { personalOf } from './personal-fields';
import { repeatOf } from './repeat-of';

export interface Putting {
  readonly context: RequestContext;
  readonly stream: StreamId;
  readonly customerId: string;
  readonly said: PutCustomer;
  readonly dryRun: boolean;
}

export const customerRefusals = {
  keyReused: () => new Problem(ownError('idempotency_key_reused')),
  rejected: ({ code }: CustomerRejection) =>
    code === 'customer_changed' ? new ChangedMeanwhile() : new Problem(ownError(code)),
};

/** @throws Problem, WriterUnavailable */
export function putCustomer(ports: ApplicationPorts, putting: Putting): Promise<CarriedOut<CustomerEvent>> {
  return comparedAgain(putting.stream, async () => {
    const { stream, customerId, said, dryRun } = putting;
    const { type, yearsInBusiness, externalId, metadata } = said;
    const over = profileOf((await ports.customers.load(stream)).state);
    const command = (personal: ReturnType<typeof personalOf>) => {
      const profile = { customerId, type, ...personal, yearsInBusiness, externalId, metadata };
      return commandOf(ports, putting, { profile, over });
    };
    const nobody = command(unsealed(said.personal));
    const target = { writer: ports.customers, definition: customerDefinition, dryRun };
    const compared = { said: said.personal, before: over && personalOf(over) };
    const kept = over && (await sealRecordIfKept(ports.personalData, stream, compared));
    if (kept) return carriedOut(target, command(kept), customerRefusals);
    if (dryRun) return carriedOut(target, nobody, customerRefusals);
    const repeat = await repeatOf(ports.customers, nobody, customerRefusals);
    if (repeat) return repeat;
    return ports.personalData.inTurn(stream, async (alone) => {
      if (!sameContent(profileOf((await ports.customers.load(stream)).state), over)) throw new ChangedMeanwhile();
      return carriedOut(target, command(await sealRecord(alone, stream, compared)), customerRefusals);
    });
  });
}

function commandOf(
  ports: ApplicationPorts,
  { context, stream }: Putting,
  put: { readonly profile: CustomerProfile; readonly over: CustomerProfile | null },
): Command<Customer, CustomerEvent, CustomerRejection> {
  return {
    ...commandOrigin(context, ports.fingerprint),
    stream,
    decide: (state) => decideCustomer(state, { type: 'put-customer', ...put }),
  };
}
