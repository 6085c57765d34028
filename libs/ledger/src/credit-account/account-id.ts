/**
 * How an account is named from outside: by the id that answers show, or by its stream. Either can be made up by
 * anybody who knows how ids derive, so a name alone gives nobody a right: see `isAccountOf`.
 */
import { capacityAccountStream, commercialCreditStream, type StreamId, type Tenant } from '../streams';
import type { KnownAccount } from './state';

const STREAM = /^account-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PUBLIC_ID = /^(?:credit|capacity)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** Undefined for a text that names no account in any of its forms. */
export function accountStream(name: string): StreamId | undefined {
  if (STREAM.test(name)) return name;
  const digits = PUBLIC_ID.exec(name)?.slice(1);
  return digits && `account-${digits.join('-')}`;
}

/** Does the stream hold an account of this tenant? Its customer says so: the stream's id derives from both. */
export function isAccountOf(
  tenant: Tenant,
  stream: StreamId,
  { customerId }: Pick<KnownAccount, 'customerId'>,
): boolean {
  return [commercialCreditStream, capacityAccountStream].some((streamOf) => streamOf(tenant, customerId) === stream);
}
