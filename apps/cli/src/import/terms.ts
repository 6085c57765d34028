/**
 * The terms that imported accounts pin. They follow from the file alone, so that a second run writes what the first one
 * would have: the version in force on the account's `as_of`, or the first one where the product is younger.
 */
import type { AccountWriter } from '@haber/account-writer';
import {
  COMMERCIAL_PRODUCT,
  type PinnedTerms,
  type ProductEvent,
  type Product,
  productStream,
  type ProductVersion,
  type Tenant,
  versionsOf,
} from '@haber/ledger';

/** A file may name as many products as it has lines. */
const MOST_KNOWN = 1_000;

interface Asked {
  readonly productCode: string | undefined;
  readonly asOf: string;
}

export class Terms {
  private readonly known = new Map<string, readonly ProductVersion[]>();

  constructor(
    private readonly products: AccountWriter<Product, ProductEvent, ProductEvent>,
    private readonly tenant: Tenant,
  ) {}

  /** Undefined when the partner has no such product. */
  async of({ productCode = COMMERCIAL_PRODUCT.productCode, asOf }: Asked): Promise<PinnedTerms | undefined> {
    const versions = await this.versions(productCode);
    const version = versions.findLast(({ effectiveFrom }) => effectiveFrom <= asOf) ?? versions[0];
    return version && pinned(version);
  }

  private async versions(code: string): Promise<readonly ProductVersion[]> {
    const known = this.known.get(code);
    if (known) return known;
    const { state } = await this.products.load(productStream(this.tenant, code));
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    const versions = versionsOf(state, code);
    this.known.set(code, versions);
    return versions;
  }
}

function pinned({ code, version, currency, timeZone, backdatingDays, limitMayFall }: ProductVersion): PinnedTerms {
  const terms = { productCode: code, productVersion: version, currency, timeZone, backdatingDays, limitMayFall };
  return { ...terms, chargesCounted: [] };
}
