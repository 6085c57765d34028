import { actorIdentity, actorName, sameActor } from './actor';

describe('an actor’s name', () => {
  it.each([
    ['ana', 'ana'],
    [' Ana  María ', 'Ana María'],
    ['Mari\u0301a', 'María'],
    ['ana\u00a0maría', 'ana maría'],
    ['user_seller@acme', 'user_seller@acme'],
    ['审计员', '审计员'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['🏦'.repeat(64), '🏦'.repeat(64)],
  ])('%j is recorded as %j', (text, name) => {
    expect(actorName(text)).toBe(name);
    expect(actorName(name)).toBe(name);
  });

  it.each([
    ['nothing', ''],
    ['spaces alone', '  '],
    ['65 characters', 'x'.repeat(65)],
    ['a line break', 'a\nb'],
    ['a tab', 'a\tb'],
    ['NUL', 'a\0'],
    ['a line separator', 'a\u2028b'],
    ['an invisible space', 'a\u200bb'],
    ['a mark that turns the direction', 'a\u202eb'],
    ['half a surrogate pair', 'a\ud800'],
    ['a filler that shows nothing', 'a\u3164b'],
    ['a variation selector', 'a\ufe0f'],
  ])('cannot be %s', (_, text) => expect(actorName(text)).toBeUndefined());
});

describe('two names', () => {
  it.each([
    ['ana', 'ana'],
    ['ana', 'ANA'],
    ['ana', 'Ana '],
    ['ana maría', 'AnaMarÍa'],
    ['María', 'Mari\u0301a'],
    ['ana', 'ａｎａ'],
    ['file', 'ﬁle'],
    ['strasse', 'straße'],
    ['sigma Σ', 'sigma ς'],
    ['ILHAN', 'ılhan'],
  ])('%j and %j are one actor', (one, other) => {
    expect(sameActor(one, other)).toBe(true);
    expect(sameActor(other, one)).toBe(true);
    expect(actorIdentity(one)).toBe(actorIdentity(other));
  });

  it.each([
    ['ana', 'anna'],
    ['ana', 'aná'],
    ['ana', 'ana-2'],
    ['user_1', 'user1'],
  ])('%j and %j are two', (one, other) => expect(sameActor(one, other)).toBe(false));
});
