/**
 * The `If-Match` header (RFC 9110 §13.1.1) of a write: the revision that the caller has seen, as our `ETag`s name it.
 * An `ETag` of ours names a revision, not bytes, so that one which a proxy has made weak still means the same.
 */
const TAG = /^(?:W\/)?"(0|[1-9]\d{0,14})"$/;

/** `any`: `*`, whatever the revision. Undefined: nothing that an `ETag` of ours could be, or several of them. */
export function parseIfMatch(header: string): number | 'any' | undefined {
  const tags = header.split(',').map((tag) => tag.trim());
  if (tags.length === 1 && tags[0] === '*') return 'any';
  const revisions = new Set(tags.map((tag) => TAG.exec(tag)?.[1]));
  const [revision] = revisions;
  return revisions.size === 1 && revision !== undefined ? Number(revision) : undefined;
}
