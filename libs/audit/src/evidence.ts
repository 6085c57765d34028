/**
 * Hashes that somebody kept outside the database: the only thing that finds a tail whose chain was made anew. A
 * stream's head says what one stream was up to a revision; the log's digest says in one line what the whole log was
 * up to a position.
 */

/** `<stream>@<revision>:<hash>` */
export interface HeadEvidence {
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
}

/** `log@<position>:<hash>` */
export interface LogEvidence {
  readonly position: bigint;
  readonly hash: string;
}

export interface Evidence {
  readonly heads: readonly HeadEvidence[];
  readonly log: readonly LogEvidence[];
}

/** A text that is no evidence. */
export class UnreadableEvidence extends Error {
  override readonly name = 'UnreadableEvidence';
}

const LINE = /^(log|[a-z-]+-[0-9a-f-]{36})@(\d{1,18}):([0-9a-f]{64})$/;

export function formatHead({ stream, revision, hash }: HeadEvidence): string {
  return `${stream}@${revision}:${hash}`;
}

export function formatLogEvidence({ position, hash }: LogEvidence): string {
  return `log@${position}:${hash}`;
}

/** Of texts as `--head` takes them. @throws UnreadableEvidence */
export function parseEvidence(texts: readonly string[]): Evidence {
  const heads: HeadEvidence[] = [];
  const log: LogEvidence[] = [];
  for (const text of texts) {
    const [, of = '', place = '', hash = ''] = LINE.exec(text.trim()) ?? [];
    if (of === '')
      throw new UnreadableEvidence(`'${text}' is not <stream>@<revision>:<hash>, nor log@<position>:<hash>`);
    if (of === 'log') log.push({ position: BigInt(place), hash });
    else heads.push({ stream: of, revision: Number(place), hash });
  }
  return { heads, log };
}

/**
 * The evidence in what `haber heads` or `haber verify` printed, in their plain or JSON form: one piece a line; lines
 * that hold none (a progress line, a finding) are passed over. @throws UnreadableEvidence when there is none at all
 */
export function evidenceLines(text: string): readonly string[] {
  const found = text.split('\n').flatMap((line) => evidenceIn(line.trim()) ?? []);
  if (found.length === 0) throw new UnreadableEvidence('no line holds a head');
  return found;
}

function evidenceIn(line: string): string | undefined {
  if (!line.startsWith('{')) return line.split(/\s+/).find((word) => LINE.test(word));
  let raw: { stream?: unknown; revision?: unknown; hash?: unknown; evidence?: unknown };
  try {
    raw = JSON.parse(line) as typeof raw;
  } catch {
    return undefined;
  }
  const candidate = typeof raw.evidence === 'string' ? raw.evidence : `${raw.stream}@${raw.revision}:${raw.hash}`;
  return LINE.test(candidate) ? candidate : undefined;
}
