import { type DayCount, daysBetween, yearBasis } from './day-count';

describe('daysBetween', () => {
  it.each<[string, string, DayCount, number]>([
    ['2025-11-24', '2025-12-24', 'ACT/365F', 30],
    ['2024-02-28', '2024-03-01', 'ACT/365F', 2],
    ['2025-02-28', '2025-03-01', 'ACT/360', 1],
    ['2025-02-28', '2025-03-01', '30/360', 3],
    ['2025-01-31', '2025-03-31', '30/360', 60],
    ['2025-01-30', '2025-01-31', '30/360', 0],
    ['2024-01-01', '2025-01-01', '30/360', 360],
    ['2024-01-01', '2025-01-01', 'ACT/365F', 366],
    ['2025-03-01', '2025-02-28', 'ACT/365F', -1],
  ])('%s to %s by %s: %i', (from, to, dayCount, days) => {
    expect(daysBetween(from, to, dayCount)).toBe(days);
  });

  it.each(['2025-02-29', '2025-13-01', '2025-1-1', '', '2025-01-01T00:00:00Z'])('throws for %j', (date) => {
    expect(() => daysBetween(date, '2025-01-01', 'ACT/365F')).toThrow(RangeError);
  });

  it('divides by the basis that the day count names', () => {
    expect((['ACT/365F', 'ACT/360', '30/360'] as const).map(yearBasis)).toEqual([365n, 360n, 360n]);
  });
});
