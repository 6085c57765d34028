import { countingIds, fakeClock } from './clock-and-ids';

describe('fakeClock', () => {
  it('stands still until it is moved', () => {
    const time = fakeClock('2025-11-24T10:00:00.000Z');
    expect(time.now()).toBe('2025-11-24T10:00:00.000Z');
    time.advanceDays(30);
    time.advanceMs(1);
    expect(time.now()).toBe('2025-12-24T10:00:00.001Z');
    expect(new Date(time.clock()).toISOString()).toBe(time.now());
    time.setTo('2025-01-01T00:00:00.000Z');
    expect(time.now()).toBe('2025-01-01T00:00:00.000Z');
    expect(() => time.setTo('soon')).toThrow();
  });
});

describe('countingIds', () => {
  it('counts from one, each counter for itself', () => {
    const [a, b] = [countingIds(), countingIds()];
    expect([a(), a(), b()].map((id) => id.slice(-4))).toEqual(['0001', '0002', '0001']);
  });
});
