/**
 * What a backup says of itself: written last, so that a folder without it is no backup. Its own SHA-256, kept outside,
 * is evidence of the whole backup; without it, whoever can write the folder can write another manifest, and only the
 * chain and the evidence in it (checked after the load) tell.
 */
import { hash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { EVENTS, isThere, TRUTH } from './schemas';

export const MANIFEST = 'manifest.json';
const FORMAT_VERSION = 1;
/** Far above what any manifest has. */
const MAX_BYTES = 1024 * 1024;

/** A folder that is no whole backup of this format, or not the one that is meant. The message is for the operator. */
export class BackupRefused extends Error {
  override readonly name = 'BackupRefused';
}

const count = z.number().int().nonnegative();
const identifier = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/);

const PART = z.strictObject({
  /** Qualified name of the table. */
  table: z.enum(TRUTH as [string, ...string[]]),
  /** In the order of the file's fields. */
  columns: z.array(identifier).min(1),
  file: z.string().regex(/^[a-z_.]{1,80}$/),
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const MANIFEST_SCHEMA = z.strictObject({
  format: z.literal('haber-backup'),
  formatVersion: z.literal(FORMAT_VERSION),
  /** When the snapshot was taken; every answer given before it is in the backup. */
  takenAt: z.iso.datetime(),
  /** The log's last position in it. */
  position: z.string().regex(/^\d{1,18}$/),
  /** `log@<position>:<hash>`, as `haber verify` prints it; null for an empty log. */
  evidence: z.string().nullable(),
  /** Of the server it came from. For people. */
  server: z.string(),
  schemas: z.array(z.strictObject({ schema: identifier, migrations: z.array(z.string().min(1)) })),
  parts: z.array(PART),
});

const ANY_VERSION = z.object({ format: z.literal('haber-backup'), formatVersion: z.number() });

export type Manifest = Readonly<z.infer<typeof MANIFEST_SCHEMA>>;
export type Part = Manifest['parts'][number];

export const FORMAT = { format: 'haber-backup', formatVersion: FORMAT_VERSION } as const;

export function fileOf(table: string): string {
  return `${table}.copy.gz`;
}

export interface ReadManifest {
  readonly manifest: Manifest;
  /** Hex, of the file's bytes. */
  readonly sha256: string;
}

/** @throws BackupRefused */
export async function readManifest(folder: string): Promise<ReadManifest> {
  const bytes = await readFile(join(folder, MANIFEST)).catch((error: NodeJS.ErrnoException) => {
    throw new BackupRefused(`${folder} is no whole backup: its ${MANIFEST} cannot be read (${error.code})`);
  });
  if (bytes.length > MAX_BYTES) throw new BackupRefused(`${folder}: its ${MANIFEST} is too large`);
  return { manifest: parsed(folder, bytes), sha256: hash('sha256', bytes, 'hex') };
}

function parsed(folder: string, bytes: Buffer): Manifest {
  const raw = jsonOf(bytes);
  const version = ANY_VERSION.safeParse(raw).data?.formatVersion ?? FORMAT_VERSION;
  if (version !== FORMAT_VERSION) {
    throw new BackupRefused(`${folder} has format ${version}; this release reads ${FORMAT_VERSION}`);
  }
  const { data } = MANIFEST_SCHEMA.safeParse(raw);
  if (!data || !isWhole(data)) throw new BackupRefused(`${folder}: its ${MANIFEST} is not what haber backup writes`);
  return data;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Every table once; and since positions are dense, as many events as the log's end says. */
function isWhole({ parts, position, schemas }: Manifest): boolean {
  const expected = TRUTH.filter((table) => isThere(table, schemas)).length;
  const rows = new Map(parts.map((part) => [part.table, part.rows]));
  return parts.length === expected && rows.size === expected && rows.get(EVENTS) === Number(position);
}
