/** Capacity accounts for the writer's own tests: volume whose only rule is that each line counts once. */
import type { EventStore } from '@haber/event-store';
import {
  type BoundName,
  type CapacityAccount,
  capacityAccountDefinition,
  type CapacityAccountDraft,
  type CapacityAccountEvent,
  capacityAccountStream,
  type CommandKey,
  lineName,
  type StreamId,
  type VolumeLine,
} from '@haber/ledger';
import { seededRandom, START_MS } from './account.fixture';
import type { Command } from './command';
import { written } from './folded';
import { GroupCommit } from './group-commit';
import { StreamWriter, type WriterOptions } from './writer';

export const merchant: StreamId = capacityAccountStream('demo/test', 'merchant');

export type VolumeCommand = Command<CapacityAccount, CapacityAccountDraft, string>;
export type CapacityWriter = StreamWriter<CapacityAccount, CapacityAccountEvent, CapacityAccountDraft>;

export function line(transactionId: string, amountMinor = 1n, type: VolumeLine['type'] = 'processed'): VolumeLine {
  return { transactionId, type, amountMinor, occurredAt: '2025-11-24T09:00:00.000Z' };
}

/** Records what is new of its lines, which must differ from each other. */
export function volume(lines: readonly VolumeLine[], keys: readonly CommandKey[] = []): VolumeCommand {
  const about = { stream: merchant, tenant: 'demo/test', actor: 'tester', correlationId: 'c', keys } as const;
  return {
    ...about,
    names: lines.map(lineName),
    decide(state, { used }) {
      const accountId = merchant;
      const fresh = lines.filter((one) => used(lineName(one)) === undefined);
      if (fresh.length === 0) return { accept: [] };
      const opened: CapacityAccountDraft = {
        type: 'capacity-account.opened.v1',
        data: { accountId, customerId: 'merchant', currency: 'USD' },
      };
      const recorded: CapacityAccountDraft = {
        type: 'capacity-account.volume-recorded.v1',
        data: { accountId, lines: fresh },
      };
      return { accept: state.status === 'absent' ? [opened, recorded] : [recorded] };
    },
  };
}

export function capacityWriterOver(
  store: EventStore,
  parts: Partial<Omit<WriterOptions, 'store' | 'groupCommit'>> = {},
): CapacityWriter {
  const random = parts.random ?? seededRandom(7);
  const groupCommit = new GroupCommit({ store, random });
  let ids = 0;
  const newId = (): string => `${seededId(random)}-${(ids += 1).toString(16).padStart(12, '0')}`;
  return new StreamWriter(capacityAccountDefinition, {
    store,
    groupCommit,
    clock: () => START_MS,
    newId,
    random,
    ...parts,
  });
}

function seededId(random: () => number): string {
  return `${Math.floor(random() * 0xffffffff)
    .toString(16)
    .padStart(8, '0')}-0000-4000-8000`;
}

export interface Counted {
  /** Name → how many events bind it: more than 1 is a line that counted twice. */
  readonly bound: ReadonlyMap<string, number>;
  readonly processedMinor: bigint;
}

/** The whole stream, read anew. */
export async function countedLines(store: EventStore, stream: StreamId = merchant): Promise<Counted> {
  const bound = new Map<string, number>();
  let state: CapacityAccount = capacityAccountDefinition.initial;
  for (const stored of await store.read(stream, 0, 100_000)) {
    const { event } = written(capacityAccountDefinition, stored);
    state = capacityAccountDefinition.evolve(state, event);
    const names: readonly BoundName[] = capacityAccountDefinition.namesOf?.(event) ?? [];
    for (const { kind, key } of names) bound.set(`${kind}:${key}`, (bound.get(`${kind}:${key}`) ?? 0) + 1);
  }
  return { bound, processedMinor: state.status === 'open' ? state.balances.processedMinor : 0n };
}
