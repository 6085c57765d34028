/** Paying out on a real Postgres and against the simulated bank, in this process: instances that can die, and books. */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GroupCommit, StreamWriter } from '@haber/account-writer';
import { migrateAll } from '@haber/backup';
import { type BankSimulator, type BookMovement, httpBank, readBook, signingKey, startBankSimulator } from '@haber/bank';
import { randomIds, Secret, systemClock } from '@haber/boot';
import { Attempts } from '@haber/bus';
import { type EventStore, postgresEventStore, runtimeUrl } from '@haber/event-store';
import {
  type CapacityAccount,
  capacityAccountDefinition,
  type CapacityAccountDraft,
  type CapacityAccountEvent,
  capacityAccountStream,
  type OpenedItem,
  reconciliationDefinition,
  type ReconciliationEvent,
  type ReconciliationItem,
  type Sealed,
  SEALED_PREFIX,
  type Tenant,
} from '@haber/ledger';
import { createPool, liveTables, type RunningProjection, startProjection } from '@haber/read-store';
import { testDatabase, type TestDatabase } from '@haber/testing';
import type { Pool } from 'pg';
import { payoutProjection } from '../projections/payout';
import { reconciliationProjection } from '../projections/reconciliation-item';
import { PayoutDesk, PAYOUTS } from './desk';
import type { Patience, PayoutAt, PayoutBank, PayoutParts } from './parts';

const TENANT: Tenant = 'demo/test';
const SECRET = new Secret(`whsec_${'A'.repeat(32)}`);
const PATIENCE_MS = 90_000;
/** Short, since tests wait for them; whatever takes longer on a slow machine is asked about again. */
const TIMING = {
  ...{ settleMs: 400, holdMs: 200, longHoldMs: 600, silenceMs: 200, lateMs: 300 },
  ...{ retryMs: [200, 400, 800, 1_600, 3_200], timeoutMs: 5_000 },
};
const CALL_MS = 1_000;
const LEASE_MS = 3_000;
const PATIENCE: Partial<Patience> = {
  ...{ firstMs: 50, lastMs: 500, graceMs: 300, everyMs: 50, callbackMs: 4_000 },
};

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(25);
  }
}

/** What a payout came to, and how often each thing was written of it. */
export interface Ended {
  readonly status: 'reserved' | 'submitted' | 'approved' | 'rejected';
  readonly amountMinor: bigint;
  readonly finals: number;
  readonly submissions: number;
}

type Instance = PayoutDesk;

interface Made {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly database: TestDatabase;
  readonly folder: string;
  readonly projections: readonly RunningProjection[];
  readonly server: Server;
  readonly simulator: BankSimulator;
}

export class Paying {
  private readonly desks: Instance[] = [];
  private reserved = 0;
  /** Answers of `callback`, in order. */
  readonly ends: string[] = [];

  private constructor(private readonly made: Made) {}

  get store(): EventStore {
    return this.made.store;
  }

  static async start(): Promise<Paying> {
    const database = await testDatabase();
    await migrateAll(database.url);
    const url = runtimeUrl(database.url);
    const pool = createPool({ url, max: 30, statementTimeoutMs: 30_000, applicationName: 'paying spec' });
    const store = postgresEventStore({ url });
    const projections = [payoutProjection, reconciliationProjection].map((projection) =>
      startProjection({ store, pool, projection, onFault: ({ error }) => console.error(error) }),
    );
    await Promise.all(projections.map(({ ready }) => ready));
    const folder = await mkdtemp(join(tmpdir(), 'haber-paying-'));
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const callbackUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callbacks`;
    const simulator = await startBankSimulator({
      ...{ port: 0, folder, secrets: [SECRET], callbackUrl, timing: TIMING },
      onFault: (error) => console.error(error),
    });
    const paying = new Paying({ store, pool, database, folder, projections, server, simulator });
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        void paying.callback(request.headers, Buffer.concat(chunks)).then((status) => response.writeHead(status).end());
      });
    });
    return paying;
  }

  /** An instance of its own: its writers share nothing with others but the database. */
  desk(more: Partial<PayoutParts> = {}, change: (parts: PayoutParts) => PayoutParts = (parts) => parts): Instance {
    const desk = new PayoutDesk(change({ ...this.parts(), ...more }));
    this.desks.push(desk);
    return desk;
  }

  parts(): PayoutParts {
    const { store, pool } = this.made;
    const shared = { store, groupCommit: new GroupCommit({ store, random: Math.random }) };
    const options = { ...shared, clock: systemClock, newId: randomIds, random: Math.random };
    return {
      capacity: new StreamWriter<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft>(
        capacityAccountDefinition,
        options,
      ),
      reconciliation: new StreamWriter<ReconciliationItem, ReconciliationEvent, ReconciliationEvent>(
        reconciliationDefinition,
        options,
      ),
      personalData: { openAll: opened },
      banks: { of: () => this.bank(), all: [this.bank()] },
      attempts: new Attempts({ pool, work: PAYOUTS, leaseMs: LEASE_MS }),
      payoutRows: liveTables(pool, payoutProjection),
      logEnd: () => store.end(),
      clock: systemClock,
      newId: randomIds,
      onFault: () => undefined,
      patience: PATIENCE,
    };
  }

  private readonly theBank = { made: undefined as PayoutBank | undefined };

  bank(): PayoutBank {
    const bounds = { timeoutMs: CALL_MS, connections: 64 };
    this.theBank.made ??= {
      name: 'simulator',
      bank: httpBank({ url: this.made.simulator.url, secret: SECRET, clock: systemClock, bounds }),
      keys: [signingKey(SECRET)],
      callMs: CALL_MS,
      settleMs: TIMING.settleMs,
    };
    return this.theBank.made;
  }

  private receiver: Instance | undefined;

  /** As the HTTP route answers. */
  async callback(headers: Readonly<Record<string, string | string[] | undefined>>, body: Uint8Array): Promise<number> {
    this.receiver ??= this.desk();
    const end = await this.receiver.callback({ headers, body }).catch((error: unknown) => String(error));
    this.ends.push(end);
    return { taken: 200, refused: 401 }[end] ?? 503;
  }

  /** A merchant of its own has just that capacity, and has reserved it. */
  async reserve(amountMinor: bigint): Promise<PayoutAt> {
    this.reserved += 1;
    const customerId = `merchant-${this.reserved}`;
    const stream = capacityAccountStream(TENANT, customerId);
    const payoutId = randomIds();
    const executionId = `OP-2025-${String(this.reserved).padStart(8, '0')}`;
    const about = { accountId: stream, customerId, executionId, payoutId, amountMinor };
    const at = new Date(systemClock()).toISOString();
    const { capacity } = this.parts();
    const done = await capacity.execute<never>({
      ...{ stream, tenant: TENANT, actor: 'spec', correlationId: payoutId, keys: [] },
      names: [
        { kind: 'processed', key: 't', fingerprint: `${amountMinor}` },
        { kind: 'execution', key: executionId, fingerprint: payoutId },
      ],
      decide: () => ({
        accept: [
          { type: 'capacity-account.opened.v1', data: { accountId: stream, customerId, currency: 'USD' } },
          {
            type: 'capacity-account.volume-recorded.v1',
            data: {
              accountId: stream,
              lines: [{ transactionId: 't', type: 'processed', amountMinor, occurredAt: at }],
            },
          },
          {
            type: 'capacity-account.execution-reserved.v1',
            data: {
              ...about,
              ...{ bankAccountId: 'b', bank: 'BI', accountType: 'savings' },
              ...{ accountNumber: sealed('100-200'), holderName: sealed('Ana'), concept: sealed('Retiro') },
              ...{ conceptFingerprint: 'f', requestedAt: at },
            },
          },
        ],
      }),
    });
    if (done.kind !== 'accepted') throw new Error(`not reserved: ${done.kind}`);
    const reservedBy = done.events.at(-1)?.id ?? '';
    return {
      payoutId,
      stream,
      tenant: TENANT,
      executionId,
      customerId,
      reservedBy,
      reservedAt: at,
      correlationId: 'c',
    };
  }

  /** What the stream itself says. */
  async ended({ stream, payoutId }: PayoutAt): Promise<Ended> {
    const stored = await this.store.read(stream, 0, 1_000);
    let ended: Ended = { status: 'reserved', amountMinor: 0n, finals: 0, submissions: 0 };
    for (const { type, data } of stored) {
      const event = capacityAccountDefinition.codec.decode(type, new TextDecoder().decode(data));
      if (!('payoutId' in event.data) || event.data.payoutId !== payoutId) continue;
      const { amountMinor } = event.data;
      if (event.type === 'payout.submitted.v1') {
        ended = { ...ended, amountMinor, status: 'submitted', submissions: ended.submissions + 1 };
      } else if (event.type === 'payout.approved.v1') {
        ended = { ...ended, amountMinor, status: 'approved', finals: ended.finals + 1 };
      } else if (event.type === 'payout.rejected.v1') {
        ended = { ...ended, amountMinor, status: 'rejected', finals: ended.finals + 1 };
      }
    }
    return ended;
  }

  async isOpen(payout: PayoutAt): Promise<boolean> {
    return (await this.ended(payout)).finals === 0;
  }

  async book(): Promise<Map<string, BookMovement>> {
    const found = new Map<string, BookMovement>();
    for await (const movement of readBook({ url: this.made.simulator.url, secret: SECRET, clock: systemClock })) {
      if (found.has(movement.reference)) throw new Error(`${movement.reference} moved twice`);
      found.set(movement.reference, movement);
    }
    return found;
  }

  async items(): Promise<(OpenedItem & { readonly status: string })[]> {
    const { events } = await this.store.readAll({
      ...{ after: 0n, limit: 10_000 },
      filter: { categories: ['reconciliation'] },
    });
    const items = new Map<string, OpenedItem & { readonly status: string }>();
    for (const { stream, type, data } of events) {
      const event = reconciliationDefinition.codec.decode(type, new TextDecoder().decode(data));
      const before = items.get(stream);
      if (event.type === 'reconciliation.opened.v1') items.set(stream, { ...event.data, status: 'open' });
      else if (before) items.set(stream, { ...before, status: 'resolved' });
    }
    return [...items.values()];
  }

  async destroy(): Promise<void> {
    const { simulator, server, projections, store, pool, database, folder } = this.made;
    await Promise.all(this.desks.map((desk) => desk.stop()));
    await simulator.close();
    await this.theBank.made?.bank.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all(projections.map((running) => running.stop()));
    await store.close();
    await pool.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

function sealed(text: string): Sealed {
  return `${SEALED_PREFIX}${text}` as Sealed;
}

const opened: PayoutParts['personalData']['openAll'] = (_person, texts) =>
  Promise.resolve(
    Object.fromEntries(
      Object.entries<string | null>(texts).map(([field, text]) => [field, text?.slice(SEALED_PREFIX.length) ?? null]),
    ) as never,
  );
