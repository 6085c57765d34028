/** The golden streams as they stand in their files: one event a line, its bytes as text. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface GoldenEvent {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
  readonly hash: string;
}

export function golden(name: string): readonly GoldenEvent[] {
  const text = readFileSync(join(__dirname, '../golden', `${name}.jsonl`), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as GoldenEvent);
}
