/** However many clients come at once, and however few connections the product has to its database: nobody hangs. */
import { Standalone } from '@haber/testing';
import { definite, endClean, many, type Partner, partnerOf, usedMinor } from './partner.fixture';

const PATIENCE_MS = 45_000;

describe.each([2, 30])('on a pool of %i connections', (poolSize) => {
  let product: Standalone;
  let partner: Partner;
  beforeAll(async () => {
    product = await Standalone.start({ env: { HABER_DATABASE_POOL_SIZE: `${poolSize}` } });
    partner = partnerOf(product);
  }, 120_000);
  afterAll(() => endClean(product), 90_000);

  it.each([256, 1_000])(
    '%i clients at once are all answered',
    async (clients) => {
      const accounts = Array.from({ length: 8 }, (_, i) => `crowd-${clients}-${i}`);
      await Promise.all(accounts.map((account) => partner.open(account, '1000.00')));
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answers = await many(clients, clients, async (i) => {
        const account = accounts[i % 8] ?? '';
        const used = await partner.use(account, `o-${i}`, '0.01', { signal });
        const paid = await partner.pay(account, `p-${i}`, '0.01', { signal });
        // 503: the read model is not there yet, come again.
        const read = await definite(() => partner.read(account, { signal }));
        return [used.status, paid.status, read.status].join();
      });
      expect(answers.filter((answer) => answer !== '200,201,200')).toEqual([]);
      expect(await Promise.all(accounts.map((account) => usedMinor(partner, account)))).toEqual(accounts.map(() => 0));
    },
    60_000,
  );
});
