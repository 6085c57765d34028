/** `haber` run in this process: what it printed, what it noted, and how it ended. */
import type { Output } from './output';
import { runHaber } from './program';

export interface Ran {
  readonly code: number;
  readonly lines: readonly string[];
  readonly notes: readonly string[];
}

export async function ranHaber(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> {
  const lines: string[] = [];
  const notes: string[] = [];
  const output: Output = {
    line: (text) => Promise.resolve(void lines.push(text)),
    note: (text) => void notes.push(text),
    progress: () => ({ update: () => undefined, stop: () => undefined }),
  };
  const code = await runHaber(args, { env, output });
  return { code, lines, notes };
}
