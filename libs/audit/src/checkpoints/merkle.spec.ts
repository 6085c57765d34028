import { createHash } from 'node:crypto';
import { merklePath, merkleRoot } from './merkle';

const sha = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafOf = (hex: string): Buffer => sha(Buffer.from([0]), Buffer.from(hex, 'hex'));

/** The test vectors of Certificate Transparency: the first n of these inputs have the n-th of these roots. */
const INPUTS = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** RFC 9162, 2.1.3.2: how whoever holds one leaf comes to the root. */
function rootFrom(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer {
  let [fn, sn, root] = [index, size - 1, leaf];
  for (const beside of path) {
    if (fn % 2 === 1 || fn === sn) {
      root = sha(Buffer.from([1]), beside, root);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else root = sha(Buffer.from([1]), root, beside);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  expect(sn).toBe(0);
  return root;
}

describe('a Merkle tree', () => {
  const leaves = INPUTS.map(leafOf);

  it.each(ROOTS.map((root, i) => [i + 1, root]))(
    'of %i leaves has the root that Certificate Transparency says',
    (n, root) => {
      expect(merkleRoot(leaves.slice(0, Number(n))).toString('hex')).toBe(root);
    },
  );

  it('leads from every leaf of trees of every size up to 70 to the root', () => {
    const many = Array.from({ length: 70 }, (_, i) => leafOf(i.toString(16).padStart(4, '0')));
    for (let size = 1; size <= many.length; size += 1) {
      const tree = many.slice(0, size);
      const root = merkleRoot(tree);
      tree.forEach((leaf, i) => expect(rootFrom(leaf, i, size, merklePath(tree, i))).toEqual(root));
    }
  });
});
