/**
 * The simulated bank of a standalone, in its own process: what test mode pays through where no other is named. Its book
 * is in the data directory, its secret comes from the master key, and it listens on this machine alone.
 */
import { join } from 'node:path';
import { type BankSimulator, BookInUse, DEFAULT_WEIGHTS, readWeights, startBankSimulator } from '@haber/bank';
import { type ProcessContext, Secret } from '@haber/boot';
import { deriveKey } from '@haber/personal-data';
import type { Ledger } from './ledger';

const CALLBACKS = '/api/v1/bank/callbacks';
const TAKE_OVER_EVERY_MS = 1_000;

/** @param url where this process listens. @returns the bank's own address; undefined while another process has it */
export async function startOwnSimulator(
  { config, logger, defer, fail }: ProcessContext,
  { masterKey, banks }: Pick<Ledger, 'masterKey' | 'banks'>,
  url: string,
): Promise<string | undefined> {
  const { settleMs, hostileSeed, hostileWeights } = config.bank.simulator;
  const secrets = [new Secret(`whsec_${deriveKey(masterKey, 'bank-simulator').export().toString('base64')}`)];
  const isHostile = hostileSeed !== undefined || hostileWeights !== undefined;
  const weights = hostileWeights === undefined ? DEFAULT_WEIGHTS : readWeights(hostileWeights);
  const start = (): Promise<BankSimulator> =>
    startBankSimulator({
      ...{ port: 0, folder: join(config.dataDir, 'bank'), secrets, callbackUrl: `${url}${CALLBACKS}` },
      ...(isHostile && { hostility: { seed: hostileSeed ?? '', weights } }),
      timing: { settleMs },
      onFault: fail,
    });
  const opened = (simulator: BankSimulator): void => {
    defer('simulated bank', () => simulator.close());
    banks.add('simulator', { url: simulator.url, secrets });
  };
  try {
    const simulator = await start();
    opened(simulator);
    return simulator.url;
  } catch (error) {
    if (!(error instanceof BookInUse)) throw error;
    // A second process on the same data directory: the first one pays, and this one takes over when that has gone.
    logger.info('the simulated bank is open in another process on this data directory');
    const timer = setInterval(() => void takeOver(), TAKE_OVER_EVERY_MS);
    let taking = false;
    const takeOver = async (): Promise<void> => {
      if (taking) return;
      taking = true;
      await start().then(
        (simulator) => {
          clearInterval(timer);
          opened(simulator);
        },
        () => undefined, // still in use
      );
      taking = false;
    };
    defer('simulated bank of another process', () => clearInterval(timer));
    return undefined;
  }
}
