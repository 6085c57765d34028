/**
 * `Read` of the in-test server: pages of a stream and of `$all`, filtered or not, and catch-up subscriptions. Sources,
 * EventStoreDB 23.10: `Services/Transport/Grpc/Streams.Read.cs` (answers), `Services/Transport/Enumerators/`: a read
 * begins with the event at the given position, a subscription behind it; `AllSubscriptionFiltered.cs`: a checkpoint
 * every window × multiplier events that were looked at, in its place among the events; `caught_up` before going live.
 */
import { type ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { type Faults, invalidPosition, notLeader, type ReadFault, SLOW_READ_MS, unavailable } from './faults.fixture';
import type { LogRecord, TestLog } from './log.fixture';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

export interface ReadRules {
  readonly log: TestLog;
  readonly faults: Faults;
}

export function read(rules: ReadRules, call: ReadCall): void {
  const { faults } = rules;
  const options = call.request.getOptions();
  call.on('error', () => undefined);
  if (faults.silent || !options) return;
  // `requires-leader` is honoured by reads as well (`GetRequiresLeader`).
  if (faults.leader !== undefined && call.metadata.get('requires-leader')[0] === 'true') {
    call.emit('error', notLeader(faults.leader));
    return;
  }
  if (isBesideRecords(rules.log, options)) {
    call.emit('error', invalidPosition());
    return;
  }
  if (options.hasSubscription()) subscribe(rules, call, options);
  else page(rules, call, options);
}

/** The server begins to read at the very byte that it is told; behind its end it waits for what comes. */
function isBesideRecords({ records }: TestLog, options: ReadReq.Options): boolean {
  const position = options.getAll()?.getPosition();
  if (!position) return false;
  const asked = BigInt(position.getCommitPosition());
  const found = records[firstFrom(records, asked)];
  return found !== undefined && found.position !== asked;
}

function page({ log, faults }: ReadRules, call: ReadCall, options: ReadReq.Options): void {
  const fault = faults.reads.shift() ?? 'none';
  if (fault === 'silent') return;
  if (fault === 'busy') {
    call.emit('error', unavailable('Server Is Too Busy'));
    return;
  }
  const stream = options.getStream()?.getStreamIdentifier();
  const records = stream ? log.visible(nameOf(stream)) : log.records;
  if (records) return send(call, asked(records, options), fault);
  call.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(stream)));
  call.end();
}

function send(call: ReadCall, records: readonly LogRecord[], fault: ReadFault): void {
  if (fault === 'slow') return void setTimeout(() => send(call, records, 'none'), SLOW_READ_MS);
  const count = fault === 'cut-midway' ? Math.floor(records.length / 2) : records.length;
  for (const record of records.slice(0, count)) call.write(eventResponse(record));
  if (fault === 'cut-midway') call.emit('error', unavailable('connection lost'));
  else call.end();
}

function asked(records: readonly LogRecord[], options: ReadReq.Options): readonly LogRecord[] {
  const matches = filterOf(options);
  const step = options.getReadDirection() === 1 ? -1 : 1;
  const count = Number(options.getCount());
  const found: LogRecord[] = [];
  let at = step === 1 ? beginOf(records, options) : records.length - 1;
  for (let record = records[at]; record && found.length < count; record = records[at]) {
    if (matches(record)) found.push(record);
    at += step;
  }
  return found;
}

/** Only forwards from a place; backwards from the end. */
function beginOf(records: readonly LogRecord[], options: ReadReq.Options): number {
  const position = options.getAll()?.getPosition();
  if (position) return firstFrom(records, BigInt(position.getCommitPosition()));
  const revision = Number(options.getStream()?.getRevision() ?? 0);
  return Math.max(0, revision - (records[0]?.revision ?? 0));
}

/** The first record at a position or behind it. */
function firstFrom(records: readonly LogRecord[], position: bigint): number {
  let [low, high] = [0, records.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((records[middle]?.position ?? 0n) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function filterOf(options: ReadReq.Options): (record: LogRecord) => boolean {
  const expression = options.getFilter()?.getStreamIdentifier();
  if (!expression) return () => true;
  const pattern = new RegExp(expression.getRegex());
  return ({ stream }) => pattern.test(stream);
}

/** Sends what is there and, until the call ends, what comes. */
function subscribe({ log, faults }: ReadRules, call: ReadCall, options: ReadReq.Options): void {
  const position = options.getAll()?.getPosition();
  const after = position ? BigInt(position.getCommitPosition()) : -1n;
  const matches = filterOf(options);
  const filter = options.getFilter();
  const interval = (filter?.getMax() ?? 32) * (filter?.getCheckpointintervalmultiplier() ?? 1);
  let next = firstFrom(log.records, after + 1n);
  let looked = 0;

  const advance = (): void => {
    if (faults.muteSubscriptions || faults.silent) return;
    for (; next < log.records.length; next += 1) {
      const record = log.records[next];
      if (!record) break;
      if (matches(record)) call.write(eventResponse(record));
      looked += 1;
      if (looked % interval === 0) call.write(checkpoint(record.position));
    }
  };
  const confirmation = new ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID());
  call.write(new ReadResp().setConfirmation(confirmation));
  advance();
  call.write(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
  const forget = log.onAppend(advance);
  call.on('cancelled', forget);
  call.on('close', forget);
}

function eventResponse(record: LogRecord): ReadResp {
  const event = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(record.id))
    .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(record.stream)))
    .setStreamRevision(`${record.revision}`)
    .setCommitPosition(`${record.position}`)
    .setPreparePosition(`${record.transaction}`)
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  const map = event.getMetadataMap();
  map.set('type', record.type).set('content-type', record.contentType).set('created', '17000000000000000');
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(event).setCommitPosition(`${record.position}`));
}

function checkpoint(position: bigint): ReadResp {
  const place = new ReadResp.Checkpoint().setCommitPosition(`${position}`).setPreparePosition(`${position}`);
  return new ReadResp().setCheckpoint(place);
}

function nameOf(identifier: StreamIdentifier): string {
  return Buffer.from(identifier.getStreamName_asU8()).toString();
}
