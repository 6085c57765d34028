import { setInterval as ticks } from 'node:timers/promises';
import { startNudging } from './nudge-idle-accounts';

const EVERY_MS = 1;
const MANY_TICKS = 50;

/** Until so many turns could have begun. */
async function pass(count: number): Promise<void> {
  let left = count;
  for await (const _ of ticks(EVERY_MS)) if (--left <= 0) return;
}

/** Turns that end when the test says so. */
function nudging() {
  const ends: (() => void)[] = [];
  const query = () => new Promise<never[]>((resolve) => ends.push(() => resolve([])));
  const never = (): Promise<never> => Promise.reject(new Error('nothing is due'));
  const faults: unknown[] = [];
  const running = startNudging({
    tables: { table: (name) => name, query },
    accounts: { execute: never, load: never },
    clock: () => 0,
    newId: () => 'id',
    onFault: (error) => faults.push(error),
    everyMs: EVERY_MS,
  });
  const begun = async (turns: number): Promise<void> => {
    for (let waited = 0; ends.length < turns && waited < 5_000; waited += 1) await pass(1);
    expect(ends).toHaveLength(turns);
  };
  return { ends, faults, running, begun };
}

describe('turns of the nudge', () => {
  it('do not queue up behind one that hangs', async () => {
    const { ends, faults, running, begun } = nudging();
    for (const turn of [1, 2, 3]) {
      await begun(turn);
      await pass(MANY_TICKS);
      expect(ends).toHaveLength(turn);
      if (turn < 3) ends[turn - 1]?.();
    }
    const stopping = running.stop();
    ends[2]?.();
    await stopping;
    await pass(MANY_TICKS);
    // What had queued up behind the first would begin now, one after the other.
    expect(ends).toHaveLength(3);
    expect(faults).toEqual([]);
  });

  it('are waited for by a stop, and none begins after it', async () => {
    const { ends, running, begun } = nudging();
    await begun(1);
    let stopped = false;
    const stopping = running.stop().then(() => (stopped = true));
    await pass(MANY_TICKS);
    expect(stopped).toBe(false);
    ends[0]?.();
    await stopping;
    await pass(MANY_TICKS);
    expect(ends).toHaveLength(1);
  });
});
