/**
 * kill -9 of the product, and of Postgres, at random instants under load: what was acknowledged is there once, nothing
 * is there twice, and `haber verify` is clean. A short run of what `npm run torture` does for as long as one likes.
 */
import { runTorture } from '@haber/testing';

it('survives kills of the product and of Postgres without a breach', async () => {
  const seed = Date.now() % 1_000_000;
  const { acknowledged, breaches } = await runTorture({ kills: 4, seed, everyNthPostgres: 4 });
  expect({ seed, breaches }).toEqual({ seed, breaches: [] });
  expect(acknowledged).toBeGreaterThan(100);
}, 400_000);
