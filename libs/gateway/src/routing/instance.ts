/**
 * One instance of a service, as the gateway sees it: what it last said of itself, and the connections to it. An
 * instance that stops turns requests away; then the gateway hangs up first, so that no request is on its way on a
 * connection that the instance ends.
 */
import { TURNED_AWAY } from '@haber/http';
import { Pool } from 'undici';
import { AnswerLost, exchange, NotSent, type ServiceAnswer, type ServiceRequest } from './exchange';

/** `unready`: it answers, and says that it should not be asked. */
export type InstanceState = 'ready' | 'unready' | 'down';

export interface InstanceTimeouts {
  readonly connectMs: number;
  /** For an answer to begin, and between two parts of it. */
  readonly answerMs: number;
  readonly checkMs: number;
}

/** The instance has done nothing with the request, and says so. */
export class TurnedAway extends Error {
  override readonly name = 'TurnedAway';
}

/** Above what a service has in flight when it is busy; more wait here. */
const CONNECTIONS = 256;
/** How much earlier than the service's own limit an idle connection is given up. */
const KEEP_ALIVE_MARGIN_MS = 5_000;

export class Instance {
  /** Until it has been asked, nobody knows better. */
  state: InstanceState = 'down';
  inFlight = 0;
  /** Called whenever a check had no answer, as of a process that is stopped or a host that is gone. */
  readonly onSilence = new Set<() => void>();
  private pool: Pool;
  private readonly leaving = new Set<Promise<void>>();

  constructor(
    readonly url: string,
    private readonly timeouts: InstanceTimeouts,
  ) {
    this.pool = this.connections();
  }

  /** @throws NotSent, TurnedAway, AnswerLost */
  async send(request: ServiceRequest): Promise<ServiceAnswer> {
    const { pool } = this;
    this.inFlight += 1;
    try {
      const answer = await exchange(pool, request);
      if (answer.headers[TURNED_AWAY] === undefined) return answer;
      if (pool === this.pool) this.hangUp();
      throw new TurnedAway(this.url);
    } catch (error) {
      if (error instanceof NotSent) this.state = 'down';
      throw error;
    } finally {
      this.inFlight -= 1;
    }
  }

  /** Asks whether it can serve. Never rejects. */
  async check(): Promise<void> {
    const late = AbortSignal.timeout(this.timeouts.checkMs);
    const asked = { method: 'GET', target: '/readyz', headers: [], body: null, unwanted: late };
    try {
      const { status, headers } = await exchange(this.pool, asked);
      if (headers[TURNED_AWAY] !== undefined) this.hangUp();
      else this.state = status === 200 ? 'ready' : 'unready';
    } catch (error) {
      this.state = error instanceof AnswerLost && late.aborted ? 'unready' : 'down';
      for (const told of this.onSilence) told();
    }
  }

  /** Resolves when what is in flight has been answered. */
  async close(): Promise<void> {
    this.hangUp();
    await Promise.all(this.leaving);
  }

  /** Idle connections at once, busy ones when they have had their answer. */
  private hangUp(): void {
    this.state = 'unready';
    const left = this.pool.close().finally(() => this.leaving.delete(left));
    this.leaving.add(left);
    this.pool = this.connections();
  }

  private connections(): Pool {
    const { connectMs, answerMs } = this.timeouts;
    return new Pool(this.url, {
      connections: CONNECTIONS,
      connectTimeout: connectMs,
      headersTimeout: answerMs,
      bodyTimeout: answerMs,
      keepAliveTimeoutThreshold: KEEP_ALIVE_MARGIN_MS,
      allowH2: false,
    });
  }
}
