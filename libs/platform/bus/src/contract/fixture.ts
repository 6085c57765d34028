/** Streams, handlers and patience for the bus' specs. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { EventToAppend, StoredEvent } from '@haber/event-store';
import type { Pool } from 'pg';
import type { BusServer, ReactionOptions } from '../bus-server';
import type { BusEvent } from '../cloud-event';
import { type Reactions, startReactions } from '../reactions';

/** A transport as the contract needs it: with a way in, and a way to have everything delivered again. */
export interface ContractBus {
  readonly pool: Pool;
  /** The next events of their streams, in this order. */
  publish(events: readonly StoredEvent[]): Promise<void>;
  /** Whatever was published is delivered to the group once more; nothing of the group runs meanwhile. */
  repeat(group: string): Promise<void>;
  server(options: ReactionOptions): BusServer;
  /** What a process of its own needs to be told to join the same bus (`recording-process.fixture.ts`). */
  readonly env: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

export const NOTED = 'test.noted.v1';
export const FAILING = 'test.failing.v1';
export const IGNORED = 'test.ignored.v1';
export const UNKNOWN = 'test.unknown.v1';
const KNOWN: readonly string[] = [NOTED, FAILING, IGNORED];
export const isKnownType = (type: string): boolean => KNOWN.includes(type);

const PATIENCE_MS = 60_000;

export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`);
    await sleep(20);
  }
}

/** A stream, and its next event whenever one is asked for. */
export class Account {
  readonly stream = `account-${randomUUID()}`;
  private revision = -1;

  next(type = NOTED, data?: string): StoredEvent {
    this.revision += 1;
    const { revision, stream } = this;
    return { ...eventOf(type, data ?? JSON.stringify({ revision })), stream, revision, position: 0n };
  }

  many(count: number): StoredEvent[] {
    return Array.from({ length: count }, () => this.next());
  }
}

function eventOf(type: string, data: string): EventToAppend {
  const at = '2026-03-01T12:00:00.000Z';
  const metadata = {
    ...{ tenant: 'acme/live', correlationId: 'c-1', causationId: null },
    ...{ effectiveAt: at, recordedAt: at, prevHash: '0'.repeat(64) },
  };
  return { id: randomUUID(), type, data: Buffer.from(data), metadata: Buffer.from(JSON.stringify(metadata)) };
}

/** One event of each account in turn. */
export function interleaved(lists: readonly (readonly StoredEvent[])[]): StoredEvent[] {
  const longest = Math.max(...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat();
}

/** What a group's handlers saw, in the order in which they ended; and how they behave. */
export class Recorder {
  readonly events: BusEvent[] = [];
  /** Runs in every handler, before it counts. */
  before: (event: BusEvent) => Promise<void> | void = () => undefined;
  /** What `FAILING` does. */
  failure: (() => unknown) | undefined = () => new Error('the handler broke');

  revisionsOf({ stream }: Account): number[] {
    return this.events.filter((event) => event.stream === stream).map(({ revision }) => revision);
  }

  /** As a consumer that leaves out what it has seen. */
  firstRevisionsOf(account: Account): number[] {
    return [...new Set(this.revisionsOf(account))];
  }

  controller() {
    const record = (event: BusEvent, fails?: () => unknown): Promise<void> => this.record(event, fails);
    const fails = (): (() => unknown) | undefined => this.failure;
    @Controller()
    class RecordingController {
      @EventPattern(NOTED)
      noted(@Payload() event: BusEvent): Promise<void> {
        return record(event);
      }

      @EventPattern(FAILING)
      failing(@Payload() event: BusEvent): Promise<void> {
        return record(event, fails());
      }
    }
    return RecordingController;
  }

  private async record(event: BusEvent, fails?: () => unknown): Promise<void> {
    await this.before(event);
    if (fails) throw fails();
    this.events.push(event);
  }
}

/** 0, 1, 2, … */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}

export interface Joined extends Reactions {
  readonly recorder: Recorder;
}

/** Processes of one group, as far as one process can play them. */
export class Group {
  readonly faults: Error[] = [];
  private readonly joined: Reactions[] = [];

  constructor(
    private readonly bus: ContractBus,
    readonly name = `group-${randomUUID().slice(0, 8)}`,
  ) {}

  async join(recorder = new Recorder(), retries: ReactionOptions['retries'] = {}): Promise<Joined> {
    const server = this.bus.server({
      group: this.name,
      pool: this.bus.pool,
      isKnownType,
      retries: { attempts: 3, firstMs: 5, lastMs: 20, ...retries },
      onFault: (error) => this.faults.push(error),
    });
    const reactions = await startReactions({ server, controllers: [recorder.controller()] });
    this.joined.push(reactions);
    return { ...reactions, recorder };
  }

  async leave(): Promise<void> {
    await Promise.all(this.joined.splice(0).map((reactions) => reactions.stop()));
  }
}
