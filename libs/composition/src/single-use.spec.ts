import type { RateLimit, TakePlace } from '@haber/rate-limits';
import { singleUse } from './single-use';

interface Asked extends RateLimit {
  readonly name: string;
}

/** Grants each name as often as its limit says. */
function countingLimiter(): { readonly take: TakePlace; readonly asked: Asked[] } {
  const asked: Asked[] = [];
  const take: TakePlace = (name, limit) => {
    asked.push({ name, ...limit });
    const taken = asked.filter((other) => other.name === name).length;
    return { granted: taken <= limit.requests, remaining: Math.max(0, limit.requests - taken), resetMs: 1_000 };
  };
  return { take, asked };
}

describe('the use of a token that is good once', () => {
  it('is granted to the first, and to nobody after, however often', () => {
    const first = singleUse(countingLimiter().take, 70);
    expect(['a', 'a', 'b', 'a', 'b'].map((id) => first(id))).toEqual([true, false, true, false, false]);
  });

  it('is counted apart from what else is limited, for as long as the token can be shown', () => {
    const { take, asked } = countingLimiter();
    void singleUse(take, 70)('id-1');
    expect(asked).toEqual([{ name: 'gateway token id-1', requests: 1, windowSeconds: 70 }]);
  });
});
