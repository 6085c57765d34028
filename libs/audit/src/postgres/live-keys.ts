/**
 * Keys of customers whose personal data was erased: none may be live. Who is being registered anew has a key a moment
 * before his stream says so; hence whoever looks so is asked again in his turn, when nobody registers or erases him.
 */
import { categoryOf } from '@haber/event-store';
import type { Customer, CustomerEvent } from '@haber/ledger';
import { takeTurns } from '@haber/personal-data';
import type { ClientBase } from 'pg';
import type { LogAuditor } from '../log-auditor';
import type { LogSource } from '../log-source';
import type { StreamAuditor } from '../stream-auditor';

const PAGE = 5_000;
const TURN_TIMEOUT_MS = 30_000;
const ERASED = 'customer.personal-data-erased.v1' satisfies CustomerEvent['type'];
const COMINGS_AND_GOINGS: readonly CustomerEvent['type'][] = ['customer.registered.v1', ERASED];

/** In the view of the database that the log was read in. @returns streams */
export async function erasedWithLiveKey(client: ClientBase, auditor: LogAuditor): Promise<readonly string[]> {
  const erased = [...auditor.streams]
    .filter(([stream, audited]) => isErased(stream, audited))
    .map(([stream]) => stream);
  const found: string[] = [];
  for (let at = 0; at < erased.length && (await hasKeys(client)); at += PAGE) {
    const { rows } = await client.query<{ person: string }>(
      `SELECT person FROM personal_data.person_keys WHERE destroyed_at IS NULL AND person = ANY($1::text[])`,
      [erased.slice(at, at + PAGE)],
    );
    found.push(...rows.map(({ person }) => person));
  }
  return found;
}

/** Outside of that view. */
export async function tellLiveKeys(
  { client, log }: { readonly client: ClientBase; readonly log: LogSource },
  auditor: LogAuditor,
  suspects: readonly string[],
): Promise<void> {
  await client.query(`SET lock_timeout = ${TURN_TIMEOUT_MS}`);
  for (const stream of suspects) {
    await takeTurns(client, [stream]);
    const last = await log.lastTypeOf(stream, COMINGS_AND_GOINGS);
    const { rows } = await client.query<{ live: boolean }>(
      `SELECT EXISTS (SELECT FROM personal_data.person_keys WHERE person = $1 AND destroyed_at IS NULL) AS live`,
      [stream],
    );
    await client.query('SELECT pg_advisory_unlock_all()');
    if (last !== ERASED || rows[0]?.live !== true) continue;
    const audited = auditor.streams.get(stream);
    audited?.tell(
      'personal-data',
      audited.revision,
      'personal data was erased, and there is a live key: erase it again',
    );
  }
}

function isErased(stream: string, { fold }: StreamAuditor): boolean {
  return categoryOf(stream) === 'customer' && (fold?.state as Customer | undefined)?.status === 'erased';
}

async function hasKeys(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('personal_data.person_keys') IS NOT NULL AS there`,
  );
  return rows[0]?.there === true;
}
