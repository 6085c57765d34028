/**
 * For objects that are put whole: their sealed texts are compared before the command and outside of it, so somebody
 * else may change the object in between. Then it is compared again, so often; and what fails once the command is done
 * says nothing about the command.
 */
import { platformProblem, Problem } from './problem';

/** What the answer is, should that never end. */
export class ChangedMeanwhile extends Problem {
  constructor() {
    super({ status: 503, code: 'service_unavailable', outcome: 'none', retryAfterSeconds: 1 });
  }
}

const ATTEMPTS = 10;

/** Until the attempt throws no `ChangedMeanwhile` any more. @throws ChangedMeanwhile after the last attempt */
export async function comparedAgain<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0 || !(error instanceof ChangedMeanwhile)) throw error;
    }
  }
}

/** The answer to a command that was done: whoever is told that it could not be made must not take it for refused. */
export async function answerOf<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((cause: unknown) => {
    throw platformProblem('service_unavailable', { outcome: 'unknown', retryAfterSeconds: 1, cause });
  });
}
