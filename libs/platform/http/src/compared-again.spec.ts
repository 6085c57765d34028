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
    const { counted, attempt } = failing(39);
    expect(await comparedAgain('stream', attempt)).toBe('done');
    expect(counted.tries).toBe(40);
  });

  it('ends some time, with nothing done', async () => {
    const { counted, attempt } = failing(99);
    await expect(comparedAgain('stream', attempt)).rejects.toMatchObject({
      status: 503,
      outcome: 'none',
      retryAfterSeconds: 1,
    });
    expect(counted.tries).toBe(40);
  });

  it('does not try again what was refused', async () => {
    const { counted, attempt } = failing(1, platformProblem('precondition_failed'));
    await expect(comparedAgain('stream', attempt)).rejects.toMatchObject({ status: 412 });
    expect(counted.tries).toBe(1);
  });
});

describe('of one object', () => {
  it('one is put at a time, in order, whatever becomes of it; of another nobody waits', async () => {
    const steps: string[] = [];
    const put = (stream: string, name: string, error?: Error) =>
      comparedAgain(stream, async () => {
        steps.push(`${name} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        steps.push(`${name} ends`);
        if (error) throw error;
      }).catch(() => steps.push(`${name} failed`));
    await Promise.all([put('a', 'first', new Error('no')), put('a', 'second'), put('b', 'other'), put('a', 'third')]);
    const told = (name: string) => steps.indexOf(name);
    expect(told('first ends')).toBeLessThan(told('second begins'));
    expect(told('second ends')).toBeLessThan(told('third begins'));
    expect(told('other begins')).toBeLessThan(told('first ends'));
    expect(steps).toHaveLength(9);
    await put('a', 'later');
    expect(steps.slice(9)).toEqual(['later begins', 'later ends']);
  });
});

describe('an answer that cannot be made', () => {
  it('says that the command may have been done', async () => {
    const cause = new Error('gone');
    await expect(answerOf(Promise.reject(cause))).rejects.toMatchObject({ status: 503, outcome: 'unknown', cause });
    expect(await answerOf(Promise.resolve(1))).toBe(1);
  });
});
