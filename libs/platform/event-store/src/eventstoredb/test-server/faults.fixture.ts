/** What a test makes go wrong in the in-test server, and the errors of the real one (`RpcExceptions.cs`, 23.10). */
import { Metadata, status } from '@grpc/grpc-js';

/** What becomes of one append; each is used up by one. */
export type AppendFault =
  | 'none'
  /** Not appended: `NotHandled`, as an error without a mark but its text (`Streams.BatchAppend.cs`). */
  | 'busy'
  | 'not-ready'
  /** Not appended, and the whole call ends with the leader's address in its trailing metadata. */
  | 'not-leader'
  | 'no-leader'
  /** Not appended: `AccessDenied`. */
  | 'denied'
  /** Appended; the answer is swallowed. Also what becomes of an equal append that is not replicated yet. */
  | 'swallow'
  /** Appended; the call ends before the answer. */
  | 'cut'
  /** Not appended; the call ends. */
  | 'cut-before'
  /** Not appended; no answer either. */
  | 'ignore'
  /** Appended; told to have timed out. */
  | 'timeout'
  /** Appended, and answered twice under the same correlation id. */
  | 'twice'
  /** Appended, and answered after an answer that nobody waits for. */
  | 'stranger';

/** `slow`: answers after SLOW_READ_MS, as one that looks through a long log for few events. */
export type ReadFault = 'none' | 'cut-midway' | 'silent' | 'busy' | 'slow';

export const SLOW_READ_MS = 800;

export interface Faults {
  /** Takes everything and says nothing. */
  silent: boolean;
  /** Of the next appends, in turn. */
  readonly appends: AppendFault[];
  readonly reads: ReadFault[];
  /** Subscriptions stay open and show nothing new. */
  muteSubscriptions: boolean;
  /** Where the leader is, if this server is none. Null: nobody knows. */
  leader: { readonly host: string; readonly port: number } | null | undefined;
}

export function noFaults(): Faults {
  return { silent: false, appends: [], reads: [], muteSubscriptions: false, leader: undefined };
}

export interface GrpcFailure {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

export const NO_LEADER = 'No leader info available in response';

/** `RpcExceptions.LeaderInfo`, `NoLeaderInfo`. */
export function notLeader(leader: Faults['leader']): GrpcFailure {
  const metadata = new Metadata();
  if (!leader) return { code: status.UNKNOWN, details: NO_LEADER, metadata };
  metadata.set('exception', 'not-leader');
  metadata.set('leader-endpoint-host', leader.host);
  metadata.set('leader-endpoint-port', `${leader.port}`);
  return { code: status.NOT_FOUND, details: 'Leader info available', metadata };
}

/** Of a place in `$all` at which no record begins (`RpcExceptions.InvalidPositionException`). */
export function invalidPosition(): GrpcFailure {
  const details = 'Trying to read from an invalid position.';
  return { code: status.INVALID_ARGUMENT, details, metadata: new Metadata() };
}

/** `RpcExceptions.ServerBusy` and `ServerNotReady` on reads; also what a cut connection looks like. */
export function unavailable(details: string): GrpcFailure {
  return { code: status.UNAVAILABLE, details, metadata: new Metadata() };
}
