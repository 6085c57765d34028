/**
 * Merkle trees as RFC 6962 defines them: leaves and nodes are hashed under different first bytes, so that neither can
 * pass for the other, and a tree of n leaves splits at the largest power of two below n.
 */
import { hash } from 'node:crypto';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

export function leafHash(text: string): Buffer {
  return hash('sha256', Buffer.concat([LEAF, Buffer.from(text)]), 'buffer');
}

/** Of at least one leaf. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  return levelsOf(leaves).at(-1)?.[0] ?? hash('sha256', Buffer.alloc(0), 'buffer');
}

/** The hashes beside the way from a leaf to the root, the leaf's own neighbour first. */
export function merklePath(leaves: readonly Buffer[], index: number): readonly Buffer[] {
  return levelsOf(leaves).flatMap((level, height) => {
    const beside = level[Math.floor(index / 2 ** height) ^ 1];
    return beside ? [beside] : [];
  });
}

/** From the leaves to the root. A node without a neighbour goes up as it is: the same tree, built from below. */
function levelsOf(leaves: readonly Buffer[]): readonly (readonly Buffer[])[] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1;) {
    level = above(level);
    levels.push(level);
  }
  return levels;
}

function above(level: readonly Buffer[]): readonly Buffer[] {
  const next: Buffer[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i], level[i + 1]];
    if (left) next.push(right ? hash('sha256', Buffer.concat([NODE, left, right]), 'buffer') : left);
  }
  return next;
}
