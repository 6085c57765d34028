/** The composition of the simulated bank: reads config, starts, stops. Its book is in `bank/` of the data directory. */
import { join } from 'node:path';
import { DEFAULT_WEIGHTS, type Hostility, readWeights, startBankSimulator } from '@haber/bank';
import { type ProcessConfig, type ProcessContext, UnusableEnvironment } from '@haber/boot';

export async function startSimulatorProcess({ config, logger, defer, fail }: ProcessContext): Promise<void> {
  const { secrets, simulator } = config.bank;
  if (secrets.length === 0) {
    throw new UnusableEnvironment('the simulated bank needs HABER_BANK_SECRET, which signs what it is sent');
  }
  const hostility = hostilityOf(simulator);
  const bank = await startBankSimulator({
    ...{ port: config.port, host: config.host, folder: join(config.dataDir, 'bank'), secrets },
    ...(simulator.callbackUrl !== undefined && { callbackUrl: simulator.callbackUrl }),
    ...(hostility && { hostility }),
    timing: { settleMs: simulator.settleMs },
    onFault: fail,
  });
  defer('bank', () => bank.close());
  logger.info({ url: bank.url, hostile: hostility !== undefined }, 'the simulated bank is open');
}

function hostilityOf({ hostileSeed, hostileWeights }: ProcessConfig['bank']['simulator']): Hostility | undefined {
  if (hostileSeed === undefined && hostileWeights === undefined) return undefined;
  const weights = hostileWeights === undefined ? DEFAULT_WEIGHTS : readWeights(hostileWeights);
  return { seed: hostileSeed ?? '', weights };
}
