import { answerOf, ChangedMeanwhile, comparedAgain } from './compared-again';
import { platformProblem } from './problem';

/** Throws the first so many times. */
function failing(times: number, error: Error = new ChangedMeanwhile()) {
  const counted = { tries: 0 };
  const attempt = async (): Promise<string> => {
    counted.tries += 1;
    if (counted.tries <= times) throw error;
    return 'done';
  };
  return { counted, attempt };
}

describe('comparing again', () => {
  it('goes on while somebody else was faster', async () => {
    const { counted, attempt } = failing(9);
    expect(await comparedAgain(attempt)).toBe('done');
    expect(counted.tries).toBe(10);
  });

  it('ends some time, with nothing done', async () => {
    const { counted, attempt } = failing(99);
    await expect(comparedAgain(attempt)).rejects.toMatchObject({ status: 503, outcome: 'none', retryAfterSeconds: 1 });
    expect(counted.tries).toBe(10);
  });

  it('does not try again what was refused', async () => {
    const { counted, attempt } = failing(1, platformProblem('precondition_failed'));
    await expect(comparedAgain(attempt)).rejects.toMatchObject({ status: 412 });
    expect(counted.tries).toBe(1);
  });
});

describe('an answer that cannot be made', () => {
  it('says that the command may have been done', async () => {
    const cause = new Error('gone');
    await expect(answerOf(Promise.reject(cause))).rejects.toMatchObject({ status: 503, outcome: 'unknown', cause });
    expect(await answerOf(Promise.resolve(1))).toBe(1);
  });
});
