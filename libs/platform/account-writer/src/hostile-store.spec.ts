import { type EventStore, memoryEventStore } from '@haber/event-store';
import { type AppendFault, type FaultStore, faultStore, seededFaults } from '@haber/testing';
import { account, audit, command, key, open, seededRandom, type TestWriter, use, writerOver } from './account.fixture';
import { WriterUnavailable } from './command';

const stream = account('42');
const LIMIT = 9n;
const SEEDS = 300;
const ODDS = { 'answer-lost': 0.15, 'request-lost': 0.1, 'lands-late': 0.12, busy: 0.12, slow: 0.05, rival: 0.12 };

/** What the senders of one key were told. */
interface Told {
  /** Hashes of the answers. */
  readonly accepted: string[];
  refused: number;
  none: number;
  unknown: number;
}

class Scenario {
  readonly told = new Map<string, Told>();
  readonly hostile: FaultStore;
  readonly base: EventStore = memoryEventStore();
  private readonly random: () => number;
  private readonly writers: readonly TestWriter[];

  constructor(readonly seed: number) {
    this.random = seededRandom(seed);
    const rival = writerOver(this.base, { random: this.random });
    this.hostile = faultStore(this.base, {
      next: seededFaults(seed, ODDS),
      lateMs: 5 + 60 * this.random(),
      slowMs: 10,
      // A process of its own, which is sent some of the same commands.
      rival: () => this.send(rival, this.anyKey()),
    });
    const parts = { random: this.random, limits: { batchCommands: 3, keysKept: 3, keysKeptAtMost: 4 } };
    this.writers = [1, 2].map(() => writerOver(this.hostile, { ...parts, group: { patienceMs: 70 } }));
  }

  async run(): Promise<this> {
    await writerOver(this.base).execute(open(stream, LIMIT));
    const sends = Array.from({ length: 40 }, () => this.anyKey());
    await Promise.all(sends.map(async (name, i) => this.send(this.writers[i % 2], name)));
    this.hostile.calm();
    await this.hostile.landed();
    await Promise.all(this.writers.map((writer) => writer.close()));
    return this;
  }

  private anyKey(): string {
    return `K${Math.floor(this.random() * 14)}`;
  }

  private async send(writer: TestWriter | undefined, name: string): Promise<void> {
    const told = this.told.get(name) ?? { accepted: [], refused: 0, none: 0, unknown: 0 };
    this.told.set(name, told);
    await writer?.execute(use(stream, 1n, [key(name)])).then(
      (outcome) => {
        if (outcome.kind === 'accepted') told.accepted.push(outcome.hash);
        else told.refused += 1;
      },
      (error: unknown) => {
        if (!(error instanceof WriterUnavailable)) throw error;
        told[error.outcome] += 1;
      },
    );
  }
}

/** What was said under one key against what stands in the stream, each with the sentence that a lie deserves. */
function liesUnder({ accepted, refused, none, unknown }: Told, truth: Truth): string[] {
  const { done, left, repeat } = truth;
  const told = `told ${accepted.length} accepted, ${refused} refused, ${none} none, ${unknown} unknown; done ${done}`;
  const said: [boolean, string][] = [
    [done <= 1, 'a double effect'],
    [accepted.length === 0 || done === 1, 'accepted, and not done'],
    [accepted.length > 0 || unknown > 0 || done === 0, 'done, and nobody was told so'],
    [refused === 0 || left === 0n, 'refused, though something is left and nothing is ever paid back here'],
    [new Set(accepted).size <= 1, 'two answers'],
    [repeat === undefined || accepted.every((hash) => hash === repeat), 'a repeat answers something else'],
    [(repeat !== undefined) === (done === 1), 'a repeat does not tell what became of it'],
  ];
  return said.flatMap(([holds, lie]) => (holds ? [] : [`${lie}: ${told}`]));
}

interface Truth {
  readonly done: number;
  readonly left: bigint;
  /** Hash of the answer that a repeat with the key gets; undefined when it is taken for new. */
  readonly repeat: string | undefined;
}

const NO_SUMS = { accepted: 0, refused: 0, none: 0, unknown: 0, unknownAndDone: 0, unknownAndNot: 0 };
type Sums = Record<keyof typeof NO_SUMS, number>;

function count({ accepted, refused, none, unknown }: Told, done: number, sums: Sums): void {
  sums.accepted += accepted.length;
  sums.refused += refused;
  sums.none += none;
  sums.unknown += unknown;
  if (unknown > 0 && accepted.length === 0) sums[done === 1 ? 'unknownAndDone' : 'unknownAndNot'] += 1;
}

async function judge({ base, told }: Scenario, sums: Sums): Promise<string[]> {
  const { breaches, effects, state } = await audit(base, stream);
  const left = state.status === 'approved' ? state.balances.availableMinor : -1n;
  const lies = left < 0n ? ['more used than there was'] : [];
  const reader = writerOver(base);
  for (const [name, of] of told) {
    const done = effects.get(`header:${name}`) ?? 0;
    const again = await reader.execute(command(stream, () => ({ reject: 'never done' }), [key(name)]));
    const repeat = again.kind === 'accepted' ? again.hash : undefined;
    lies.push(...liesUnder(of, { done, left, repeat }).map((lie) => `${name}: ${lie}`));
    count(of, done, sums);
  }
  return [...breaches, ...lies];
}

describe('a hostile store', () => {
  it(`doubles nothing, breaks nothing and makes no answer a lie, in ${SEEDS} seeds`, async () => {
    const happened = new Map<AppendFault, number>();
    const sums = { ...NO_SUMS };
    for (let first = 1; first <= SEEDS; first += 60) {
      const seeds = Array.from({ length: 60 }, (_, i) => new Scenario(first + i).run());
      for (const scenario of await Promise.all(seeds)) {
        expect({ seed: scenario.seed, wrong: await judge(scenario, sums) }).toEqual({ seed: scenario.seed, wrong: [] });
        for (const [fault, times] of scenario.hostile.happened) happened.set(fault, (happened.get(fault) ?? 0) + times);
      }
    }
    // The test of the test: every fault has happened, and every kind of answer has been given.
    expect([...happened.keys()].toSorted()).toEqual([...Object.keys(ODDS), 'none'].toSorted());
    expect(Math.min(...Object.values(sums), ...happened.values())).toBeGreaterThan(20);
  }, 120_000);

  it('that lost the answer, and then cannot be read, leaves the outcome unknown and never "none"', async () => {
    const base = memoryEventStore();
    await writerOver(base).execute(open(stream, 10n));
    let reads = true;
    const lost = faultStore(base, { next: () => (lost.happened.size === 0 ? 'answer-lost' : 'none') });
    const blind = Object.assign(Object.create(lost) as EventStore, {
      read: (...args: Parameters<EventStore['read']>) =>
        reads ? base.read(...args) : Promise.reject(new Error('gone')),
    });
    const writer = writerOver(blind);
    await writer.load(stream);
    reads = false;
    const failure = await writer.execute(use(stream, 1n, [key('K')])).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'WriterUnavailable', outcome: 'unknown' });
    reads = true;
    expect(await writer.execute(use(stream, 1n, [key('K')]))).toMatchObject({ kind: 'accepted', replayed: true });
  });

  it('that only failed to confirm a refusal leaves nothing unknown', async () => {
    const base = memoryEventStore();
    await writerOver(base).execute(open(stream, 10n));
    const writer = writerOver(faultStore(base, { next: () => 'request-lost' }), { group: { patienceMs: 30 } });
    await expect(writer.execute(use(stream, 11n))).rejects.toMatchObject({ outcome: 'none' });
    await expect(writer.execute(use(stream, 1n))).rejects.toMatchObject({ outcome: 'unknown' });
  });
});
