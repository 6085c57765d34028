/**
 * The Nest side of both transports: one `CustomTransportStrategy` whose `@EventPattern(type)` handlers are chosen by an
 * event's type, whatever delivers it. Nest's own Kafka server restarts for ever on one message that throws; here a
 * handler's promise is awaited, its failure is the message's, and the message parks (docs/decisions/0017).
 */
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import type { Pool } from 'pg';
import { isObservable, lastValueFrom } from 'rxjs';
import type { BusEvent } from './cloud-event';
import { Deliveries, type DeliveriesOptions } from './deliveries';
import { type Handle, handled, type Retries, type Waits } from './handling';
import { countParkedAccounts, type Delivered, Parking } from './parking';
import { redriveWhenAsked } from './redrive';

/** Resolves when all of the slice is handled or parked. @throws Stopped when it must be delivered again */
export type Deliver = (slice: readonly Delivered[], signal: AbortSignal) => Promise<void>;

export interface SourceHealth {
  /** Standby: another process of the group does the work. */
  readonly role: 'active' | 'standby' | 'stopped';
  /** It can be told whether messages arrive, and they do. */
  readonly healthy: boolean;
  readonly fault: string | undefined;
}

/** By topic, how many messages the group has not done with; without those of which nobody can tell now. */
export type GroupLag = ReadonlyMap<string, bigint>;

/** What brings messages: the event log itself, or Kafka. */
export interface Source {
  start(deliver: Deliver): void;
  /** Resolves when nothing is delivered any more; what is under way is finished first, retries aside. */
  stop(): Promise<void>;
  health(): Promise<SourceHealth>;
  lag(): Promise<GroupLag>;
  readonly onParked?: DeliveriesOptions['onParked'];
}

export interface ReactionOptions {
  /** Of whom a message is handled once: all processes of the same name share the work. */
  readonly group: string;
  /** Parked messages, and the embedded group's position. Lends up to two connections for long. */
  readonly pool: Pool;
  readonly isKnownType: (type: string) => boolean;
  readonly retries?: Partial<Retries>;
  readonly onFault: (error: Error) => void;
}

export interface ReactionHealth extends SourceHealth {
  readonly group: string;
  readonly parkedAccounts: number;
  readonly lag: GroupLag;
}

/** 200 + 400 + 800 + 1,600 ms: what takes longer to mend needs a person. What restarts has five minutes. */
const RETRIES: Retries = { attempts: 5, firstMs: 200, lastMs: 5_000, patienceMs: 300_000 };

export class BusServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('haber bus');
  /** What a handler throws is ours to park; Nest need not report it. */
  override readonly propagatesEventHandlerErrors = true;
  private readonly stopping = new AbortController();
  private readonly waits: Waits = new Map();
  private redriving: Promise<void> = Promise.resolve();

  constructor(
    private readonly source: Source,
    private readonly options: ReactionOptions,
  ) {
    super();
  }

  /** Returns at once: a broker that is down now is waited for, and `health` says so. */
  listen(callback: () => void): void {
    const { group, pool, isKnownType, retries, onFault } = this.options;
    const parking = new Parking(pool, group);
    const handling = {
      handlerOf: (type: string) => this.handlerOf(type),
      isKnownType,
      retries: { ...RETRIES, ...retries },
      onFault,
      waits: this.waits,
      canPark: () =>
        parking.parkedAmong([]).then(
          () => true,
          () => false,
        ),
    };
    const { onParked } = this.source;
    const deliveries = new Deliveries({ ...handling, parking, ...(onParked && { onParked }) });
    this.source.start((slice, signal) => deliveries.deliver(slice, signal));
    this.redriving = redriveWhenAsked({
      handle: (message, signal) => handled(message, handling, signal),
      ...{ onFault, group, pool, parking, signal: this.stopping.signal },
    });
    callback();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.source.stop(), this.redriving]);
  }

  async health(): Promise<ReactionHealth> {
    const { group, pool } = this.options;
    const [source, parked, lag] = await Promise.all([
      this.source.health(),
      countParkedAccounts(pool, group),
      this.source.lag(),
    ]);
    const [cause] = this.waits.values();
    const waiting = source.fault === undefined && cause !== undefined;
    return {
      ...source,
      ...(waiting && { healthy: false, fault: `waiting out: ${cause}` }),
      ...{ group, parkedAccounts: parked, lag },
    };
  }

  on(): never {
    throw new Error('the bus has no events of its own: ask health()');
  }

  unwrap<T>(): T {
    return this.source as T;
  }

  private handlerOf(type: string): Handle | undefined {
    // Not `getHandlerByPattern`, which first tries to read every type as JSON.
    const handler = this.getHandlers().get(type);
    if (!handler) return undefined;
    return async (event: BusEvent) => {
      const result: unknown = await handler(event, { group: this.options.group });
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    };
  }
}
