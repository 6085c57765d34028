// Day counts: how many days lie between two business dates, and how many make a year. Counting is additive, so that
// a cycle cut into daily-balance runs at any date has as many days as the whole; hence 30/360 is the 30E/360 variant.

export type DayCount = 'ACT/365F' | 'ACT/360' | '30/360';

const DAY_MS = 86_400_000;
const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** Days from one date (`YYYY-MM-DD`) to another, negative backwards. Throws for text that is no calendar date. */
export function daysBetween(from: string, to: string, dayCount: DayCount): number {
  return dayNumber(to, dayCount) - dayNumber(from, dayCount);
}

/** The days of a year that divide an annual rate. */
export function yearBasis(dayCount: DayCount): bigint {
  return dayCount === 'ACT/365F' ? 365n : 360n;
}

function dayNumber(date: string, dayCount: DayCount): number {
  const match = DATE.exec(date);
  const time = Date.parse(`${date}T00:00:00Z`);
  if (match === null || Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`not a calendar date: ${date}`);
  }
  if (dayCount !== '30/360') return time / DAY_MS;
  return Number(match[1]) * 360 + Number(match[2]) * 30 + Math.min(Number(match[3]), 30);
}
