import { Lag } from './projection-lag';

function setUp() {
  const time = { nowMs: 0 };
  return { time, lag: new Lag(() => time.nowMs) };
}

it('counts from when an end was first seen that is not reached yet', () => {
  const { time, lag } = setUp();
  expect(lag.at(0n, 0n)).toEqual({ positions: 0n, ms: 0 });
  expect(lag.at(10n, 5n)).toEqual({ positions: 5n, ms: 0 });
  time.nowMs = 1_000;
  expect(lag.at(10n, 5n)).toEqual({ positions: 5n, ms: 1_000 });
  expect(lag.at(30n, 5n)).toEqual({ positions: 25n, ms: 1_000 });
  time.nowMs = 3_000;
  expect(lag.at(30n, 10n)).toEqual({ positions: 20n, ms: 2_000 });
  expect(lag.at(30n, 30n)).toEqual({ positions: 0n, ms: 0 });
  expect(lag.at(30n, 99n)).toEqual({ positions: 0n, ms: 0 });
  time.nowMs = 9_000;
  expect(lag.at(40n, 30n)).toEqual({ positions: 10n, ms: 0 });
});

it('does not grow for whoever keeps up under endless load', () => {
  const { time, lag } = setUp();
  for (let end = 1n; end <= 10_000n; end += 1n) {
    time.nowMs += 10;
    expect(lag.at(end, end - 2n).ms).toBeLessThanOrEqual(10);
  }
});

it('is exact for a reader that stands, and about right for one that is slow; its memory is bounded either way', () => {
  const { time, lag } = setUp();
  for (let end = 1n; end <= 20_000n; end += 1n) {
    time.nowMs += 1_000;
    expect(lag.at(end, 0n).ms).toBe(Number(end - 1n) * 1_000);
  }
  for (let through = 1n; through < 20_000n; through += 500n) {
    const { ms } = lag.at(20_000n, through);
    const truthMs = Number(20_000n - through) * 1_000;
    expect(ms).toBeLessThanOrEqual(truthMs);
    expect(ms).toBeGreaterThanOrEqual(truthMs - 2 * (20_000_000 / 128));
  }
  expect((lag as unknown as { sights: unknown[] }).sights.length).toBeLessThan(256);
});
