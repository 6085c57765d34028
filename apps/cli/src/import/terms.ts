/**
 * The terms that imported accounts pin. They follow from the file alone, so that a second run writes what the first one
 * would have: the version in force on the account's `as_of`, or the first one where the product is younger.
 */
import type { AccountWriter } from '@haber/account-writer';
import {
  COMMERCIAL_PRODUCT,
  type PinnedTerms,
  type Product,
  type ProductEvent,
  productStream,
  type ProductVersion,
  type Tenant,
} from '@haber/ledger';

/** A file may name as many products as it has lines. */
const MOST_KNOWN = 1_000;

const BUILT_IN = COMMERCIAL_PRODUCT.productCode;

export class Terms {
  private readonly known = new Map<string, Product>();

  constructor(
    private readonly products: AccountWriter<Product, ProductEvent, ProductEvent>,
    private readonly tenant: Tenant,
  ) {}

  /** Undefined when the partner has no such product. */
  async of({ productCode = BUILT_IN, asOf }: { productCode?: string | undefined; asOf: string }) {
    const { versions } = await this.product(productCode);
    const inForce = versions.findLast(({ effectiveFrom }) => effectiveFrom <= asOf);
    if (inForce) return pinned(inForce);
    if (productCode === BUILT_IN) return COMMERCIAL_PRODUCT;
    return versions[0] && pinned(versions[0]);
  }

  private async product(code: string): Promise<Product> {
    const known = this.known.get(code);
    if (known) return known;
    const { state } = await this.products.load(productStream(this.tenant, code));
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(code, state);
    return state;
  }
}

function pinned({ code, version, currency, timeZone, backdatingDays, limitMayFall }: ProductVersion): PinnedTerms {
  const terms = { productCode: code, productVersion: version, currency, timeZone, backdatingDays, limitMayFall };
  return { ...terms, chargesCounted: [] };
}
