/**
 * The naive way, for comparison: every command is one transaction on a connection of its own that locks the account's
 * row, looks for the idempotency key, decides, appends the event and updates the balance. The same durability, the same
 * limit, the same answer; no queue, no batch, no cache. Also serves the bare no-op POST that the framework can do.
 */
import 'reflect-metadata';
import { Body, Controller, Headers, HttpCode, HttpException, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Pool, type PoolClient } from 'pg';

const SCHEMA = `
  CREATE SCHEMA IF NOT EXISTS naive;
  CREATE TABLE IF NOT EXISTS naive.accounts (id text PRIMARY KEY, limit_minor bigint NOT NULL,
    used_minor bigint NOT NULL, revision bigint NOT NULL);
  CREATE TABLE IF NOT EXISTS naive.events (account text NOT NULL, revision bigint NOT NULL, type text NOT NULL,
    data jsonb NOT NULL, PRIMARY KEY (account, revision));
  CREATE TABLE IF NOT EXISTS naive.keys (account text NOT NULL, key text NOT NULL, answer jsonb NOT NULL,
    PRIMARY KEY (account, key));`;

interface Use {
  readonly order_id: string;
  readonly amount: number;
}

let pool: Pool;

async function use(client: PoolClient, account: string, command: Use & { readonly key: string }): Promise<object> {
  const found = await client.query<{ limit_minor: string; used_minor: string; revision: string }>(
    'SELECT limit_minor, used_minor, revision FROM naive.accounts WHERE id = $1 FOR UPDATE',
    [account],
  );
  const row = found.rows[0];
  if (!row) throw new HttpException('unknown account', 404);
  const before = await client.query<{ answer: object }>(
    'SELECT answer FROM naive.keys WHERE account = $1 AND key = $2',
    [account, command.key],
  );
  if (before.rows[0]) return before.rows[0].answer;
  const amountMinor = BigInt(Math.round(command.amount * 100));
  const usedMinor = BigInt(row.used_minor) + amountMinor;
  if (usedMinor > BigInt(row.limit_minor)) throw new HttpException('insufficient credit', 422);
  const revision = BigInt(row.revision) + 1n;
  const answer = { order_id: command.order_id, used: `${usedMinor}` };
  await client.query('INSERT INTO naive.events (account, revision, type, data) VALUES ($1, $2, $3, $4)', [
    account,
    revision.toString(),
    'credit-used',
    JSON.stringify({ ...answer, amount: `${amountMinor}` }),
  ]);
  await client.query('INSERT INTO naive.keys (account, key, answer) VALUES ($1, $2, $3)', [
    account,
    command.key,
    JSON.stringify(answer),
  ]);
  await client.query('UPDATE naive.accounts SET used_minor = $2, revision = $3 WHERE id = $1', [
    account,
    usedMinor.toString(),
    revision.toString(),
  ]);
  return answer;
}

async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

@Controller()
class NaiveController {
  @Post('naive/:account/use')
  @HttpCode(200)
  use(@Param('account') account: string, @Headers('idempotency-key') key: string, @Body() body: Use): Promise<object> {
    return inTransaction((client) => use(client, account, { ...body, key }));
  }

  /** What Nest on Fastify can do at most: no guard, no validation, no exact numbers. */
  @Post('bare')
  @HttpCode(200)
  bare(@Body() body: Use): object {
    return { status: 'success', data: { order_id: body.order_id, amount: body.amount } };
  }
}

@Module({ controllers: [NaiveController] })
class NaiveModule {}

export interface NaiveServer {
  readonly port: number;
  close(): Promise<void>;
}

/** `connections`: one for each client, as the naive way has it. */
export async function startNaiveServer(
  url: string,
  connections: number,
  accounts: readonly string[],
): Promise<NaiveServer> {
  pool = new Pool({ connectionString: url, max: connections });
  await pool.query(SCHEMA);
  await pool.query(
    `INSERT INTO naive.accounts SELECT id, 100000000000000, 0, -1 FROM unnest($1::text[]) id ON CONFLICT DO NOTHING`,
    [accounts],
  );
  const app = await NestFactory.create<NestFastifyApplication>(NaiveModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const address = app.getHttpServer().address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    async close() {
      await app.close();
      await pool.end();
    },
  };
}
