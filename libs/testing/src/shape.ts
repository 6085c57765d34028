/** In which shape a suite runs that holds in all of them: HABER_SHAPE, the standalone where it says nothing. */
import { Cluster } from './cluster';
import type { Product } from './product';
import { Standalone } from './standalone';

const SHAPES: Readonly<Record<string, () => Promise<Product>>> = {
  standalone: () => Standalone.start(),
  processes: () => Cluster.start(),
};

export function startProduct(): Promise<Product> {
  const shape = process.env['HABER_SHAPE'] || 'standalone';
  const start = Object.hasOwn(SHAPES, shape) ? SHAPES[shape] : undefined;
  if (!start) throw new Error(`HABER_SHAPE is ${shape}, which is none of ${Object.keys(SHAPES).join(', ')}`);
  return start();
}
