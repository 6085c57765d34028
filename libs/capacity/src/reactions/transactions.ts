/**
 * Transactions from the topic `transactions.processed`, by the same rules as over HTTP and by the same names: one that
 * comes both ways counts once. Who may write there is the operator's affair. What may be mended parks its customer (a
 * line that nobody can read, a customer that is not registered); what contradicts the books never will be, and is told.
 */
import {
  type BusMessage,
  type Intake,
  type IntakeItem,
  type IntakeOptions,
  PoisonMessage,
  startIntake,
} from '@haber/bus';
import { WriterUnavailable } from '@haber/account-writer';
import type { Transaction } from '@haber/dialects';
import { MalformedJson, parseExactJson } from '@haber/http';
import type { Tenant } from '@haber/ledger';
import { atOnce, Gathered, type GatheredBatch } from '../intake/gathered';
import { readTransaction } from '../intake/read-line';
import { recordBatch, type Recorded } from '../intake/record-batch';
import type { CapacityPorts } from '../ports';

const TRANSACTIONS_TOPIC = 'transactions.processed';
const TRANSACTIONS_GROUP = 'haber-transactions';
const ACTOR = `topic ${TRANSACTIONS_TOPIC}`;
const ACCOUNTS_AT_ONCE = 128;
const TENANT = /^[a-z0-9][a-z0-9-]{0,62}\/(?:live|test)$/;
const BEGINS_WITH_TENANT = /^[a-z0-9][a-z0-9-]{0,62}\/(?:live|test)\//;

/** Of some messages; `contradicting`: the line was recorded with another amount, or is in another currency. */
export interface TransactionsTaken {
  readonly accepted: number;
  readonly duplicate: number;
  readonly contradicting: number;
}

export interface TransactionsIntakeOptions extends Pick<
  IntakeOptions<never>,
  'brokers' | 'clientId' | 'onWarning' | 'topicPrefix' | 'pool' | 'onFault' | 'sessionTimeoutMs'
> {
  readonly onTaken: (taken: TransactionsTaken) => void;
  /** Of each that contradicts: where the topic has it. */
  readonly onContradiction: (place: string, cause: string) => void;
}

interface OfTenant {
  readonly tenant: Tenant;
  readonly transaction: Transaction;
}

type Item = IntakeItem<OfTenant>;
type Ports = Pick<CapacityPorts, 'capacity' | 'customers'>;

export function startTransactionsIntake(ports: Ports, options: TransactionsIntakeOptions): Intake {
  return startIntake<OfTenant>({
    ...options,
    group: TRANSACTIONS_GROUP,
    topic: TRANSACTIONS_TOPIC,
    keyOf: parkingKeyOf,
    read: readMessage,
    handle: (items) => new Handling(ports, options).all(items),
  });
}

/**
 * What a message parks: the customer of its tenant, as in `acme/live/c-1`, so that nobody's mistake holds up another
 * one's customer of the same id. Where no tenant can be read it is the key alone, or `_/` and the key where that would
 * look like somebody's customer. Never throws; the value is read only where there is no header.
 */
export function parkingKeyOf({ key, value, headers }: BusMessage): string {
  const tenant = headers['tenant'] ?? tenantIn(value);
  if (isTenant(tenant)) return `${tenant}/${key}`;
  return BEGINS_WITH_TENANT.test(key) ? `_/${key}` : key;
}

function tenantIn(value: Uint8Array | null): unknown {
  try {
    return rawIn(value)['tenant'];
  } catch {
    return undefined; // `readMessage` says why
  }
}

function isTenant(tenant: unknown): tenant is Tenant {
  return typeof tenant === 'string' && TENANT.test(tenant);
}

/**
 * JSON as over HTTP, and the tenant in the header `tenant` or as a member. The key is the customer: what keeps its
 * messages in one order.
 * @throws PoisonMessage
 */
export function readMessage({ key, value, headers }: BusMessage): OfTenant {
  const raw = rawIn(value);
  const { tenant: member, ...rest } = raw;
  const tenant = headers['tenant'] ?? member;
  if (!isTenant(tenant)) {
    throw new PoisonMessage('no tenant such as "acme/live", neither as header nor as member');
  }
  if (member !== undefined && member !== tenant) throw new PoisonMessage('the header names another tenant');
  const read = readTransaction(rest);
  if (!read.ok) throw new PoisonMessage(`${read.code}: ${read.detail}`);
  if (key !== read.value.customerId) throw new PoisonMessage('the key is not the customer_id');
  return { tenant, transaction: read.value };
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function rawIn(value: Uint8Array | null): Record<string, unknown> {
  try {
    const raw = parseExactJson(utf8.decode(value ?? new Uint8Array()));
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) return raw as Record<string, unknown>;
  } catch (error) {
    throw new PoisonMessage(error instanceof MalformedJson ? `bad JSON: ${error.message}` : 'not UTF-8');
  }
  throw new PoisonMessage('bad JSON: no object');
}

class Handling {
  private readonly undone = new Map<Item, string>();
  private readonly taken = { accepted: 0, duplicate: 0, contradicting: 0 };

  constructor(
    private readonly ports: Ports,
    private readonly options: Pick<TransactionsIntakeOptions, 'onTaken' | 'onContradiction'>,
  ) {}

  /** @throws WriterUnavailable: all of them again */
  async all(items: readonly Item[]): Promise<ReadonlyMap<Item, string>> {
    for (const [tenant, own] of Map.groupBy(items, ({ value }) => value.tenant)) {
      const gathered = new Gathered<Item>();
      for (const item of own) gathered.add(item.value.transaction, item);
      await atOnce(gathered.take(), ACCOUNTS_AT_ONCE, (batch) => this.record(tenant, batch));
    }
    this.options.onTaken(this.taken);
    return this.undone;
  }

  private async record(tenant: Tenant, batch: GatheredBatch<Item>): Promise<void> {
    const [first] = batch.from;
    const origin = { tenant, actor: ACTOR, correlationId: first?.place ?? ACTOR, keys: [] };
    try {
      this.tell(batch, await recordBatch(this.ports, origin, batch));
    } catch (error) {
      if (error instanceof WriterUnavailable) throw error;
      for (const item of batch.from) this.undone.set(item, String(error));
    }
  }

  private tell(batch: GatheredBatch<Item>, recorded: Recorded): void {
    batch.from.forEach((item, i) => {
      const result = recorded.kind === 'recorded' ? recorded.results[i] : recorded.kind;
      if (result === 'accepted' || result === 'duplicate') this.taken[result] += 1;
      else if (result === 'contradicts') this.contradicts(item, 'recorded with another amount');
      else if (result === 'currency_mismatch') this.contradicts(item, 'in another currency than the merchant');
      else this.undone.set(item, `${result ?? 'nothing'}: there is no such customer`);
    });
  }

  private contradicts({ place }: Item, cause: string): void {
    this.taken.contradicting += 1;
    this.options.onContradiction(place, cause);
  }
}
