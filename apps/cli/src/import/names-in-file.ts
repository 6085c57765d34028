/**
 * Every name that may stand in a file only once, in a temporary table of the database: a million of them cost this
 * process no memory, and the table goes with the connection.
 */
import type { Pool, PoolClient } from 'pg';
import type { GoodLine } from './checked-line';

interface Name {
  readonly kind: 'customer' | 'account';
  readonly name: string;
  readonly line: number;
}

const MEMBER = { customer: '/customer/id', account: '/account/external_id' } as const;

export class NamesInFile {
  private constructor(private readonly client: PoolClient) {}

  static async open(pool: Pool): Promise<NamesInFile> {
    const client = await pool.connect();
    try {
      // Nobody counts a temporary table's rows for the planner: without this it would read all of them at every call.
      await client.query(`SET enable_seqscan TO off; SET enable_hashjoin TO off; SET enable_mergejoin TO off;
        CREATE TEMPORARY TABLE haber_import (
          kind text, name text COLLATE "C", line bigint NOT NULL, PRIMARY KEY (kind, name)
        )`);
      return new NamesInFile(client);
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** For each line whose names stand on an earlier one too, why that is wrong. Lines come in order, each once. */
  async add(lines: readonly GoodLine[]): Promise<ReadonlyMap<number, string>> {
    const names = lines.flatMap(namesOf);
    const { rows } = await this.client.query<{ kind: Name['kind']; line: string; first: string }>({
      name: 'import-names',
      text: `WITH given AS (
               SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) AS g (kind, name, line)
             ), earlier AS (
               SELECT g.kind, g.name, g.line, coalesce(i.line, min(g.line) OVER (PARTITION BY g.kind, g.name)) AS first
               FROM given AS g LEFT JOIN pg_temp.haber_import AS i USING (kind, name)
             ), kept AS (
               INSERT INTO pg_temp.haber_import (kind, name, line)
               SELECT kind, name, line FROM earlier WHERE line = first
             )
             SELECT kind, line::text, first::text FROM earlier WHERE line <> first`,
      values: [names.map(({ kind }) => kind), names.map(({ name }) => name), names.map(({ line }) => line)],
    });
    return new Map(
      rows.map(({ kind, line, first }) => [Number(line), `${MEMBER[kind]}: stands on line ${first} already`]),
    );
  }

  /** The table goes with the connection. */
  close(): void {
    this.client.release(true);
  }
}

function namesOf({ number: line, customer, account }: GoodLine): Name[] {
  const names: Name[] = [{ kind: 'customer', name: customer.id, line }];
  if (account.externalId !== null) names.push({ kind: 'account', name: account.externalId, line });
  return names;
}
