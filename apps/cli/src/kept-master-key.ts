/** The master key that is here, from the environment or the data directory; `haber` never makes one. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessConfig } from '@haber/boot';
import { loadMasterKey, type MasterKey } from '@haber/personal-data';

/** Undefined when there is none. @throws UnusableMasterKey */
export async function keptMasterKey({ dataDir, masterKey }: ProcessConfig): Promise<MasterKey | undefined> {
  const file = join(dataDir, 'master.key');
  const there = await stat(file).then(
    () => true,
    () => false,
  );
  if (!there && !masterKey) return undefined;
  return loadMasterKey({ env: masterKey?.reveal(), ...(there && { file }) });
}
