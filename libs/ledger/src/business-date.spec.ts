import { addDays, businessDate, isTimeZone, latest, startOfDate } from './business-date';

describe('business dates', () => {
  it.each([
    ['UTC', '2025-11-24T00:00:00.000Z', '2025-11-24'],
    ['UTC', '2025-11-24T23:59:59.999Z', '2025-11-24'],
    ['America/Guatemala', '2025-11-24T05:59:59.999Z', '2025-11-23'],
    ['America/Guatemala', '2025-11-24T06:00:00.000Z', '2025-11-24'],
    ['Asia/Tokyo', '2025-11-24T15:00:00.000Z', '2025-11-25'],
    ['Pacific/Kiritimati', '2025-12-31T10:00:00.000Z', '2026-01-01'],
    // Mexico City abolished its summer time in 2022: before, this hour was on the next day.
    ['America/Mexico_City', '2022-07-01T05:30:00.000Z', '2022-07-01'],
    ['America/Mexico_City', '2025-07-01T05:30:00.000Z', '2025-06-30'],
  ])('in %s of %s: %s', (timeZone, instant, date) => {
    expect(businessDate(instant, timeZone)).toBe(date);
  });

  it.each([
    ['UTC', '2025-12-25', '2025-12-25T00:00:00.000Z'],
    ['America/Guatemala', '2025-12-25', '2025-12-25T06:00:00.000Z'],
    ['Asia/Tokyo', '2025-12-25', '2025-12-24T15:00:00.000Z'],
    // The clocks skip midnight on this day: it begins at one.
    ['America/Asuncion', '2024-10-06', '2024-10-06T04:00:00.000Z'],
  ])('in %s %s begins at %s, and is that date from then on', (timeZone, date, instant) => {
    expect(startOfDate(date, timeZone)).toBe(instant);
    expect(businessDate(instant, timeZone)).toBe(date);
    expect(businessDate(new Date(Date.parse(instant) - 1).toISOString(), timeZone)).toBe(addDays(date, -1));
  });

  it('count days over months, years and leap days, whatever the clocks do', () => {
    expect(addDays('2025-11-24', 30)).toBe('2025-12-24');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2025-02-28', 1)).toBe('2025-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(addDays('2025-03-29', 2)).toBe('2025-03-31');
  });

  it('sort as they compare', () => {
    expect(latest('2025-11-24', '2026-01-01', '2025-12-31')).toBe('2026-01-01');
  });
});

describe('the name of a time zone', () => {
  it.each(['UTC', 'America/Guatemala', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5', 'Europe/Kyiv'])(
    'is %s',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(['', 'utc', 'america/lima', '+02:00', '-05', 'Z', 'Foo/Bar', 'constructor', '2025-01-01[UTC]', 'UTC ', 'Ñ'])(
    'is not %p',
    (name) => expect(isTimeZone(name)).toBe(false),
  );
});
