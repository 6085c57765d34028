/**
 * For objects that are put whole: their sealed texts are compared before the command and outside of it, so somebody
 * else may change the object in between. Then it is compared again, so often. Within a process nobody does: of one
 * object one is put at a time, however many ask. And what fails once the command is done says nothing about the
 * command.
 */
import { platformProblem, Problem } from './problem';

/** What the answer is, should that never end. */
export class ChangedMeanwhile extends Problem {
  constructor() {
    super({ status: 503, code: 'service_unavailable', outcome: 'none', retryAfterSeconds: 1 });
  }
}

/** As often as a command meets rivals: of two processes either is first, as chance has it. */
const ATTEMPTS = 40;

/** The last of those who put this object, by its stream; gone once nobody waits. */
const turns = new Map<string, Promise<unknown>>();

/** Until the attempt throws no `ChangedMeanwhile` any more. @throws ChangedMeanwhile after the last attempt */
export async function comparedAgain<T>(stream: string, attempt: () => Promise<T>): Promise<T> {
  const before = turns.get(stream);
  const mine = before === undefined ? attempts(attempt) : before.then(() => attempts(attempt));
  const over = mine.catch(() => undefined);
  turns.set(stream, over);
  await over;
  if (turns.get(stream) === over) turns.delete(stream);
  return mine;
}

async function attempts<T>(attempt: () => Promise<T>): Promise<T> {
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
