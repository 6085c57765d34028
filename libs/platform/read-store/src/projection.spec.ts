import { RevisionGap, isNextRevision, qualifiedTable } from './projection';
import { LogDouble, TOTALS, account } from './account-totals.fixture';

describe('the revision rule', () => {
  const event = new LogDouble().write(account(1), 5, 7);

  it.each([
    ['the next event', 6, true],
    ['the very event that the row reflects', 7, false],
    ['an older event', 9, false],
  ])('%s', (_, reflected, next) => expect(isNextRevision(event, reflected)).toBe(next));

  it('lets the first event through when there is no row, and nothing else', () => {
    expect(isNextRevision(new LogDouble().write(account(1), 5), undefined)).toBe(true);
    expect(() => isNextRevision(event, undefined)).toThrow(RevisionGap);
  });

  it('refuses an event beyond a gap', () => {
    expect(() => isNextRevision(event, 5)).toThrow(/at revision 7, the row expects 6/);
  });
});

it('a projection can name only the tables that it lists', () => {
  expect(qualifiedTable(TOTALS, 'live')('totals')).toBe('"counting"."totals"');
  expect(qualifiedTable(TOTALS, 'shadow')('totals')).toBe('"counting"."totals__shadow"');
  expect(() => qualifiedTable(TOTALS, 'live')('other')).toThrow(/does not list/);
});
