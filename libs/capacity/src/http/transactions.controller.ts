/**
 * Haber's own API: what merchants have processed. A body is read no faster than it is recorded: one part of it is under
 * way, one gathers, the rest waits at the sender.
 */
import {
  ownError,
  ownValidationError,
  parseCommandQuery,
  recordTransactionsOperation,
  transactionsAnswer,
  transactionsIn,
} from '@haber/dialects';
import {
  callerOf,
  commandOrigin,
  mayActFor,
  Operation,
  platformProblem,
  Problem,
  RequireScope,
  sendEvidence,
  StreamedBody,
  StreamedExchange,
  type StreamedHttpExchange,
  valid,
} from '@haber/http';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Gathered } from '../intake/gathered';
import { linesIn } from '../intake/ndjson';
import { readLine, readTransaction } from '../intake/read-line';
import { CAPACITY_PORTS, type CapacityPorts } from '../ports';
import { OpenStreams } from './open-streams';
import { Recording } from './recording';

/** Bodies of any length at once, in this process: of all partners, and of one, which may be as slow as it likes. */
const MOST_STREAMS = 32;
const MOST_STREAMS_OF_ONE = 8;
/**
 * Transactions that gather while as many are being recorded, of all such bodies together: the more of one, the fewer
 * events hold them, which is what a body of many merchants costs.
 */
const GATHERED_AT_ONCE = 30_000;
const TOO_MANY = 'As many bodies of NDJSON are being read as may be at once.';
const NO_DRY_STREAM = { parameter: 'dry_run', detail: 'NDJSON takes no dry run' };
/** Of several accounts, or of none. */
const DRY = { revision: -1, replayed: false };
const NDJSON = new Set(['application/x-ndjson', 'application/ndjson']);

@Controller('api/v1/transactions')
export class TransactionsController {
  private readonly streams = new OpenStreams({ most: MOST_STREAMS, ofOne: MOST_STREAMS_OF_ONE });

  constructor(@Inject(CAPACITY_PORTS) private readonly ports: CapacityPorts) {}

  @Post()
  @HttpCode(200)
  @StreamedBody()
  @Operation(recordTransactionsOperation)
  @RequireScope('transactions:write')
  async record(@StreamedExchange() exchange: StreamedHttpExchange): Promise<object> {
    const { dryRun } = valid(parseCommandQuery(exchange.query), ownValidationError);
    const isStream = exchange.mediaType !== undefined && NDJSON.has(exchange.mediaType);
    // Of a body of any length nobody could remember what it would have recorded before.
    if (isStream && dryRun) throw new Problem(ownValidationError([NO_DRY_STREAM]));
    return transactionsAnswer(isStream ? await this.admitted(exchange) : await this.recordJson(exchange, dryRun));
  }

  private async recordJson(exchange: StreamedHttpExchange, dryRun: boolean) {
    const { context, reply, json } = exchange;
    const list = valid(transactionsIn(await json()), ownValidationError);
    const recording = new Recording(this.ports, commandOrigin(context, this.ports.fingerprint), dryRun);
    const gathered = new Gathered<number>();
    list.forEach((raw, i) => this.gather(exchange, { at: i + 1, read: readTransaction(raw), recording, gathered }));
    const evidence = await recording.recordWhole(gathered.take());
    const { tally } = recording;
    if (tally.keysReused > 0 && tally.accepted + tally.duplicate === 0) {
      throw new Problem(ownError('idempotency_key_reused'));
    }
    const told = evidence ?? (dryRun ? DRY : undefined);
    if (told) sendEvidence(reply, told);
    return tally.told();
  }

  private async admitted(exchange: StreamedHttpExchange) {
    const { context } = exchange;
    if (context.idempotencyKey !== undefined) {
      throw platformProblem('invalid_idempotency_key', {
        detail: 'NDJSON takes none: each line counts once by itself',
      });
    }
    if (context.expectedRevision !== undefined) {
      throw platformProblem('invalid_if_match', {
        detail: 'NDJSON takes none: its lines are of any number of accounts',
      });
    }
    const { tenant } = callerOf(context);
    if (!this.streams.enter(tenant)) {
      throw platformProblem('queue_full', { outcome: 'none', retryAfterSeconds: 5, detail: TOO_MANY });
    }
    try {
      return await this.recordStream(exchange);
    } finally {
      this.streams.leave(tenant);
    }
  }

  private async recordStream(exchange: StreamedHttpExchange) {
    const recording = new Recording(this.ports, commandOrigin(exchange.context, this.ports.fingerprint));
    const gathered = new Gathered<number>();
    try {
      for await (const lines of linesIn(exchange.body)) {
        for (const line of lines) {
          const read = 'text' in line ? readLine(line.text) : unreadable(line.unreadable);
          this.gather(exchange, { at: line.at, read, recording, gathered });
        }
        if (gathered.size * this.streams.size >= GATHERED_AT_ONCE) await recording.recordNext(gathered.take());
      }
    } catch (error) {
      // What came whole is kept; the error that broke it off is the answer, if anybody waits for one.
      await recording.recordNext(gathered.take());
      await recording.recorded();
      throw error;
    }
    await recording.recordNext(gathered.take());
    await recording.recorded();
    return recording.tally.told();
  }

  /** Another customer than the key's is like one that is not there. */
  private gather({ context }: StreamedHttpExchange, { at, read, recording, gathered }: Gathering): void {
    const { tally } = recording;
    if (!read.ok) {
      const { transactionId, code, detail } = read;
      return tally.refuse({ line: at, transactionId, code, detail });
    }
    if (mayActFor(context, read.value.customerId)) return gathered.add(read.value, at);
    const { transactionId } = read.value;
    tally.refuse({ line: at, transactionId, code: 'customer_not_found', detail: 'There is no such customer.' });
  }
}

interface Gathering {
  readonly at: number;
  readonly read: ReturnType<typeof readLine>;
  readonly recording: Recording;
  readonly gathered: Gathered<number>;
}

function unreadable(why: 'too long' | 'not UTF-8'): ReturnType<typeof readLine> {
  return why === 'too long'
    ? { ok: false, transactionId: null, code: 'line_too_long', detail: 'The line has more than 4,096 bytes.' }
    : { ok: false, transactionId: null, code: 'malformed_json', detail: 'not UTF-8' };
}
