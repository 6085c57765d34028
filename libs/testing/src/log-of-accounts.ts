/** Logs for specs: whole lives of customers and their accounts, sealed exactly as the account writer seals events. */
import { type EventToAppend, GENESIS_HASH, hashOf, type StoredEvent } from '@haber/event-store';
import {
  addDays,
  allocate,
  COMMERCIAL_PRODUCT,
  commandEventId,
  type CommandKey,
  commercialCreditStream,
  type CreditAccount,
  type CreditAccountDraft,
  creditAccountDefinition,
  customerDefinition,
  type CustomerEvent,
  customerStream,
  dueEventId,
  encodeMetadata,
  type EventMetadata,
  NO_DESCRIPTION,
  type PlainEvent,
  productDefinition,
  type ProductEvent,
  productStream,
  publicId,
  type Sealed,
  type StreamDefinition,
  type Tenant,
  uuidOf,
} from '@haber/ledger';
import { customerProfile } from './customer-events';

export const LOG_TENANT: Tenant = 'demo/test';

const PRODUCT = {
  title: 'Wholesale',
  kind: 'commercial',
  currency: 'GTQ',
  timeZone: 'America/Guatemala',
  paymentTermDays: 60,
  backdatingDays: 90,
  limitMayFall: true,
  effectiveFrom: '2026-01-05',
  ...NO_DESCRIPTION,
} as const;

interface Stream<S> {
  readonly id: string;
  state: S;
  revision: number;
  hash: string;
}

export interface LogOfAccounts {
  readonly events: StoredEvent[];
  readonly accounts: readonly string[];
}

export interface LogPlan {
  readonly accounts: number;
  /** Uses of each account; every fourth is followed by a payment. */
  readonly uses: number;
  /** Products of two versions each, published first; default none. */
  readonly products?: number;
}

/** Accounts take turns: a position's neighbours are of other streams. */
export function logOfAccounts({ accounts, uses, products = 0 }: LogPlan): LogOfAccounts {
  const log = new LogUnderWay();
  for (let i = 0; i < products; i += 1) log.publish(`product-${i}`);
  const lives = Array.from({ length: accounts }, (_, i) => log.open(`customer-${i}`));
  for (let use = 0; use < uses; use += 1) for (const life of lives) log.spend(life, use);
  return { events: log.events, accounts: lives.map(({ id }) => id) };
}

class LogUnderWay {
  readonly events: StoredEvent[] = [];
  private today = '2026-01-05';

  publish(code: string): void {
    const product = start(productDefinition, productStream(LOG_TENANT, code));
    for (const version of [1, 2]) {
      this.add<unknown, ProductEvent, ProductEvent>(productDefinition, product, {
        draft: { type: 'product.version-published.v1', data: { ...PRODUCT, code, version } },
        keys: [key('header', `publish ${code} ${version}`)],
      });
    }
  }

  open(customerId: string): Stream<CreditAccount> {
    const customer = start(customerDefinition, customerStream(LOG_TENANT, customerId));
    const sealed = 'sealed:v1:x' as Sealed;
    const registered = customerProfile(customerId, { legalName: sealed, taxId: sealed });
    this.add<unknown, CustomerEvent, CustomerEvent>(customerDefinition, customer, {
      draft: { type: 'customer.registered.v1', data: registered },
      keys: [key('header', `register ${customerId}`)],
    });
    const account = start(creditAccountDefinition, commercialCreditStream(LOG_TENANT, customerId));
    const accountId = publicId('credit', uuidOf(account.id));
    const request = { accountId, customerId, kind: 'commercial', terms: COMMERCIAL_PRODUCT } as const;
    this.credit(account, {
      draft: {
        type: 'credit-account.requested.v1',
        data: { ...request, requestedLimitMinor: 90_000_000n, paymentTermDays: 30, requestedBy: 'seller' },
      },
      keys: [key('header', `request ${customerId}`)],
      relied: { [customer.id]: 0 },
    });
    const approval = { accountId, limitMinor: 90_000_000n, paymentTermDays: 30, approvedBy: 'manager', notes: null };
    this.credit(account, {
      draft: { type: 'credit-account.approved.v1', data: approval },
      keys: [key('header', `approve ${customerId}`)],
    });
    return account;
  }

  /** A use, now and then a payment, and after two months what has fallen past due. */
  spend(account: Stream<CreditAccount>, use: number): void {
    if (account.state.status === 'absent') throw new Error('not open');
    this.today = addDays('2026-01-05', Math.floor(use / 3));
    const { accountId } = account.state;
    for (const { what, date, draft } of creditAccountDefinition.due(account.state, this.now())) {
      this.credit(account, { draft, keys: [], id: dueEventId(account.id, { what, date }, 0) });
    }
    const spent = { accountId, usageId: `usage_${use}`, orderId: `order-${use}`, bucket: 'single_payment' } as const;
    const dates = { usedOn: this.today, dueOn: addDays(this.today, 30) };
    this.credit(account, {
      draft: {
        type: 'credit-account.credit-used.v1',
        data: { ...spent, amountMinor: BigInt(1_000 + use), ...dates, ...NO_DESCRIPTION },
      },
      keys: [key('header', `use ${use}`), key('order', `order-${use}`)],
    });
    if (use % 4 === 3) this.pay(account, use);
  }

  private pay(account: Stream<CreditAccount>, use: number): void {
    if (account.state.status === 'absent') throw new Error('not open');
    const payment = { amountMinor: 500n, paymentDate: this.today, today: this.today };
    const allocations = allocate(account.state, payment);
    const { accountId } = account.state;
    const data = { accountId, paymentId: `payment_${use}`, paymentReference: `PAY-${use}`, ...NO_DESCRIPTION };
    this.credit(account, {
      draft: {
        type: 'credit-account.payment-received.v1',
        data: { ...data, amountMinor: 500n, paymentDate: this.today, allocations },
      },
      keys: [key('payment', `PAY-${use}`)],
    });
  }

  private now(): string {
    return `${this.today}T12:00:00.000Z`;
  }

  private credit(account: Stream<CreditAccount>, written: Written<CreditAccountDraft>): void {
    this.add(creditAccountDefinition, account, written);
  }

  private add<S, E extends PlainEvent, D>(of: StreamDefinition<S, E, D>, stream: Stream<S>, written: Written<D>): void {
    const { draft, keys, relied = {} } = written;
    const { event, state } = of.stamp(stream.state, draft);
    const [first] = keys;
    const sealed = sealedEvent({
      id: written.id ?? (first ? commandEventId(stream.id, first, 0) : ''),
      type: event.type,
      data: of.codec.encode(event),
      metadata: metadata({ commandKeys: keys, recordedAt: this.now(), relied, prevHash: stream.hash }),
    });
    stream.state = state;
    stream.revision += 1;
    stream.hash = hashOf(stream.id, stream.revision, sealed);
    const position = BigInt(this.events.length + 1);
    this.events.push({ ...sealed, stream: stream.id, revision: stream.revision, position });
  }
}

interface Written<D> {
  readonly draft: D;
  readonly keys: readonly CommandKey[];
  readonly id?: string;
  readonly relied?: Readonly<Record<string, number>>;
}

function start<S, E extends PlainEvent, D>(of: StreamDefinition<S, E, D>, id: string): Stream<S> {
  return { id, state: of.initial, revision: -1, hash: GENESIS_HASH };
}

function key(kind: CommandKey['kind'], name: string): CommandKey {
  return { kind, key: name, fingerprint: `f(${name})` };
}

function metadata(of: Pick<EventMetadata, 'commandKeys' | 'recordedAt' | 'relied' | 'prevHash'>): string {
  const about = {
    tenant: LOG_TENANT,
    actor: 'seller',
    assertedBy: null,
    keyId: null,
    correlationId: 'c',
    causationId: null,
    effectiveAt: of.recordedAt,
  };
  return encodeMetadata({ ...about, ...of });
}

const encoder = new TextEncoder();

function sealedEvent(of: { id: string; type: string; data: string; metadata: string }): EventToAppend {
  return { ...of, data: encoder.encode(of.data), metadata: encoder.encode(of.metadata) };
}

export function jsonOf(bytes: Uint8Array): Record<string, unknown> {
  return JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>;
}

export function bytesOf(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value));
}

/** Makes the chain of one stream anew from a revision on, as a forger would who knows how hashes are made. */
export function rechained(events: readonly StoredEvent[], stream: string, from: number): StoredEvent[] {
  let hash = '';
  return events.map((event) => {
    if (event.stream !== stream) return event;
    const prevHash = event.revision > from ? hash : undefined;
    const forged =
      prevHash === undefined ? event : { ...event, metadata: bytesOf({ ...jsonOf(event.metadata), prevHash }) };
    hash = hashOf(stream, event.revision, forged);
    return forged;
  });
}
