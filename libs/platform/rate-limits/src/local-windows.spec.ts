import fc from 'fast-check';
import { LocalWindows } from './local-windows';

function setUp() {
  const clock = { nowMs: 1_000_000 };
  const windows = new LocalWindows(() => clock.nowMs);
  return { clock, windows };
}

const SECOND = { requests: 3, windowSeconds: 1 };

describe('a window of a second', () => {
  it('grants what the limit allows, tells what is left, and refuses the next', () => {
    const { clock, windows } = setUp();
    expect(windows.take('k', SECOND)).toEqual({ granted: true, remaining: 2, resetMs: 1_000 });
    clock.nowMs += 100;
    expect(windows.take('k', SECOND)).toEqual({ granted: true, remaining: 1, resetMs: 900 });
    expect(windows.take('k', SECOND)).toEqual({ granted: true, remaining: 0, resetMs: 900 });
    expect(windows.take('k', SECOND)).toEqual({ granted: false, remaining: 0, resetMs: 900 });
  });

  it('grants a request that comes exactly when it was told to, and not a moment before', () => {
    const { clock, windows } = setUp();
    for (let i = 0; i < 3; i += 1) windows.take('k', SECOND);
    clock.nowMs += 300;
    const { resetMs } = windows.take('k', SECOND);
    clock.nowMs += resetMs - 0.001;
    expect(windows.take('k', SECOND).granted).toBe(false);
    clock.nowMs += 0.001;
    expect(windows.take('k', SECOND).granted).toBe(true);
  });

  it('slides: no two halves of neighbouring seconds hold more than one second may', () => {
    const { clock, windows } = setUp();
    clock.nowMs += 900;
    for (let i = 0; i < 3; i += 1) windows.take('k', SECOND);
    clock.nowMs += 200;
    expect(windows.take('k', SECOND)).toEqual({ granted: false, remaining: 0, resetMs: 800 });
  });

  it('is one for each name', () => {
    const { windows } = setUp();
    for (let i = 0; i < 3; i += 1) windows.take('k', SECOND);
    expect(windows.take('k', SECOND).granted).toBe(false);
    expect(windows.take('other', SECOND).granted).toBe(true);
  });

  it('says the truth when the limit is made smaller, and larger again', () => {
    const { clock, windows } = setUp();
    windows.take('k', SECOND);
    clock.nowMs += 100;
    windows.take('k', SECOND);
    clock.nowMs += 100;
    windows.take('k', SECOND);
    const smaller = { requests: 1, windowSeconds: 1 };
    expect(windows.take('k', smaller)).toEqual({ granted: false, remaining: 0, resetMs: 1_000 });
    expect(windows.take('k', { requests: 5, windowSeconds: 1 })).toMatchObject({ granted: true, remaining: 1 });
  });

  it('forgets names that are idle', () => {
    const { clock, windows } = setUp();
    for (let i = 0; i < 20_000; i += 1) {
      windows.take(`k${i}`, SECOND);
      clock.nowMs += 1;
    }
    expect(windows.size).toBeLessThanOrEqual(2_048);
  });
});

/** The rule itself, over all that was ever granted. */
it('never grants more than the limit in any window, and refuses nothing that it allows', () => {
  const steps = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 400 }), name: fc.constantFrom('a', 'b') }), {
    maxLength: 300,
  });
  const limit = fc.record({ requests: fc.integer({ min: 1, max: 20 }), windowSeconds: fc.integer({ min: 1, max: 3 }) });
  fc.assert(
    fc.property(steps, limit, (calls, given) => {
      const { clock, windows } = setUp();
      const granted: Record<string, number[]> = { a: [], b: [] };
      for (const { waitMs, name } of calls) {
        clock.nowMs += waitMs;
        const before = (granted[name] ?? []).filter((at) => at > clock.nowMs - given.windowSeconds * 1_000);
        const verdict = windows.take(name, given);
        expect(verdict.granted).toBe(before.length < given.requests);
        expect(verdict.remaining).toBe(Math.max(0, given.requests - before.length - 1));
        const next = before[0] ?? clock.nowMs;
        expect(verdict.resetMs).toBe(next + given.windowSeconds * 1_000 - clock.nowMs);
        if (verdict.granted) granted[name]?.push(clock.nowMs);
      }
    }),
  );
});
