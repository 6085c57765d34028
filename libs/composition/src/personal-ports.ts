/** Personal data as the contexts need it. Erasure is the whole product's: every context seals under the one key. */
import type { ApplicationPorts } from '@haber/applications';
import { erase } from '@haber/audit';
import { personalData as openPersonalData, type PersonalDataOptions, purgeErased } from '@haber/personal-data';

type Ports = Pick<ApplicationPorts, 'personalData' | 'erasure'>;

/** Under the runtime role, which may not purge: what an operator could make go at once, the statement names. */
export function personalPorts({ customers }: Pick<ApplicationPorts, 'customers'>, options: PersonalDataOptions): Ports {
  const { pool } = options;
  const personalData = openPersonalData(options);
  const erasure: Ports['erasure'] = {
    async erase(customerId, { tenant, actor, assertedBy, keyId, correlationId }) {
      const by = {
        tenant,
        actor,
        correlationId,
        ...(assertedBy !== undefined && { assertedBy }),
        ...(keyId !== undefined && { keyId }),
      };
      const done = await erase({ customerId, ...by, customers, personalData, pool, now: false });
      const { revision, hash, statement } = done;
      if (revision === null || hash === null) throw new Error('a customer that was known has no stream');
      return { revision, hash, statement };
    },
    statement: async () => (await purgeErased({ pool }, { now: false })).statement,
  };
  return { personalData, erasure };
}
