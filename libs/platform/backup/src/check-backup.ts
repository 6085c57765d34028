/** Is a folder the whole, unchanged backup that its manifest describes? Asked before anything is written anywhere. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupRefused, type Manifest, type Part, readManifest } from './manifest';
import { measured, rowsOf } from './part';
import { HABER_SCHEMAS, isOfThisReleaseOrBefore } from './schemas';

export interface CheckedBackup {
  readonly folder: string;
  readonly manifest: Manifest;
  /** Of the manifest, hex. */
  readonly sha256: string;
  /** What `assertMasterKey` compares; null when the database had never been started. */
  readonly masterKeyCheck: string | null;
}

export interface CheckOptions {
  readonly folder: string;
  /** What was kept outside: SHA-256 of the manifest, hex. */
  readonly expected?: string | undefined;
  readonly onProgress?: (bytes: number, of: number) => void;
}

/** @throws BackupRefused */
export async function checkBackup({ folder, expected, onProgress }: CheckOptions): Promise<CheckedBackup> {
  const { manifest, sha256 } = await readManifest(folder);
  if (expected !== undefined && expected !== sha256) {
    throw new BackupRefused(`${folder} is not the backup that is meant: its manifest's SHA-256 is ${sha256}`);
  }
  await checkRelease(folder, manifest);
  const total = manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  let seen = 0;
  for (const part of manifest.parts) {
    await checkPart(folder, part, (count) => onProgress?.((seen += count), total));
  }
  return { folder, manifest, sha256, masterKeyCheck: await masterKeyCheckOf(folder, manifest) };
}

async function checkRelease(folder: string, { schemas }: Manifest): Promise<void> {
  for (const { schema, migrations } of schemas) {
    const known = HABER_SCHEMAS.find((of) => of.schema === schema);
    if (known && (await isOfThisReleaseOrBefore(known, migrations))) continue;
    throw new BackupRefused(`${folder} is of a newer release of Haber: restore it with that one, or a later one`);
  }
}

async function checkPart(folder: string, part: Part, onBytes: (count: number) => void): Promise<void> {
  const path = join(folder, part.file);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new BackupRefused(`${path} cannot be read (${error.code}): the backup is not whole`);
  });
  if (found.size !== part.bytes) {
    throw new BackupRefused(`${path} has ${found.size} bytes and should have ${part.bytes}: the backup is damaged`);
  }
  const { sha256 } = await measured(path, onBytes);
  if (sha256 !== part.sha256) throw new BackupRefused(`${path} is not what was written: its SHA-256 is ${sha256}`);
}

async function masterKeyCheckOf(folder: string, { parts }: Manifest): Promise<string | null> {
  for (const { table, columns, file } of parts) {
    if (table !== 'personal_data.master_key') continue;
    const [row] = await rowsOf(join(folder, file));
    return row?.[columns.indexOf('check_value')]?.toString('utf8') ?? null;
  }
  return null;
}
