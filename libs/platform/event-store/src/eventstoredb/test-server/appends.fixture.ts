/**
 * `BatchAppend` and `Append` of the in-test server. Source: EventStoreDB 23.10, `Services/Transport/Grpc/`,
 * `Streams.BatchAppend.cs` and `Streams.Append.cs`: options come once a correlation id, the size is the sum of data,
 * metadata and the type in UTF-16 (`Event.SizeOnDisk`), one answer an append, errors packed into `google.rpc.Status`.
 */
import {
  type AppendReq,
  AppendResp,
  type BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb';
import {
  AccessDenied,
  AllStreamPosition,
  Empty,
  MaximumAppendSizeExceeded,
  Timeout,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { uuidOf } from '../wire';
import { type AppendFault, type Faults, NO_LEADER, notLeader, unavailable } from './faults.fixture';
import type { ProposedEvent, TestLog, Written } from './log.fixture';

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

interface PendingWrite {
  readonly options: BatchAppendReq.Options;
  readonly events: ProposedEvent[];
}

export interface AppendRules {
  readonly log: TestLog;
  readonly faults: Faults;
  /** `MaxAppendSize`, 1 MiB by default. */
  readonly maxAppendBytes: number;
}

export function batchAppend(rules: AppendRules, call: Call): void {
  const pending = new Map<string, PendingWrite>();
  call.on('data', (request: BatchAppendReq) => receive({ rules, call, pending }, request));
  call.on('end', () => call.end());
  call.on('error', () => undefined);
}

interface Receiver {
  readonly rules: AppendRules;
  readonly call: Call;
  readonly pending: Map<string, PendingWrite>;
}

function receive(receiver: Receiver, request: BatchAppendReq): void {
  const { rules, call, pending } = receiver;
  if (rules.faults.silent) return;
  if (rules.faults.leader) return fail(call, notLeader(rules.faults.leader));
  const id = uuidOf(request.getCorrelationId());
  const options = request.getOptions();
  // A second request with options under a known id does not change the first (`AddOrUpdate`).
  const write = pending.get(id) ?? (options && { options, events: [] });
  if (!write) return;
  pending.set(id, write);
  write.events.push(...request.getProposedMessagesList().map(proposed));
  if (sizeOf(write.events) > rules.maxAppendBytes) {
    const details = new MaximumAppendSizeExceeded().setMaxappendsize(rules.maxAppendBytes);
    call.write(answer(request, write).setError(status('MaximumAppendSizeExceeded', details)));
    pending.delete(id);
  } else if (request.getIsFinal()) {
    pending.delete(id);
    complete(rules, call, { request, write });
  }
}

interface Final {
  readonly request: BatchAppendReq;
  readonly write: PendingWrite;
}

function nextFault({ leader, appends }: Faults): AppendFault {
  return leader === null ? 'no-leader' : (appends.shift() ?? 'none');
}

function complete(rules: AppendRules, call: Call, final: Final): void {
  const { log, faults } = rules;
  const fault = nextFault(faults);
  if (isRefused(call, { fault, leader: faults.leader }, final)) return;
  const written = log.append(streamOf(final.write), expectedOf(final.write), final.write.events);
  if (fault === 'swallow') return;
  if (fault === 'cut') return fail(call, unavailable('connection lost'));
  const about = answer(final.request, final.write);
  const timedOut = fault === 'timeout';
  const result = timedOut ? about.setError(status('Timeout', new Timeout())) : answered(about, written, final.write);
  if (fault === 'stranger') call.write(stranger(result));
  call.write(result);
  if (fault === 'twice') call.write(result);
}

const NOT_HANDLED = { busy: 'Server Is Busy', 'not-ready': 'Server Is Not Ready', 'no-leader': NO_LEADER } as const;

/** Without a look at the log. */
function isRefused(
  call: Call,
  { fault, leader }: { readonly fault: AppendFault; readonly leader: Faults['leader'] },
  { request, write }: Final,
): boolean {
  switch (fault) {
    case 'busy':
    case 'not-ready':
    case 'no-leader': {
      const message = NOT_HANDLED[fault];
      const details = new Any();
      details.pack(new GoogleEmpty().serializeBinary(), 'google.protobuf.Empty');
      call.write(answer(request, write).setError(new Status().setMessage(message).setDetails(details)));
      return true;
    }
    case 'denied':
      call.write(answer(request, write).setError(status('AccessDenied', new AccessDenied())));
      return true;
    case 'not-leader':
      fail(call, notLeader(leader));
      return true;
    case 'cut-before':
      fail(call, unavailable('connection lost'));
      return true;
    default:
      return fault === 'ignore';
  }
}

function answered(response: BatchAppendResp, written: Written, write: PendingWrite): BatchAppendResp {
  const expected = expectedOf(write);
  if (written.kind === 'written') {
    const at = `${written.position}`;
    const position = new AllStreamPosition().setCommitPosition(at).setPreparePosition(at);
    const success = new BatchAppendResp.Success().setCurrentRevision(`${written.revision}`).setPosition(position);
    return response.setSuccess(success);
  }
  const wrong = new WrongExpectedVersion();
  if (written.current === -1) wrong.setCurrentNoStream(new GoogleEmpty());
  else wrong.setCurrentStreamRevision(`${written.current}`);
  if (expected === -1) wrong.setExpectedNoStream(new GoogleEmpty());
  else wrong.setExpectedStreamPosition(`${expected}`);
  return response.setError(status('WrongExpectedVersion', wrong));
}

/** The classic call, one append each, which the client falls back to. */
export function append(
  { log, faults }: AppendRules,
  call: ServerReadableStream<AppendReq, AppendResp>,
  reply: sendUnaryData<AppendResp>,
): void {
  let options: AppendReq.Options | undefined;
  const events: ProposedEvent[] = [];
  call.on('data', (request: AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message) events.push(proposed(message));
  });
  call.on('error', () => undefined);
  call.on('end', () => {
    if (faults.silent) return;
    if (!options) throw new Error('an append without options');
    const stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
    const expected = options.hasNoStream() ? -1 : Number(options.getRevision());
    reply(null, classic(log.append(stream, expected, events)));
  });
}

function classic(written: Written): AppendResp {
  if (written.kind === 'written') {
    const at = `${written.position}`;
    const position = new AppendResp.Position().setCommitPosition(at).setPreparePosition(at);
    const success = new AppendResp.Success().setCurrentRevision(`${written.revision}`).setPosition(position);
    return new AppendResp().setSuccess(success);
  }
  const wrong = new AppendResp.WrongExpectedVersion();
  if (written.current === -1) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(`${written.current}`);
  return new AppendResp().setWrongExpectedVersion(wrong);
}

function proposed(message: BatchAppendReq.ProposedMessage | AppendReq.ProposedMessage): ProposedEvent {
  const map = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: map.get('type') ?? '',
    contentType: map.get('content-type') ?? '',
    data: Buffer.from(message.getData_asU8()),
    metadata: Buffer.from(message.getCustomMetadata_asU8()),
  };
}

function sizeOf(events: readonly ProposedEvent[]): number {
  return events.reduce((sum, { data, metadata, type }) => sum + data.length + metadata.length + type.length * 2, 0);
}

function streamOf({ options }: PendingWrite): string {
  return Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
}

/** Exact revisions are all that is needed here: `any` has its own, weaker idempotency. */
function expectedOf({ options }: PendingWrite): number {
  if (options.hasAny() || options.hasStreamExists()) throw new Error('the test server takes exact revisions only');
  return options.hasNoStream() ? -1 : Number(options.getStreamPosition());
}

function answer(request: BatchAppendReq, { options }: PendingWrite): BatchAppendResp {
  const id = request.getCorrelationId();
  return new BatchAppendResp().setCorrelationId(id).setStreamIdentifier(options.getStreamIdentifier());
}

function stranger(response: BatchAppendResp): BatchAppendResp {
  const other = BatchAppendResp.deserializeBinary(response.serializeBinary());
  other.getCorrelationId()?.setString(crypto.randomUUID());
  return other;
}

function status(name: string, details: { serializeBinary(): Uint8Array }): Status {
  const any = new Any();
  any.pack(details.serializeBinary(), `event_store.client.${name}`);
  return new Status().setMessage(name).setDetails(any);
}

function fail(call: Call, failure: ReturnType<typeof unavailable>): void {
  call.emit('error', failure);
}
