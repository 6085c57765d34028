/**
 * Every name that may stand in a file only once, in a temporary table of the database: a million of them cost this
 * process no memory, and the table goes with the connection.
 */
import type { ImportLineNames } from '@haber/dialects';
import type { Pool, PoolClient } from 'pg';

interface Name {
  readonly kind: 'customer' | 'account';
  readonly name: string;
  readonly line: number;
}

/** A line that names somebody, right or wrong. */
export interface LineWithNames {
  readonly number: number;
  readonly names: ImportLineNames;
}

export interface NamedTwice {
  readonly number: number;
  readonly reason: string;
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

  /** For each name that stands on an earlier line too, why that is wrong. Lines come in order, each once. */
  async add(lines: readonly LineWithNames[]): Promise<readonly NamedTwice[]> {
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
             SELECT kind, line::text, first::text FROM earlier WHERE line <> first ORDER BY line, kind DESC`,
      values: [names.map(({ kind }) => kind), names.map(({ name }) => name), names.map(({ line }) => line)],
    });
    return rows.map(({ kind, line, first }) => ({
      number: Number(line),
      reason: `${MEMBER[kind]}: stands on line ${first} already`,
    }));
  }

  /** The table goes with the connection. */
  close(): void {
    this.client.release(true);
  }
}

function namesOf({ number: line, names: { customerId, accountExternalId } }: LineWithNames): Name[] {
  return [
    ...(customerId === undefined ? [] : [{ kind: 'customer', name: customerId, line } as const]),
    ...(accountExternalId === undefined ? [] : [{ kind: 'account', name: accountExternalId, line } as const]),
  ];
}
