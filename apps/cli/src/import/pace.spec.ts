import { Pace } from './pace';

/** A log that is written by nobody but the test, and a read model that does so many events a millisecond. */
function paceWith(eventsPerMs: number) {
  let nowMs = 5_000;
  let head = 0n;
  let done = 0;
  const pause = (ms: number): Promise<void> => {
    nowMs += ms;
    done = Math.min(Number(head), done + ms * eventsPerMs);
    return Promise.resolve();
  };
  const pace = new Pace({
    look: () => Promise.resolve({ head, through: BigInt(Math.floor(done)) }),
    clock: () => nowMs,
    pause,
  });
  return {
    pause,
    ready: () => pace.ready(),
    write: (events: number) => void (head += BigInt(events)),
    get nowMs() {
      return nowMs;
    },
    get ahead() {
      return Number(head) - Math.floor(done);
    },
  };
}

it('lets a read model that moves come near before more is written', async () => {
  const run = paceWith(1);
  for (let batch = 0; batch < 20; batch += 1) {
    await run.ready();
    expect(run.ahead).toBeLessThanOrEqual(2_000);
    run.write(1_000);
    await run.pause(50);
  }
  expect(run.nowMs).toBeGreaterThan(20_000);
});

it('waits a second in all where nobody keeps the read model up', async () => {
  const run = paceWith(0);
  for (let batch = 0; batch < 100; batch += 1) {
    await run.ready();
    run.write(1_000);
  }
  expect(run.nowMs).toBe(6_000);
});

it('waits for nobody who keeps up', async () => {
  const run = paceWith(100);
  for (let batch = 0; batch < 100; batch += 1) {
    await run.ready();
    run.write(1_000);
    await run.pause(10);
  }
  expect(run.nowMs).toBe(6_000);
});
