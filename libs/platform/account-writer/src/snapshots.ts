/**
 * Snapshots of folds, written behind. A snapshot only saves reading: it is tagged with the fold's version and the hash
 * of the event it stands on, sealed by a digest, and ignored when any of them is not what code, stream and row say.
 */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { LOOK_UP_PATIENCE_MS, SAVE_PATIENCE_MS } from './in-time';

export interface SnapshotContent {
  readonly stream: string;
  readonly revision: number;
  readonly foldVersion: number;
  readonly headHash: string;
  /** JSON, see `stateToJson`. */
  readonly state: string;
}

export interface Snapshot extends SnapshotContent {
  /** Of everything above: finds damage, not an attacker who may write here, which `haber verify` does. */
  readonly digest: string;
}

export interface Snapshots {
  read(stream: string): Promise<Snapshot | undefined>;
  /** Keeps the newer one of two of the same fold version. */
  save(snapshot: Snapshot): Promise<void>;
}

export function sealedSnapshot(content: SnapshotContent): Snapshot {
  return { ...content, digest: digestOf(content) };
}

export function isIntact(snapshot: Snapshot): boolean {
  return digestOf(snapshot) === snapshot.digest;
}

function digestOf({ stream, revision, foldVersion, headHash, state }: SnapshotContent): string {
  const text = JSON.stringify(['haber.snapshot.v1', stream, revision, foldVersion, headHash, state]);
  return createHash('sha256').update(text).digest('hex');
}

interface Row {
  readonly revision: bigint | string;
  readonly fold_version: number;
  readonly head_hash: string;
  readonly state: string;
  readonly digest: string;
}

export function postgresSnapshots(pool: Pool): Snapshots {
  return {
    async read(stream) {
      const query = {
        name: 'snapshot-read',
        text: `SELECT revision, fold_version, head_hash, state, digest FROM writer.snapshots WHERE stream = $1`,
        values: [stream],
        query_timeout: LOOK_UP_PATIENCE_MS, // a silent connection is given up together with its question
      };
      const { rows } = await pool.query<Row>(query);
      const [row] = rows;
      if (!row) return undefined;
      const { revision, fold_version: foldVersion, head_hash: headHash, state, digest } = row;
      return { stream, revision: Number(revision), foldVersion, headHash, state, digest };
    },
    async save({ stream, revision, foldVersion, headHash, state, digest }) {
      const query = {
        name: 'snapshot-save',
        text: `INSERT INTO writer.snapshots (stream, revision, fold_version, head_hash, state, digest)
               VALUES ($1, $2, $3, $4, $5, $6)
               ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, fold_version = excluded.fold_version,
                 head_hash = excluded.head_hash, state = excluded.state, digest = excluded.digest
               WHERE snapshots.revision < excluded.revision OR snapshots.fold_version <> excluded.fold_version`,
        values: [stream, revision, foldVersion, headHash, state, digest],
        query_timeout: SAVE_PATIENCE_MS,
      };
      await pool.query(query);
    },
  };
}

/** Bigints become `{"$minor":"…"}`: no text of a state can be mistaken for one. */
export function stateToJson(state: unknown): string {
  return JSON.stringify(state, (_, value: unknown) => (typeof value === 'bigint' ? { $minor: `${value}` } : value));
}

/** @throws on a text that `stateToJson` did not make */
export function stateFromJson(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) => {
    const digits = typeof value === 'object' && value !== null && '$minor' in value ? value.$minor : undefined;
    return typeof digits === 'string' ? BigInt(digits) : value;
  });
}
