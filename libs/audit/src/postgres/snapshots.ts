/** The writer's snapshots as claims about the fold: each is checked when the audit passes its revision. */
import type { ClientBase } from 'pg';
import type { SnapshotClaim } from '../stream-auditor';

interface Row {
  readonly stream: string;
  readonly revision: number;
  readonly fold_version: number;
  readonly head_hash: string;
  readonly state: string;
}

/** All of them at once: only long streams have one, and each is about as large as its fold. */
export async function readSnapshots(client: ClientBase, stream?: string): Promise<readonly SnapshotClaim[]> {
  const { rows } = await client.query<Row>(
    `SELECT stream, revision::integer AS revision, fold_version, head_hash, state FROM writer.snapshots
     WHERE $1::text IS NULL OR stream = $1`,
    [stream ?? null],
  );
  return rows.map((row) => ({
    stream: row.stream,
    revision: row.revision,
    foldVersion: row.fold_version,
    headHash: row.head_hash,
    state: row.state,
  }));
}
