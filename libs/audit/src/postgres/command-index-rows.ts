/**
 * `writer.command_index` against the keys in the log. A key can stand only once in the index, so if both hold the same,
 * no key was used twice: every command has its effect exactly once. Sums are compared first, by stream; only a stream
 * whose sums differ is read again, to say which key it is.
 */
import { decodeMetadata } from '@haber/ledger';
import type { ClientBase } from 'pg';
import { CommandRuns, KeyTally, type UsedKey } from '../command-keys';
import type { LogSource } from '../log-source';
import type { StreamAuditor } from '../stream-auditor';
import type { Comparison, DerivedTable } from './derived';

const PAGE = 5_000;
const MARK = 'command_index';
/** Streams whose difference is looked into; of further ones it is only said that there is one. */
const MOST_EXPLAINED = 50;

interface IndexRow extends UsedKey {
  readonly stream: string;
}

export const commandIndexRows: DerivedTable = {
  projection: 'command-index',
  table: 'writer.command_index',
  category: 'account',
  async compare(comparison) {
    let compared = 0;
    const differing: StreamAuditor[] = [];
    for await (const { id, tally } of talliesOf(comparison.client, comparison.stream)) {
      compared += tally.count;
      const audited = auditedOf(comparison, id, tally);
      if (audited && !audited.keys.equals(tally)) differing.push(audited);
    }
    for (const audited of comparison.auditor.streams.values()) if (isUnindexed(audited)) differing.push(audited);
    for (const [i, audited] of differing.entries()) {
      if (i < MOST_EXPLAINED) await explain(comparison, audited);
      else audited.tell('command-index', 0, 'the command index differs from the keys of the events');
    }
    return compared;
  },
};

function auditedOf({ auditor, report }: Comparison, stream: string, tally: KeyTally): StreamAuditor | undefined {
  const audited = auditor.streams.get(stream);
  if (audited) audited.seenBy = MARK;
  else {
    const what = `the command index holds ${tally.count} keys of it; the stream is gone`;
    report({ kind: 'command-index', stream, revision: 0, position: null, what });
  }
  return audited;
}

function isUnindexed({ stream, seenBy, keys }: StreamAuditor): boolean {
  return stream.startsWith('account-') && seenBy !== MARK && keys.count > 0;
}

/** One tally a stream, in order of stream. */
async function* talliesOf(client: ClientBase, only?: string): AsyncGenerator<{ id: string; tally: KeyTally }> {
  let current: { id: string; tally: KeyTally } | undefined;
  for await (const row of indexRows(client, only)) {
    if (row.stream !== current?.id) {
      if (current) yield current;
      current = { id: row.stream, tally: new KeyTally() };
    }
    current.tally.add(row);
  }
  if (current) yield current;
}

async function* indexRows(client: ClientBase, only?: string): AsyncGenerator<IndexRow> {
  let after: { stream: string; key: string } | undefined = { stream: '', key: '' };
  while (after) {
    const { rows }: { rows: IndexRow[] } = await client.query({
      text: `SELECT stream, key, revision::integer AS revision, fingerprint FROM writer.command_index
             WHERE (stream, key) > ($1, $2) AND ($3::text IS NULL OR stream = $3) ORDER BY stream, key LIMIT ${PAGE}`,
      values: [after.stream, after.key, only ?? null],
    });
    yield* rows;
    after = rows.length < PAGE ? undefined : rows.at(-1);
  }
}

/** Reads the stream again, up to where the auditor stands, and tells the lowest revision that differs. */
async function explain({ client, log, auditor }: Comparison, audited: StreamAuditor): Promise<void> {
  const used = await firstUses(log, audited, auditor.position);
  let lowest: { revision: number; what: string } | undefined;
  const differs = (revision: number, what: string): void => {
    if (!lowest || revision < lowest.revision) lowest = { revision, what };
  };
  for await (const row of indexRows(client, audited.stream)) {
    const first = used.get(row.key);
    used.delete(row.key);
    if (!first) {
      const beyond = row.revision > audited.revision ? ': events were deleted' : '';
      differs(row.revision, `the command index knows ${row.key}, the stream does not${beyond}`);
    } else if (first.revision !== row.revision || first.fingerprint !== row.fingerprint) {
      differs(first.revision, `the command index says otherwise of ${row.key}, at revision ${row.revision}`);
    }
  }
  for (const { key, revision } of used.values()) differs(revision, `the command index does not know ${key}`);
  if (lowest) audited.tell('command-index', lowest.revision, lowest.what);
}

async function firstUses(log: LogSource, audited: StreamAuditor, through: bigint): Promise<Map<string, UsedKey>> {
  const used = new Map<string, UsedKey>();
  const runs = new CommandRuns();
  for await (const page of log.events({ stream: audited.stream, after: 0n, through })) {
    for (const key of page.flatMap((event) => runs.next(event, keysOf(event.metadata)).fresh)) {
      const first = used.get(key.key);
      if (!first) used.set(key.key, key);
      else audited.tell('command-key', key.revision, `${key.key} was used before, at revision ${first.revision}`);
    }
  }
  return used;
}

function keysOf(metadata: Uint8Array): ReturnType<typeof decodeMetadata>['commandKeys'] {
  try {
    return decodeMetadata(Buffer.from(metadata).toString()).commandKeys;
  } catch {
    return []; // the auditor has told it
  }
}
