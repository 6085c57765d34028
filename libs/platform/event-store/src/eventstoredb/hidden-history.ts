/**
 * What no stream of ours may carry: metadata with which the server hides or drops events (`$maxCount`, `$maxAge`,
 * `$tb`; a soft delete is the last one). The writer's credentials must not be able to write it; this finds out whether
 * somebody's were.
 */
import { Connection, type ConnectionOptions } from './connection';
import { LogReader } from './read';
import { metadataPattern } from './wire';

const HIDING = ['$maxCount', '$maxAge', '$tb'] as const;
const PAGE = 1_000;
const TIMEOUTS = { readTimeoutMs: 10_000, scanTimeoutMs: 600_000 };
const NAMED_AT_MOST = 5;

/** For the start of a process, before it decides anything. Takes one pass of the server over its log. @throws if any */
export async function refuseHiddenHistory(
  options: Pick<ConnectionOptions, 'connectionString'> & { readonly scanTimeoutMs?: number },
): Promise<void> {
  const { connectionString, scanTimeoutMs = TIMEOUTS.scanTimeoutMs } = options;
  const connection = new Connection({ connectionString, onFault: () => undefined });
  try {
    const hiding = await streamsThatHide(new LogReader(connection, { ...TIMEOUTS, scanTimeoutMs }));
    if (hiding.length === 0) return;
    const named = hiding.slice(0, NAMED_AT_MOST).map(([stream, keys]) => `${stream} (${keys.join(', ')})`);
    throw new Error(`metadata hides events of ${hiding.length} streams: ${named.join('; ')}`);
  } finally {
    connection.close();
  }
}

/** By the last metadata event of each stream, the only one that counts. */
async function streamsThatHide(reader: LogReader): Promise<readonly (readonly [string, readonly string[]])[]> {
  const hiding = new Map<string, readonly string[]>();
  for (let after = 0n, full = true; full;) {
    let seen = 0;
    await reader.after(after, { limit: PAGE, pattern: metadataPattern() }, ({ stream, data, position }) => {
      hiding.set(stream.slice(2), keysThatHide(data));
      after = position;
      seen += 1;
      return seen < PAGE;
    });
    full = seen === PAGE;
  }
  return [...hiding].filter(([, keys]) => keys.length > 0);
}

function keysThatHide(data: Uint8Array): readonly string[] {
  try {
    const metadata: unknown = JSON.parse(Buffer.from(data).toString());
    return HIDING.filter((key) => typeof metadata === 'object' && metadata !== null && key in metadata);
  } catch {
    return ['metadata that is not JSON'];
  }
}
