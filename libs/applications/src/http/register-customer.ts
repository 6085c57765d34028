/** Makes sure that the customer who asks for credit is known, with the personal data sealed under its own key. */
import type { RequestCredit } from '@haber/dialects';
import { callerOf, commandOrigin, executed, Problem, type RequestContext } from '@haber/http';
import { customerStream, NO_DESCRIPTION, type StreamId } from '@haber/ledger';
import { customerCreditError } from '@haber/dialects';
import type { PersonalData } from '@haber/personal-data';
import { decideCustomer } from '../domain/customer';
import type { ApplicationPorts } from '../ports';

/** What this dialect does not ask: everybody who asks for commercial credit is a company. */
const UNSAID = {
  type: 'company',
  tradeName: null,
  nationalId: null,
  email: null,
  phone: null,
  address: null,
  ...NO_DESCRIPTION,
} as const;

export interface Registration {
  readonly context: RequestContext;
  readonly customerId: string;
  readonly business: RequestCredit['business'];
}

export interface Registered {
  readonly stream: StreamId;
  readonly revision: number;
}

/** The customer's stream and the revision of it that shows the customer. Repeatable, with or without a key. */
export async function registerCustomer(ports: ApplicationPorts, registration: Registration): Promise<Registered> {
  const { context, customerId } = registration;
  const stream = customerStream(callerOf(context).tenant, customerId);
  const known = await ports.customers.load(stream);
  if (known.state.status === 'registered') return { stream, revision: known.revision };
  return ports.personalData.inTurn(stream, (alone) => registerAlone(ports, alone, { ...registration, stream }));
}

/** In the customer's turn, so that nobody erases between the making of the key and what is registered under it. */
async function registerAlone(
  ports: ApplicationPorts,
  personalData: PersonalData,
  { context, customerId, business, stream }: Registration & { readonly stream: StreamId },
): Promise<Registered> {
  const { businessName, taxId, yearsInBusiness = null } = business;
  const known = await ports.customers.load(stream);
  if (known.state.status === 'registered') return { stream, revision: known.revision };

  const sealed = await personalData.seal(stream, { legalName: businessName, taxId });
  const profile = { ...UNSAID, ...sealed, customerId, yearsInBusiness };
  // `If-Match` is about the account that is asked for, not about the customer.
  const { expectedRevision: _accounts, ...origin } = commandOrigin(context, ports.fingerprint);
  const { revision } = await executed(
    ports.customers,
    {
      ...origin,
      keys: [],
      stream,
      decide: (state) => decideCustomer(state, { type: 'register-customer', profile }),
    },
    {
      rejected: () => new Problem(customerCreditError('internal_error')),
      keyReused: () => new Problem(customerCreditError('idempotency_key_reused')),
    },
  );
  return { stream, revision };
}
