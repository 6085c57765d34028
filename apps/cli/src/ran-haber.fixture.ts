/** `haber` run in this process: what it printed and noted, no secret of its environment among it, and how it ended. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogCanaries } from '@haber/testing';
import type { Output } from './output';
import { runHaber } from './program';

/** Whoever has started Haber here has a `.haber` with a master key of its own: it is none of a test's. */
const NOBODYS = { HABER_DATA_DIR: join(tmpdir(), 'haber-nobodys') };

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
  const code = await runHaber(args, { env: { ...NOBODYS, ...env }, output });
  const secrets = new LogCanaries();
  secrets.addEnvironment(env);
  secrets.mustNotStandIn([...lines, ...notes].join('\n'));
  return { code, lines, notes };
}
