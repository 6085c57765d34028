/** The banks that pay: the simulated one in test mode, and the one that the environment names for everybody else. */
import { type Bank, httpBank, signingKey } from '@haber/bank';
import { type ProcessConfig, type ProcessContext, type Secret, systemClock, UnusableEnvironment } from '@haber/boot';
import type { Tenant } from '@haber/ledger';
import type { PayoutBank, PayoutBanks } from '@haber/payments';

/** Stored with every payout: these names never change. */
type BankName = 'simulator' | 'http';

const CALL_MS = 10_000;
/** As many calls as a process makes at once: none waits for a connection, which would count against its time. */
const CONNECTIONS = 64;

interface BankPlace {
  readonly url: string;
  /** One, or two while it is being changed: the first signs, both are taken. */
  readonly secrets: readonly Secret[];
}

/**
 * Whether a tenant can be paid at all, as the environment says: the process that reserves need not be the one that
 * pays, so it is told of the same banks. `bringsSimulator`: one starts beside the product where none is named.
 */
export function paidInModes(
  { bank }: Pick<ProcessConfig, 'bank'>,
  bringsSimulator: boolean,
): (tenant: Tenant) => boolean {
  const live = bank.url !== undefined;
  const test = bringsSimulator || bank.test.url !== undefined;
  return (tenant) => (isTest(tenant) ? test : live);
}

const isTest = (tenant: Tenant): boolean => tenant.endsWith('/test');

export class Banks implements PayoutBanks {
  private readonly byName = new Map<BankName, PayoutBank>();

  constructor(private readonly context: Pick<ProcessContext, 'config' | 'defer'>) {}

  get all(): readonly PayoutBank[] {
    return [...this.byName.values()];
  }

  of(tenant: Tenant): PayoutBank | undefined {
    return this.byName.get(isTest(tenant) ? 'simulator' : 'http');
  }

  /** @throws UnusableEnvironment, UnusableBankSecret */
  add(name: BankName, { url, secrets }: BankPlace): void {
    const [secret] = secrets;
    if (!secret) throw new UnusableEnvironment(`the bank at ${name} has no secret`);
    const { settleMs } = this.context.config.bank.simulator;
    const bounds = { timeoutMs: CALL_MS, connections: CONNECTIONS };
    const bank: Bank = httpBank({ url, secret, clock: systemClock, bounds });
    this.context.defer(`bank ${name}`, () => bank.close());
    this.byName.set(name, { name, bank, keys: secrets.map(signingKey), callMs: CALL_MS, settleMs });
  }

  /** @throws UnusableEnvironment */
  addConfigured(): void {
    const { url, secrets, test } = this.context.config.bank;
    if (url !== undefined) {
      if (secrets.length === 0) throw new UnusableEnvironment('HABER_BANK_URL needs HABER_BANK_SECRET, which signs');
      this.add('http', { url, secrets });
    }
    if (test.url === undefined) return;
    // Under one secret whoever runs the simulated bank could say that the real one has paid.
    if (test.secrets.length === 0) {
      throw new UnusableEnvironment('HABER_BANK_SIMULATOR_URL needs HABER_BANK_SIMULATOR_SECRET, which signs');
    }
    this.add('simulator', { url: test.url, secrets: test.secrets });
  }
}
