/** Business dates: calendar days in a product's time zone, as `YYYY-MM-DD`, which sort as they compare. */
import { Temporal } from 'temporal-polyfill';

const DAY_MS = 86_400_000;

/** The calendar day of an instant in a time zone (IANA name). */
export function businessDate(instant: string, timeZone: string): string {
  if (timeZone === 'UTC') return instant.slice(0, 10);
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The instant at which a business date begins in a time zone. */
export function startOfDate(date: string, timeZone: string): string {
  if (timeZone === 'UTC') return `${date}T00:00:00.000Z`;
  const start = Temporal.PlainDate.from(date).toZonedDateTime(timeZone);
  return new Date(start.epochMilliseconds).toISOString();
}

const ZONE_NAME = /^[A-Za-z][\w+\-/]{0,63}$/;

/** Is this the name of a time zone (IANA), in its own spelling? An offset such as `+02:00` is none. */
export function isTimeZone(name: string): boolean {
  if (!ZONE_NAME.test(name)) return false;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId === name;
  } catch {
    return false;
  }
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

export function latest(...dates: readonly string[]): string {
  return dates.reduce((a, b) => (a > b ? a : b));
}
