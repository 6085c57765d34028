/**
 * A customer as it may be shown to a caller. Sealed texts are opened here, for this one answer, and for a key that has
 * the scope to read them; any other sees no more than what it has just sent.
 */
import type { Standing } from '@haber/account-writer';
import type { CustomerPersonalField, CustomerShown, PersonalDataState } from '@haber/dialects';
import type { Customer, KnownCustomer, Sealed, StreamId } from '@haber/ledger';
import type { ApplicationPorts } from '../ports';
import { personalOf, UNKNOWN } from './personal-fields';

export interface Viewer {
  readonly mayRead: boolean;
  /** The personal texts that this very command has put. */
  readonly said?: Opened['personal'];
}

interface Opened {
  readonly personal: Readonly<Record<CustomerPersonalField, string | null>>;
  readonly kycReason: string | null;
  readonly activityReason: string | null;
  readonly personalData: PersonalDataState;
}

/** Undefined for a stranger. */
export async function customerShown(
  { personalData }: Pick<ApplicationPorts, 'personalData'>,
  { state, createdAt, updatedAt, latest }: Standing<Customer>,
  { stream, viewer }: { readonly stream: StreamId; readonly viewer: Viewer },
): Promise<CustomerShown | undefined> {
  if (state.status === 'absent') return undefined;
  const { customerId: id, profile, kyc, active } = state;
  const { type, yearsInBusiness, externalId, metadata } = profile;
  const { kycReason, activityReason, ...opened } = await openedFor(personalData, stream, { state, viewer });
  return {
    id,
    type,
    ...opened,
    yearsInBusiness,
    kyc: { status: kyc, reason: kycReason, decided: latest['customer.kyc-decided.v1'] },
    active,
    activityReason,
    activityChanged: latest['customer.status-changed.v1'],
    externalId,
    metadata,
    createdAt,
    updatedAt,
  };
}

async function openedFor(
  personalData: ApplicationPorts['personalData'],
  stream: StreamId,
  { state, viewer }: { readonly state: KnownCustomer; readonly viewer: Viewer },
): Promise<Opened> {
  const { mayRead, said } = viewer;
  const closed = { personal: said ?? UNKNOWN, kycReason: null, activityReason: null };
  if (state.status === 'erased') return { ...closed, personalData: 'erased' };
  if (!mayRead) return { ...closed, personalData: 'withheld' };
  const open = async (reason: Sealed | null) => (await personalData.openAll(stream, { reason })).reason;
  const [kycReason, activityReason] = [await open(state.kycReason), await open(state.activityReason)];
  if (said) return { personal: said, kycReason, activityReason, personalData: 'kept' };
  const sealed = personalOf(state.profile);
  const personal = await personalData.openAll(stream, sealed);
  const lost =
    Object.values(sealed).some((text) => text !== null) && Object.values(personal).every((text) => text === null);
  return { personal, kycReason, activityReason, personalData: lost ? 'erased' : 'kept' };
}
