/** Our log against the bank's book: who was paid, once, and whether what a person is told is so. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BookMovement, readBook } from '@haber/bank';
import { Secret } from '@haber/boot';
import { allEvents, type EventStore, postgresEventStore, runtimeUrl } from '@haber/event-store';
import {
  capacityAccountDefinition,
  isCapacityEvent,
  isCapacityType,
  type OpenedItem,
  reconciliationDefinition,
} from '@haber/ledger';

export interface Books {
  readonly databaseUrl: string;
  readonly bankUrl: string;
  readonly secret: string;
  /** The bank's own: its book says what it was told to do of which payout. */
  readonly folder: string;
  readonly withinMs: number;
}

export interface Compared {
  readonly reserved: number;
  readonly approved: number;
  readonly rejected: number;
  readonly paidTwice: number;
  readonly lost: number;
  readonly stillUnknown: number;
  readonly items: number;
  readonly falseItems: number;
  readonly breaches: readonly string[];
}

interface Ours {
  readonly amountMinor: bigint;
  readonly finals: readonly ('approved' | 'rejected')[];
}

const decoder = new TextDecoder();

export async function compareBooks(books: Books): Promise<Compared> {
  const store = postgresEventStore({ url: runtimeUrl(books.databaseUrl), listen: false, writers: 1, readers: 1 });
  try {
    const scripts = await settled(store, books);
    return await compared(store, books, scripts);
  } finally {
    await store.close();
  }
}

const PAYS_MORE = 'pay-other-amount';

/** Until every payout has its word, those aside that the bank pays otherwise than it was told. */
async function settled(store: EventStore, { folder, withinMs }: Books): Promise<ReadonlyMap<string, string>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const [ours, scripts] = [await oursIn(store), await scriptsIn(folder)];
    const open = [...ours].filter(([id, { finals }]) => finals.length === 0 && scripts.get(id) !== PAYS_MORE);
    if (open.length === 0 || performance.now() > deadline) return scripts;
    await sleep(1_000);
  }
}

async function compared(store: EventStore, books: Books, scripts: ReadonlyMap<string, string>): Promise<Compared> {
  const [ours, items, movements] = [await oursIn(store), await itemsIn(store), await movementsOf(books)];
  const isOpenForGood = (id: string): boolean => scripts.get(id) === PAYS_MORE;
  const twice = [...movements].filter(([, of]) => of.length > 1).map(([id]) => id);
  const givenBack = [...ours].filter(([id, of]) => of.finals.includes('rejected') && isPaid(movements.get(id)));
  const unordered = [...movements.keys()].filter((id) => !ours.has(id));
  const lost = [...ours].filter(([id, of]) => of.finals.includes('approved') && !isPaidSo(movements.get(id), of));
  const open = [...ours].filter(([id, { finals }]) => finals.length === 0 && !isOpenForGood(id)).map(([id]) => id);
  const wrong = items.filter(({ cause, payoutId }) => !TRUE_OF[cause].includes(scripts.get(payoutId) ?? ''));
  const told = new Set(items.map(({ payoutId }) => payoutId));
  const untold = [...ours.keys()].filter((id) => isOpenForGood(id) && !told.has(id));
  const count = (kind: 'approved' | 'rejected'): number =>
    [...ours.values()].filter(({ finals }) => finals.includes(kind)).length;
  return {
    ...{ reserved: ours.size, approved: count('approved'), rejected: count('rejected') },
    ...{ paidTwice: twice.length + givenBack.length + unordered.length, lost: lost.length + untold.length },
    ...{ stillUnknown: open.length, items: items.length, falseItems: wrong.length },
    breaches: [
      ...twice.map((id) => `${id} moved more than once`),
      ...givenBack.map(([id]) => `${id} was paid, and its capacity given back (${scripts.get(id)})`),
      ...unordered.map((id) => `${id} was paid, and nobody ordered it`),
      ...lost.map(([id]) => `${id} counts as paid, and the bank's book does not say so`),
      ...untold.map((id) => `${id} was paid with another amount, and nobody was told`),
      ...open.map((id) => `${id} has no word of the bank (${scripts.get(id)})`),
      ...[...ours].filter(([, { finals }]) => finals.length > 1).map(([id]) => `${id} was decided twice`),
      ...wrong.map(({ payoutId, cause }) => `${payoutId}: ${cause} is not so (${scripts.get(payoutId)})`),
    ],
  };
}

/** What the bank must have done for an item to be true. */
const TRUE_OF: Readonly<Record<OpenedItem['cause'], readonly string[]>> = {
  amount_mismatch: ['callback-other-amount', PAYS_MORE],
  outcome_contradicts: ['callback-contradicting'],
  unknown_reference: [],
  never_submitted: [],
  open_too_long: [],
};

function isPaid(movements: readonly BookMovement[] | undefined): boolean {
  return movements?.some(({ said }) => said.kind === 'approved') ?? false;
}

function isPaidSo(movements: readonly BookMovement[] | undefined, { amountMinor }: Ours): boolean {
  return movements?.some(({ said }) => said.kind === 'approved' && said.amountMinor === amountMinor) ?? false;
}

async function oursIn(store: EventStore): Promise<ReadonlyMap<string, Ours>> {
  const ours = new Map<string, Ours>();
  for await (const { type, data } of allEvents(store, { categories: ['account'] })) {
    if (!isCapacityType(type)) continue;
    const event = capacityAccountDefinition.codec.decode(type, decoder.decode(data));
    if (!isCapacityEvent(event) || !('payoutId' in event.data)) continue;
    const { payoutId, amountMinor } = event.data;
    const { finals } = ours.get(payoutId) ?? { finals: [] };
    const final = FINALS[event.type];
    ours.set(payoutId, { amountMinor, finals: final ? [...finals, final] : finals });
  }
  return ours;
}

const FINALS: Readonly<Record<string, 'approved' | 'rejected' | undefined>> = {
  'payout.approved.v1': 'approved',
  'payout.rejected.v1': 'rejected',
};

async function itemsIn(store: EventStore): Promise<readonly OpenedItem[]> {
  const items: OpenedItem[] = [];
  for await (const { type, data } of allEvents(store, { categories: ['reconciliation'] })) {
    const event = reconciliationDefinition.codec.decode(type, decoder.decode(data));
    if (event.type === 'reconciliation.opened.v1') items.push(event.data);
  }
  return items;
}

async function movementsOf({ bankUrl, secret }: Books): Promise<ReadonlyMap<string, readonly BookMovement[]>> {
  const found = new Map<string, BookMovement[]>();
  for await (const movement of readBook({ url: bankUrl, secret: new Secret(secret), clock: Date.now })) {
    found.set(movement.reference, [...(found.get(movement.reference) ?? []), movement]);
  }
  return found;
}

/** What the bank was told to do of each payout that has reached it. */
async function scriptsIn(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, 'bank/book.jsonl'), 'utf8').catch(() => '');
  const scripts = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [, reference, script] = /"type":"received".*?"reference":"([^"]+)".*?"script":"([^"]+)"/.exec(line) ?? [];
    if (reference !== undefined && script !== undefined) scripts.set(reference, script);
  }
  return scripts;
}
