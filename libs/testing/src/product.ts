/**
 * The running product as a partner meets it, whatever it consists of: an address, a document of its own that every
 * answer is held against, and `haber` beside it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventStore } from '@haber/event-store';
import { type Answer, HttpClient } from './http-client';
import type { RanHaber } from './killable-process';
import { LogCanaries } from './log-canaries';
import { matcherOf, type OpenApiMatcher } from './openapi';

/** A key of ours for the demo tenant (`demo/test`), given to a first start so that tests know it. */
export const DEMO_KEY = 'a-demo-key-for-tests-0123456789abcdef';

export interface RequestOptions {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** What suites need that hold in every shape of deployment. */
export interface Product {
  /** Where partners reach it. */
  readonly url: string;
  /** All that its processes printed, their logs included. */
  readonly output: string;
  /** Of its processes that run, Postgres aside. */
  readonly pids: readonly number[];
  /** @throws when there is no answer, or one that the product's OpenAPI document does not declare */
  request(method: string, path: string, body?: unknown, options?: RequestOptions): Promise<Answer>;
  /** Runs `haber` against its database. */
  haber(...args: string[]): Promise<RanHaber>;
  runtime(): Promise<{ readonly databaseUrl: string }>;
  /** The event log itself, beside the product; to be closed. */
  openLog(): Promise<EventStore>;
  /** SIGKILL to every process, Postgres aside. */
  kill(): Promise<void>;
  /** Starts what was killed or stopped on the data that is there, and waits until it says that it is ready. */
  restart(): Promise<void>;
  /** @throws when none runs */
  killPostgres(signal: NodeJS.Signals): Promise<void>;
  /** Stops whatever runs, Postgres included, and removes what was made. */
  destroy(): Promise<void>;
}

/** Sends a partner's requests to a product. */
export class PartnerClient {
  private readonly client = new HttpClient();
  /** Holds every answer against the product's own document. */
  matcher: OpenApiMatcher | undefined;
  /** Answers that the document does not declare: each has thrown, and whoever caught that will not get away with it. */
  readonly mismatches: string[] = [];
  /** What the product may not print. */
  readonly canaries = new LogCanaries();

  /** @throws when there is no answer, or one that the product's OpenAPI document does not declare */
  async send(url: string, method: string, target: string, body: unknown, options: RequestOptions): Promise<Answer> {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const headers = headersOf(options, text !== undefined);
    this.canaries.addRequest(headers, text);
    const { signal } = options;
    const sent = { method, url: url + target, headers, ...(text !== undefined && { body: text }) };
    const answer = await this.client.send({ ...sent, ...(signal && { signal }) });
    this.mustMatch(method, target, answer);
    return answer;
  }

  close(): void {
    this.client.close();
  }

  /** @throws when an answer was not as the document says, whoever caught it then */
  assertAllMatched(): void {
    if (this.mismatches.length > 0) throw new Error(`undeclared answers:\n${this.mismatches.slice(0, 5).join('\n')}`);
  }

  private mustMatch(method: string, target: string, { status, headers, text }: Answer): void {
    const mismatch = this.matcher?.mismatch({ method, target, status, headers, text });
    if (mismatch === undefined) return;
    this.mismatches.push(mismatch);
    throw new Error(mismatch);
  }
}

function headersOf({ key = DEMO_KEY, headers }: RequestOptions, hasBody: boolean): Readonly<Record<string, string>> {
  return {
    ...(key !== null && { authorization: `Bearer ${key}` }),
    ...(hasBody && { 'content-type': 'application/json' }),
    ...headers,
  };
}

export async function isReady(url: string, page = 'readyz'): Promise<boolean> {
  return fetch(`${url}/${page}`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** What a ready product says about itself; undefined while it is not ready. */
export async function matcherOfReady(url: string): Promise<OpenApiMatcher | undefined> {
  try {
    if (!(await isReady(url))) return undefined;
    return matcherOf(await fetch(`${url}/openapi.json`).then((response) => response.text()));
  } catch {
    return undefined;
  }
}

/** Of the embedded server's first process. @throws when none runs. */
export async function killPostgresIn(dataDir: string, signal: NodeJS.Signals): Promise<void> {
  const file = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8');
  process.kill(Number(file.split('\n')[0]), signal);
}
