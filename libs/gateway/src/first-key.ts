/** The key that a first start gives to its demo partner, so that a stranger's first request works. */
import { issueKey, type IssueKeyOptions, listKeys, usableKey } from './keys';

export type FirstKey =
  /** Made now: print it, it cannot be had again. */
  | { readonly kind: 'made'; readonly id: string; readonly key: string }
  /** The given key works, as of now or from an earlier start. */
  | { readonly kind: 'given'; readonly id: string }
  /** Not a first start: the partner has keys already. */
  | { readonly kind: 'present' }
  /** Not a first start, and the given key is none of the partner's (or was revoked): it was not issued. */
  | { readonly kind: 'ignored' };

/**
 * `existingKey`: HABER_BOOTSTRAP_KEY, if set. Repeatable.
 * @throws KeyRefused for a given key that is malformed or of the other mode; WriterUnavailable
 */
export async function firstKey(options: IssueKeyOptions): Promise<FirstKey> {
  const keys = await listKeys(options);
  if (keys.length === 0) {
    const { id, key } = await issueKey(options);
    return options.existingKey === undefined ? { kind: 'made', id, key } : { kind: 'given', id };
  }
  if (options.existingKey === undefined) return { kind: 'present' };
  const { id } = usableKey(options.existingKey, options);
  return keys.some((key) => key.id === id && !key.revoked) ? { kind: 'given', id } : { kind: 'ignored' };
}
