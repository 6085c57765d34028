/** `haber checkpoints`: the public key under which this installation signs what its log has become. */
import { publicKeyPem } from '@haber/audit';
import { Command } from 'commander';
import type { Run } from '../program';
import { Refusal } from '../refusal';

export function checkpointsCommand(run: Run): Command {
  const checkpoints = new Command('checkpoints').description('the signed checkpoints of the log');
  checkpoints
    .command('key')
    .description('the public key that they are signed under: give it to auditors by a way that they trust')
    .option('--pem', 'as PEM instead of base64')
    .option('--json', 'as JSON')
    .action(run(key));
  return checkpoints;
}

const key: Parameters<Run>[0] = async ({ session, output, options }) => {
  const { pem, json } = options as { pem?: boolean; json?: boolean };
  const publicKey = (await session.checkpointKey())?.publicKey;
  if (publicKey === undefined) {
    throw new Refusal(
      'usage',
      'the key comes from the master key: set HABER_MASTER_KEY, or HABER_DATA_DIR to where it is',
    );
  }
  if (json) return output.line(JSON.stringify({ algorithm: 'ed25519', publicKey, pem: publicKeyPem(publicKey) }));
  return output.line(pem ? publicKeyPem(publicKey).trimEnd() : publicKey);
};
