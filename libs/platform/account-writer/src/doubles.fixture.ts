/** Stand-ins for what a writer reads and writes beside the log, with the ways in which each can fail it. */
import type { EventStore, StoredEvent } from '@haber/event-store';
import { accountCodec, accountNamesOf, decodeMetadata } from '@haber/ledger';
import type { LookUpKeys } from './command-index';
import { keyName, type RememberedKey } from './remembered-keys';
import type { Snapshot, Snapshots } from './snapshots';

/** The store with some of its calls replaced. */
export function doubled(store: EventStore, over: Partial<EventStore>): EventStore {
  return {
    dense: store.dense,
    append: (entries) => store.append(entries),
    read: (stream, from, limit) => store.read(stream, from, limit),
    head: (stream) => store.head(stream),
    end: () => store.end(),
    readAll: (options) => store.readAll(options),
    subscribe: (options, onPage) => store.subscribe(options, onPage),
    close: () => store.close(),
    ...over,
  };
}

export interface CountedStore extends EventStore {
  read: EventStore['read'];
  /** Since the last `reset`. */
  readonly counts: { appends: number; reads: number; eventsRead: number };
  reset(): void;
}

export function counted(store: EventStore): CountedStore {
  const counts = { appends: 0, reads: 0, eventsRead: 0 };
  const counting = doubled(store, {
    append: (entries) => {
      counts.appends += 1;
      return store.append(entries);
    },
    read: async (stream, from, limit) => {
      const page = await store.read(stream, from, limit);
      counts.reads += 1;
      counts.eventsRead += page.length;
      return page;
    },
  });
  return { ...counting, counts, reset: () => void Object.assign(counts, { appends: 0, reads: 0, eventsRead: 0 }) };
}

export interface MemoryIndex {
  readonly lookUp: LookUpKeys;
  /** How often it was asked. */
  asked: number;
  /** Indexes what the log holds by now. */
  catchUp(): Promise<void>;
}

/** The command index, reaching as far as it was last told to catch up. */
export function memoryIndex(store: EventStore): MemoryIndex {
  const rows = new Map<string, RememberedKey>();
  let through = 0n;
  const add = ({ stream, revision, type, data, metadata }: StoredEvent): void => {
    const { commandKeys } = decodeMetadata(new TextDecoder().decode(metadata));
    const bound = accountNamesOf(accountCodec.decode(type, new TextDecoder().decode(data)));
    for (const key of [...commandKeys, ...bound]) {
      const name = `${stream} ${keyName(key)}`;
      if (!rows.has(name)) rows.set(name, { revision, fingerprint: key.fingerprint });
    }
  };
  const index: MemoryIndex = {
    asked: 0,
    lookUp: async (stream, keys) => {
      index.asked += 1;
      const found = keys.flatMap((key) => {
        const row = rows.get(`${stream} ${keyName(key)}`);
        return row ? [[keyName(key), row] as const] : [];
      });
      return { found: new Map(found), through };
    },
    catchUp: async () => {
      for (;;) {
        const page = await store.readAll({ after: through, limit: 1_000 });
        page.events.forEach(add);
        ({ through } = page);
        if (page.events.length === 0) return;
      }
    },
  };
  return index;
}

export interface MemorySnapshots extends Snapshots {
  readonly rows: Map<string, Snapshot>;
}

export function memorySnapshots(): MemorySnapshots {
  const rows = new Map<string, Snapshot>();
  return {
    rows,
    read: async (stream) => rows.get(stream),
    save: async (snapshot) => {
      const known = rows.get(snapshot.stream);
      if (!known || known.revision < snapshot.revision) rows.set(snapshot.stream, snapshot);
    },
  };
}
