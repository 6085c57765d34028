/** How long the writer waits for what only saves it work: then it goes on without. */

/** While it lasts the account stands still; and the stream says the same, at the price of reading it. */
export const LOOK_UP_PATIENCE_MS = 1_000;
/** Behind the answers, but a stop waits for it, and so does the next snapshot. */
export const SAVE_PATIENCE_MS = 5_000;

/** The answer, or a failure once it has taken too long: then whatever comes of it is nobody's concern any more. */
export async function inTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
