/**
 * Messages of EventStoreDB's gRPC contract, made with and read from the stubs that the client package ships. Bytes pass
 * untouched: the client's own conversion parses metadata as JSON and gives back something else than what was stored.
 */
import {
  BatchAppendReq,
  type BatchAppendResp,
  ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import { type Append, type LogFilter, NO_STREAM, type StoredEvent } from '../event-store';

/**
 * Binary, although it is JSON: to the server's and every client's JSON handling an event's bytes are theirs to rewrite
 * (decision 0015). Whoever reads the log gets the UTF-8 text of the JSON, byte for byte.
 */
const CONTENT_TYPE = 'application/octet-stream';
const UUID_PATTERN = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const ANY_CATEGORY = '[a-z][a-z0-9]*(-[a-z0-9]+)*';
/** Events that the server looks at for one page of a filtered read, and half of what lies between two checkpoints. */
const SEARCH_WINDOW = 1_000;
const WINDOWS_A_CHECKPOINT = 2;

/** All events of one entry in one message: an append is whole or not at all. */
export function appendRequest(correlationId: string, { stream, expectedRevision, events }: Append): BatchAppendReq {
  const options = new BatchAppendReq.Options().setStreamIdentifier(identifierOf(stream));
  // Never `any`. And no deadline: the server would compare it with a clock of its own.
  if (expectedRevision === NO_STREAM) options.setNoStream(new GoogleEmpty());
  else options.setStreamPosition(`${expectedRevision}`);
  const messages = events.map((event) => {
    const message = new BatchAppendReq.ProposedMessage().setId(new UUID().setString(event.id));
    message.getMetadataMap().set('type', event.type).set('content-type', CONTENT_TYPE);
    return message.setData(event.data).setCustomMetadata(event.metadata);
  });
  return new BatchAppendReq()
    .setCorrelationId(new UUID().setString(correlationId))
    .setOptions(options)
    .setProposedMessagesList(messages)
    .setIsFinal(true);
}

/** Forwards from a revision, or the last event alone. */
export function streamRequest(stream: string, from: number | 'end', count: number): ReadReq {
  const which = new ReadReq.Options.StreamOptions().setStreamIdentifier(identifierOf(stream));
  if (from === 'end') which.setEnd(new Empty());
  else which.setRevision(`${from}`);
  const options = optionsOf(from === 'end')
    .setStream(which)
    .setNoFilter(new Empty())
    .setCount(`${count}`);
  return new ReadReq().setOptions(options);
}

/** The last event of the whole log, the server's own included. */
export function endRequest(): ReadReq {
  const all = new ReadReq.Options.AllOptions().setEnd(new Empty());
  return new ReadReq().setOptions(optionsOf(true).setAll(all).setNoFilter(new Empty()).setCount('1'));
}

/** From the event at a position on, that event included: so does the server read. */
export function logRequest(from: bigint, count: number, pattern: string): ReadReq {
  // Wider than the page, or the server refuses; no wider than needed, or one page of it takes too long.
  const filter = filterOf(pattern, Math.max(count + 1, SEARCH_WINDOW));
  return new ReadReq().setOptions(optionsOf(false).setAll(placeOf(from)).setFilter(filter).setCount(`${count}`));
}

/** A catch-up subscription after a position, that event excluded. */
export function followRequest(after: bigint, pattern: string): ReadReq {
  const options = optionsOf(false).setAll(placeOf(after)).setFilter(filterOf(pattern, SEARCH_WINDOW));
  return new ReadReq().setOptions(options.setSubscription(new ReadReq.Options.SubscriptionOptions()));
}

/** Matches our streams of these categories alone; never `$` streams, nor whatever else lives in the same log. */
export function streamPattern(filter: LogFilter | undefined): string {
  const { categories } = filter ?? {};
  const category = categories ? `(${categories.map(escaped).join('|')})` : ANY_CATEGORY;
  return `^${category}-${UUID_PATTERN}$`;
}

/** Metadata streams of ours: `$$` before the name. */
export function metadataPattern(): string {
  return `^\\$\\$${ANY_CATEGORY}-${UUID_PATTERN}$`;
}

export function eventOf(response: ReadResp): StoredEvent | undefined {
  const read = response.getEvent();
  const event = read?.getEvent();
  if (!event) return undefined;
  return {
    id: uuidOf(event.getId()),
    type: event.getMetadataMap().get('type') ?? '',
    data: Buffer.from(event.getData_asU8()),
    metadata: Buffer.from(event.getCustomMetadata_asU8()),
    stream: Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
    revision: Number(event.getStreamRevision()),
    position: signed(event.getCommitPosition()),
  };
}

/** Of the answer to an append: undefined where the server does not know. */
export function positionOf(success: BatchAppendResp.Success): bigint | undefined {
  const position = success.getPosition();
  return position && signed(position.getCommitPosition());
}

/** Text, or two halves: the server writes ids either way. */
export function uuidOf(uuid: UUID | undefined): string {
  const halves = uuid?.getStructured();
  if (!halves) return uuid?.getString() ?? '';
  const hex = [halves.getMostSignificantBits(), halves.getLeastSignificantBits()]
    .map((half) => BigInt.asUintN(64, BigInt(half)).toString(16).padStart(16, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The server's -1, "unknown", travels as the largest unsigned number. */
export function signed(position: string): bigint {
  return BigInt.asIntN(64, BigInt(position));
}

function identifierOf(stream: string): StreamIdentifier {
  return new StreamIdentifier().setStreamName(Buffer.from(stream));
}

function optionsOf(backwards: boolean): ReadReq.Options {
  return new ReadReq.Options()
    .setReadDirection(backwards ? 1 : 0)
    .setResolveLinks(false)
    .setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty()));
}

/** Haber's events commit themselves, each at its own place: commit and prepare position are one number. */
function placeOf(position: bigint): ReadReq.Options.AllOptions {
  const all = new ReadReq.Options.AllOptions();
  if (position === 0n) return all.setStart(new Empty());
  const place = new ReadReq.Options.Position();
  return all.setPosition(place.setCommitPosition(`${position}`).setPreparePosition(`${position}`));
}

function filterOf(pattern: string, window: number): ReadReq.Options.FilterOptions {
  const expression = new ReadReq.Options.FilterOptions.Expression().setRegex(pattern);
  return new ReadReq.Options.FilterOptions()
    .setStreamIdentifier(expression)
    .setMax(window)
    .setCheckpointintervalmultiplier(WINDOWS_A_CHECKPOINT);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
