// `npm run deploy:env`: writes .env for docker-compose.yml, with secrets that nobody else has. Never over one that is
// there: the master key in it cannot be made anew.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root } from '../runtime.mjs';

const MADE = /^(\w+)=<(\w+)>$/;

/** deploy/env.example with a value in every place that is marked as made. */
export function environmentText() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const values = {
    hex: () => randomBytes(24).toString('hex'),
    bankSecret: () => `whsec_${randomBytes(32).toString('base64')}`,
    masterKey: () => randomBytes(32).toString('base64'),
    signingKey: () => privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
    publicKey: () => publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
  };
  const lines = readFileSync(join(root, 'deploy/env.example'), 'utf8').split('\n');
  return lines.map((line) => line.replace(MADE, (_, name, kind) => `${name}=${values[kind]()}`)).join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const file = resolve(process.argv[2] ?? join(root, '.env'));
  try {
    writeFileSync(file, environmentText(), { flag: 'wx', mode: 0o600 });
    console.log(`wrote ${file}: keep a copy of HABER_MASTER_KEY elsewhere, it cannot be made anew`);
  } catch (error) {
    console.error(error.code === 'EEXIST' ? `${file} is there already, and stays as it is` : error.message);
    process.exitCode = 1;
  }
}
