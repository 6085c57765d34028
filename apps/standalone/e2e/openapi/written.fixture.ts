/** What a refused call must leave as it was. */
import type { Product } from '@haber/testing';
import { sql } from '../partner.fixture';

/** Where the log ends, beside the signatures that the product writes on its own, and how many people have a key. */
export async function written(product: Product): Promise<object> {
  const [row] = await sql(
    product,
    `SELECT (SELECT max(position) FROM event_log.events WHERE stream_id NOT LIKE 'checkpoint-%') AS log_end,
            (SELECT count(*) FROM personal_data.person_keys) AS people`,
  );
  if (!row) throw new Error('a count has no row');
  return row;
}

/** Where the part of the log ends that is the tenant's. */
export async function writtenFor(product: Product, tenant: string): Promise<object> {
  const [row] = await sql(
    product,
    `SELECT max(position) AS log_end FROM event_log.events
     WHERE convert_from(metadata, 'UTF8')::json ->> 'tenant' = '${tenant}'`,
  );
  if (!row) throw new Error('a maximum has no row');
  return row;
}
