/**
 * The one secret that an installation must keep: everything else that is secret is derived from it or wrapped under
 * it. Losing it makes all personal data unreadable and all API keys invalid; nothing can bring it back.
 */
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, stat, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';

const KEY_BYTES = 32;

/** The master key cannot be used: absent, malformed, readable by others, or not that of this database. */
export class UnusableMasterKey extends Error {
  override readonly name = 'UnusableMasterKey';
}

/** Holds the key without ever printing it. */
export class MasterKey {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    if (bytes.length !== KEY_BYTES) throw new UnusableMasterKey(`a master key has ${KEY_BYTES} bytes`);
    this.#bytes = Buffer.from(bytes);
  }

  /** HKDF-SHA-256. A purpose never changes its meaning: what hangs on a derived key is stored for ever. */
  derive(purpose: string): KeyObject {
    return createSecretKey(Buffer.from(hkdfSync('sha256', this.#bytes, '', `haber/v1/${purpose}`, KEY_BYTES)));
  }
}

export type KeyPurpose =
  | 'api-key-pepper'
  | 'api-key-making'
  | 'person-key-wrap'
  | 'master-key-check'
  | 'checkpoint-signing'
  | 'gateway-token'
  | 'bank-simulator';

/** A key for one purpose: knowing it says nothing about the master key or the other purposes' keys. */
export function deriveKey(master: MasterKey, purpose: KeyPurpose): KeyObject {
  return master.derive(purpose);
}

export interface MasterKeySources {
  /** HABER_MASTER_KEY: 32 bytes as base64, base64url or hex. Wins over the file, which then must not contradict it. */
  readonly env?: string | undefined;
  /** Made with a random key, mode 0600, when `env` is absent and it does not exist. */
  readonly file?: string | undefined;
  /** False where a database has its master key already: another one would be of no use. Default true. */
  readonly mayMake?: boolean;
}

/** @throws UnusableMasterKey with the remedy */
export async function loadMasterKey({ env, file, mayMake = true }: MasterKeySources): Promise<MasterKey> {
  const kept = file === undefined ? undefined : await readKeyFile(file);
  if (env !== undefined && env !== '') {
    const given = parseMasterKey(env, 'HABER_MASTER_KEY');
    if (kept && !kept.equals(given)) {
      throw new UnusableMasterKey(
        `HABER_MASTER_KEY differs from the key in ${file}: move that file away if it is not yours`,
      );
    }
    return new MasterKey(given);
  }
  if (kept) return new MasterKey(kept);
  return new MasterKey(await firstKey(file, mayMake));
}

async function firstKey(file: string | undefined, mayMake: boolean): Promise<Buffer> {
  if (file === undefined) throw new UnusableMasterKey('set HABER_MASTER_KEY: 32 bytes as base64 or hex');
  if (mayMake) return makeKeyFile(file);
  throw new UnusableMasterKey(
    `${file} is missing, and this database has a master key: put that file back, or set HABER_MASTER_KEY`,
  );
}

/** @throws UnusableMasterKey, which never quotes the text */
function parseMasterKey(text: string, source: string): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  if (/^[\w+/-]{43}=?$/.test(trimmed)) return Buffer.from(trimmed, 'base64');
  throw new UnusableMasterKey(`${source}: not ${KEY_BYTES} bytes as base64 or hex`);
}

async function readKeyFile(file: string): Promise<Buffer | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new UnusableMasterKey(`${file} cannot be read: ${error.code ?? 'unknown error'}`);
  });
  if (text === undefined) return undefined;
  const { mode } = await stat(file);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new UnusableMasterKey(`${file} can be read by others: chmod 600 it`);
  }
  return parseMasterKey(text, file);
}

/** Whole or not at all, also when two processes start at once: then both use the one that came first. */
async function makeKeyFile(file: string): Promise<Buffer> {
  await mkdir(dirname(file), { recursive: true });
  const bytes = randomBytes(KEY_BYTES);
  const half = `${file}.${randomBytes(6).toString('hex')}.half`;
  await writeDurably(half, `${bytes.toString('base64')}\n`);
  try {
    await link(half, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const first = await readKeyFile(file);
    if (!first) throw new UnusableMasterKey(`${file} appeared and went away again`);
    return first;
  } finally {
    await unlink(half);
  }
  await syncFolder(dirname(file));
  return bytes;
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
