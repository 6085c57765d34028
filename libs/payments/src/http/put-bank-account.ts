/**
 * Putting a bank account whole, under the key of the customer whose it is. What is equal to what is known keeps its
 * ciphertext, so that the rules can tell the same content without ever holding a clear text.
 */
import { ownError, type PutBankAccount } from '@haber/dialects';
import {
  callerOf,
  type CarriedOut,
  carriedOut,
  ChangedMeanwhile,
  commandOrigin,
  comparedAgain,
  Problem,
  type RequestContext,
} from '@haber/http';
import {
  type BankAccountDetails,
  bankAccountDefinition,
  type BankAccountEvent,
  customerStream,
  type StreamId,
} from '@haber/ledger';
import { sealRecordIfKept, unsealed } from '@haber/personal-data';
import { type BankAccountRejection, decideBankAccount, detailsOf } from '../domain/bank-account';
import type { PaymentPorts } from '../ports';

export interface Putting {
  readonly context: RequestContext;
  readonly stream: StreamId;
  readonly bankAccountId: string;
  readonly said: Omit<PutBankAccount, 'personal'>;
  /** Apart, since it must not get into the details as it is. */
  readonly personal: PutBankAccount['personal'];
  readonly dryRun: boolean;
}

export const bankAccountRefusals = {
  keyReused: () => new Problem(ownError('idempotency_key_reused')),
  rejected: ({ code }: BankAccountRejection) =>
    code === 'bank_account_changed' ? new ChangedMeanwhile() : new Problem(ownError(code)),
};

/** @throws Problem, WriterUnavailable */
export function putBankAccount(ports: PaymentPorts, putting: Putting): Promise<CarriedOut<BankAccountEvent>> {
  const { context, stream, bankAccountId, said, personal, dryRun } = putting;
  const person = customerStream(callerOf(context).tenant, said.customerId);
  return comparedAgain(stream, async () => {
    const [known, owner] = await Promise.all([ports.bankAccounts.load(stream), ports.customers.load(person)]);
    const over = detailsOf(known.state);
    const mayBeKept = owner.state.status === 'registered' && (over ?? said).customerId === said.customerId;
    const before = over && personalOf(over);
    const sealed = mayBeKept ? await sealRecordIfKept(ports.personalData, person, { said: personal, before }) : null;
    // A registered owner without a key is being erased just now.
    const status = mayBeKept && !sealed ? 'erased' : owner.state.status;
    const details = { ...said, ...(sealed ?? unsealed(personal)), bankAccountId };
    return carriedOut(
      { writer: ports.bankAccounts, definition: bankAccountDefinition, dryRun },
      {
        ...commandOrigin(context, ports.fingerprint),
        stream,
        relied: { [person]: owner.revision },
        decide: (state) => decideBankAccount(state, { type: 'put-bank-account', details, over, owner: status }),
      },
      bankAccountRefusals,
    );
  });
}

/** By the names under which they were sealed. */
export function personalOf({ accountNumber, holderName }: BankAccountDetails) {
  return { accountNumber, holderName };
}
